"""Behaviours that nobody could verify against the real platform: each is a switch with a default."""

import dataclasses
import json
from dataclasses import KW_ONLY, dataclass
from typing import Any

from zalo_emulator.store import Store

Value = bool | int | float | str


@dataclass(frozen=True)
class Switch:
    """One behaviour; `mark`: X sources conflict, 1 seen once, I inferred, D documented."""

    name: str
    mark: str
    meaning: str
    _: KW_ONLY
    default: Value
    choices: tuple[Value, ...] = ()

    def check(self, value: Any) -> Value:
        """The value if it may stand; raises `ValueError` with a sentence."""
        if self.choices and (type(value), value) not in [(type(c), c) for c in self.choices]:
            raise ValueError(f"{self.name} is one of {', '.join(map(str, self.choices))}")
        wanted = (int, float) if isinstance(self.default, float) else (type(self.default),)
        if type(value) not in wanted:
            raise ValueError(f"{self.name} is a {type(self.default).__name__}")
        checked: Value = value
        return checked


SWITCHES = (
    # OAuth
    Switch("oauth_state_echo", "X", "The redirect carries `state` back.", default=True),
    Switch(
        "oauth_redirect_any",
        "X",
        "Any redirect_uri is taken, not only the registered one.",
        default=False,
    ),
    Switch(
        "oauth_pkce_required", "X", "A consent without code_challenge is refused.", default=False
    ),
    Switch(
        "oauth_refresh_error",
        "X",
        "What a dead refresh token answers.",
        default=-14014,
        choices=(-14014, -14020),
    ),
    Switch("oauth_refresh_extends", "I", "Rotation restarts the three months.", default=True),
    Switch(
        "oauth_refresh_returns_new",
        "1",
        "A refresh returns a new refresh token; off: it keeps the old one.",
        default=True,
    ),
    Switch("oauth_error_number", "X", "OAuth errors carry a numeric `error`.", default=True),
    Switch("oauth_expires_in_text", "D", "`expires_in` is text.", default=True),
    # Every call
    Switch(
        "auth_http_status",
        "1",
        "HTTP status of refusals about the access token.",
        default=200,
        choices=(200, 401),
    ),
    Switch(
        "expired_token_error",
        "X",
        "What an expired or replaced access token answers.",
        default=-220,
        choices=(-220, -216),
    ),
    Switch("rate_per_minute", "D", "Calls a minute for an app.", default=4000),
    Switch("rate_per_minute_oa", "I", "Calls a minute for an OA; 0 is no limit.", default=0),
    Switch(
        "too_long_error",
        "I",
        "What a text over its limit answers.",
        default=-210,
        choices=(-210, -201),
    ),
    # Messages
    Switch(
        "cs_buttons",
        "X",
        "What message/cs answers to buttons; 0 takes them.",
        default=0,
        choices=(0, -201, -233),
    ),
    Switch(
        "cs_list",
        "X",
        "What message/cs answers to the list template; 0 takes it.",
        default=-233,
        choices=(0, -201, -233),
    ),
    Switch("cs_sent_time", "X", "Answers of message/cs carry `sent_time`.", default=True),
    Switch(
        "cs_quota_numbers",
        "X",
        "Inside 48 hours the answer carries remain and total (8).",
        default=False,
    ),
    Switch(
        "cs_free_messages",
        "D",
        "Free messages inside 48 hours; 0 is no limit (before 2026: 8).",
        default=0,
    ),
    Switch(
        "cs_needs_follow", "I", "Who does not follow cannot be written to (-213).", default=False
    ),
    Switch("follow_is_interaction", "D", "Following opens the window of 48 hours.", default=True),
    Switch(
        "window_error",
        "X",
        "After 7 days; 0 is -230, and -232 for who never interacted.",
        default=0,
        choices=(0, -230, -232),
    ),
    Switch(
        "buttons_echo_as",
        "1",
        "The event of our own message with buttons.",
        default="oa_send_text",
        choices=("oa_send_text", "oa_send_template"),
    ),
    Switch(
        "legacy_messages",
        "X",
        "message/transaction and message/promotion still answer.",
        default=False,
    ),
    Switch(
        "legacy_error",
        "X",
        "What they answer when they do not.",
        default=-209,
        choices=(-209, -233, -240),
    ),
    Switch(
        "night_rule",
        "D",
        "Promotion and broadcast are refused from 22:00 to 6:00 (-234).",
        default=True,
    ),
    # Profile, articles
    Switch(
        "getoa_key",
        "X",
        "How getoa calls the id.",
        default="oa_id",
        choices=("oa_id", "oaid", "both"),
    ),
    Switch(
        "article_ready_seconds", "I", "How long an article is being processed (-214).", default=5
    ),
    Switch(
        "broadcast_review_seconds",
        "D",
        "How long a broadcast is reviewed before it goes out.",
        default=1800,
    ),
    # ZNS
    Switch("zns_plus_phone", "1", "`+84…` is taken as a phone number.", default=True),
    Switch(
        "zns_hash_form",
        "I",
        "Which spelling of the phone is hashed.",
        default="84",
        choices=("84", "0", "+84"),
    ),
    Switch("zns_night_rule", "X", "Templates are refused at night (-133).", default=False),
    Switch("zns_server_header", "X", "ZNS events carry `X-ZEvent-Server: ZNS`.", default=True),
    # Webhooks
    Switch(
        "webhook_retry", "D", "An event that could not be handed over is tried again.", default=True
    ),
    Switch(
        "webhook_retry_on",
        "X",
        "Which failures are tried again.",
        default="connection",
        choices=("connection", "any"),
    ),
    Switch(
        "webhook_retry_seconds",
        "D",
        "When; counted from the attempt before.",
        default="30,300,900,1800,3600",
    ),
    Switch(
        "webhook_timeout_seconds", "D", "How long the receiver may take (real time).", default=2.0
    ),
    Switch("webhook_concurrency", "I", "Events on their way at the same time.", default=32),
    Switch("webhook_echo", "D", "Our own messages come back as oa_send_*.", default=True),
    Switch(
        "signature_key",
        "X",
        "Which key signs.",
        default="oa_secret_key",
        choices=("oa_secret_key", "secret_key"),
    ),
    Switch("signature_prefix", "1", "The signature begins with `mac=`.", default=True),
    Switch("signature_timestamp_header", "1", "`X-ZEvent-Timestamp` is sent too.", default=False),
    Switch(
        "receipts",
        "D",
        "user_received_message by itself, and user_seen_message when the phone shows it.",
        default="auto",
        choices=("auto", "off"),
    ),
    Switch("receipt_seconds", "I", "How long delivery to a phone takes.", default=0.2),
    Switch(
        "submit_info_shape",
        "X",
        "The body of user_submit_info.",
        default="new",
        choices=("new", "old"),
    ),
    Switch(
        "user_send_gif", "X", "A GIF comes as user_send_gif; off: as user_send_image.", default=True
    ),
)
BY_NAME = {switch.name: switch for switch in SWITCHES}


