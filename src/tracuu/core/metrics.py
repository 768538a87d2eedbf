"""Counters for /metrics: by outcome and unit, never by person."""

from prometheus_client import Counter, Histogram

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
