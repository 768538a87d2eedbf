"""Counters for /metrics: by outcome and unit, never by person."""

from prometheus_client import Counter, Gauge, Histogram

REQUESTS = Counter("tracuu_requests_total", "HTTP requests", ["route", "status"])
SECONDS = Histogram(
    "tracuu_request_seconds",
    "Time to answer",
    ["route"],
    buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0),
)
LOOKUPS = Counter("tracuu_lookups_total", "Lookups by unit and outcome", ["unit", "outcome"])
LIMITED = Counter("tracuu_lookups_limited_total", "Lookups that met a limit", ["scope"])
MESSAGES = Counter("tracuu_messages_total", "Messages by what became of them", ["state"])
LIMITER_FAULTS = Counter(
    "tracuu_limiter_faults_total", "Times the limits' store was out of reach and we let through"
)
ZALO_EVENTS = Counter(
    "tracuu_zalo_events_total",
    "Events that Zalo called, by what became of them",
    ["event", "outcome"],
)
ZALO_CALLS_REFUSED = Counter(
    "tracuu_zalo_calls_refused_total", "Calls of the webhook that were not processed", ["reason"]
)
ZALO_EVENT_SECONDS = Histogram(
    "tracuu_zalo_event_seconds",
    "From the moment an event was heard until it was processed",
    buckets=(0.1, 0.3, 1.0, 3.0, 10.0, 60.0, 300.0, 3600.0),
)
ZALO_EVENTS_WAITING = Gauge(
    "tracuu_zalo_events_waiting", "Events not processed yet", multiprocess_mode="mostrecent"
)
ZALO_EVENTS_FAILED = Gauge(
    "tracuu_zalo_events_failed",
    "Events that gave up, for an operator",
    multiprocess_mode="mostrecent",
)
ZALO_OLDEST_EVENT = Gauge(
    "tracuu_zalo_oldest_event_seconds",
    "How long the oldest event that is not processed has waited",
    multiprocess_mode="mostrecent",
)
ZALO_EVENTS_ASIDE = Gauge(
    "tracuu_zalo_events_aside",
    "Events in the journal of this machine, which the database did not take yet",
    multiprocess_mode="mostrecent",
)