class Switches:
    """The values in force; they outlive a restart."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.reload()

    def reload(self) -> None:
        kept = json.loads(self._store.read_meta("switches") or "{}")
        self._values: dict[str, Value] = {
            name: kept.get(name, switch.default) for name, switch in BY_NAME.items()
        }

    def set(self, **values: Any) -> None:
        """Change some; raises `ValueError` with a sentence, and then changes none."""
        unknown = sorted(set(values) - set(BY_NAME))
        if unknown:
            raise ValueError(f"no such switch: {', '.join(unknown)}")
        checked = {name: BY_NAME[name].check(value) for name, value in values.items()}
        self._values.update(checked)
        changed = {k: v for k, v in self._values.items() if v != BY_NAME[k].default}
        self._store.write_meta("switches", json.dumps(changed))

    def is_on(self, name: str) -> bool:
        return bool(self._values[name])

    def number(self, name: str) -> int:
        return int(self._values[name])

    def seconds(self, name: str) -> float:
        return float(self._values[name])

    def text(self, name: str) -> str:
        return str(self._values[name])

    def retry_seconds(self) -> list[float]:
        """When an event is tried again, each counted from the attempt before."""
        return [float(each) for each in self.text("webhook_retry_seconds").split(",") if each]

    def describe(self) -> list[dict[str, Any]]:
        """Every switch with its value, for the control API."""
        return [
            {**dataclasses.asdict(switch), "value": self._values[switch.name]}
            for switch in SWITCHES
        ]
