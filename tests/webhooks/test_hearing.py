"""The view: what is kept, what only gets its 200, and what must never be lost."""

import datetime
import json
import re

import pytest
from django.db import connection, transaction
from django.db.utils import OperationalError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from prometheus_client import REGISTRY

from tracuu.core import clock
from tracuu.core.crypto import keys
from tracuu.messaging.models import ZaloEvent
from tracuu.messaging.zalo import journal, keeping
from tracuu.messaging.zalo.events import COLUMNS, Row, make_row, open_event, read_event
from tracuu.messaging.zalo.keeping import Kept, keep
from tracuu.webhooks.zalo import MOST_BYTES
from webhooks.calls import (
    APP_ID,
    KEY,
    NOON,
    OA,
    TRI,
    VECTOR,
    VECTOR_MAC,
    bare,
    encode,
    follow,
    mac_of,
    text,
)

pytestmark = pytest.mark.django_db
URL = "/webhooks/zalo/"


@pytest.fixture(autouse=True)
def now():
    """Zalo's calls are of this hour."""
    with clock.stopped_at(NOON):
        yield


@pytest.fixture
def vectors_day():
    with clock.stopped_at(datetime.datetime(2026, 1, 1, 0, 1, tzinfo=datetime.UTC)):
        yield


def post(raw: bytes, signature: str | None = None, url: str = URL):
    headers = {} if signature is None else {"X-ZEvent-Signature": signature}
    return Client().post(url, raw, content_type="application/json", headers=headers)


def call(body, **signing):
    raw = encode(body)
    return post(raw, f"mac={mac_of(raw, body['timestamp'], **signing)}")


def refused(reason: str) -> float:
    return REGISTRY.get_sample_value("tracuu_zalo_calls_refused_total", {"reason": reason}) or 0.0


def counted(event: str, outcome: str) -> float:
    labels = {"event": event, "outcome": outcome}
    return REGISTRY.get_sample_value("tracuu_zalo_events_total", labels) or 0.0


@pytest.mark.usefixtures("vectors_day")
@pytest.mark.parametrize("prefix", ["mac=", ""])
@pytest.mark.parametrize("spelt", [str.lower, str.upper])
def test_the_vector_of_the_reference_is_kept_sealed(prefix, spelt):
    before = counted("user_send_text", "stored")
    assert post(VECTOR, spelt(prefix + VECTOR_MAC)).status_code == 200
    row = ZaloEvent.objects.get()
    assert (row.key, row.name, row.state) == (
        "user_send_text:96d3cdf3af1504609090", "user_send_text", "new",
    )  # fmt: skip
    assert row.sent_at.timestamp() == 1767225600
    assert keys()[0].open(bytes(row.sealed), f"zalo-event|{row.key}".encode()) == VECTOR
    assert "xin chào".encode() not in bytes(row.sealed)
    assert counted("user_send_text", "stored") == before + 1
    event = open_event(row)
    assert (event.user_id, event.oa_id, event.said) == (TRI, OA, "text")


@pytest.mark.usefixtures("vectors_day")
def test_no_row_tells_whom_it_is_about():
    post(VECTOR, VECTOR_MAC)
    row = ZaloEvent.objects.values().get()
    told = " ".join(str(value) for value in row.values())
    assert not any(secret in told for secret in (TRI, "2222222222222222222", OA))


@pytest.mark.parametrize(
    ("raw", "signature", "reason"),
    [
        (VECTOR.replace(b"xin", b"XIN"), VECTOR_MAC, "bad_signature"),
        (VECTOR + b" ", VECTOR_MAC, "bad_signature"),
        (VECTOR, VECTOR_MAC[::-1], "bad_signature"),
        (VECTOR, "mac=", "bad_signature"),
        (VECTOR, "mac=ü", "bad_signature"),
        (VECTOR, None, "unsigned"),
        (VECTOR.replace(b"1234567890123456789", b"9234567890123456789"), VECTOR_MAC, "foreign_app"),
        (b"{}", None, "probe"),
        (b"", None, "probe"),
        (VECTOR[:100], VECTOR_MAC, "malformed"),
        (b"[1]", None, "malformed"),
        (b'"\xff"', None, "malformed"),
        (b"[" * 60_000, None, "malformed"),
        (b"[" + b" " * MOST_BYTES, None, "too_big"),
    ],
)
def test_whatever_is_not_signed_for_us_gets_its_200_and_is_counted(raw, signature, reason):
    before = refused(reason)
    answer = post(raw, signature)
    assert (answer.status_code, answer.content) == (200, b"")
    assert refused(reason) == before + 1
    assert not ZaloEvent.objects.exists()


@pytest.mark.parametrize("missing", ["ZALO_APP_ID", "ZALO_OA_SECRET"])
def test_without_a_key_nobody_can_sign(settings, missing):
    setattr(settings, missing, "")
    key, app_id = settings.ZALO_OA_SECRET, settings.ZALO_APP_ID
    body = {**text("a", "a1"), "app_id": app_id}
    assert call(body, key=key, app_id=app_id).status_code == 200
    assert not ZaloEvent.objects.exists()


def test_the_secret_of_the_app_is_not_the_key():
    call(text("a", "a1"), key="APPSECRETTEST")
    assert not ZaloEvent.objects.exists()


def test_twice_the_same_is_once():
    before = counted("user_send_text", "duplicate")
    for _ in range(3):
        call(text("một", "a1"))
        call(follow())
    assert ZaloEvent.objects.count() == 2
    assert counted("user_send_text", "duplicate") == before + 2


def test_what_was_captured_is_not_heard_again_once_nobody_remembers_it():
    before = refused("too_old")
    call(text("một", "a1"))
    ZaloEvent.objects.all().delete()  # as the sweeper does after seven days
    with clock.stopped_at(NOON + datetime.timedelta(days=7, seconds=1)):
        assert call(text("một", "a1")).status_code == 200
    assert (ZaloEvent.objects.count(), refused("too_old")) == (0, before + 1)
    with clock.stopped_at(NOON + datetime.timedelta(days=6)):  # an outage, and Zalo tries again
        call(text("một", "a1"))
    assert ZaloEvent.objects.count() == 1


@pytest.mark.parametrize("odd", ["0", "154390853474", "later", "", None])
def test_a_time_that_cannot_be_true_makes_no_second_event_of_a_repeated_call(odd):
    body = {**follow(), "timestamp": odd}
    raw = encode(body)
    for minutes in (0, 5, 60):
        with clock.stopped_at(NOON + datetime.timedelta(minutes=minutes)):
            assert post(raw, mac_of(raw, str(odd))).status_code == 200
    assert ZaloEvent.objects.count() == 1


def test_half_a_letter_is_no_fault():
    """JSON may hold a lone surrogate, of which no bytes can be made; nobody has to sign that."""
    raw = b'{"app_id":"%s","timestamp":"\\ud800"}' % APP_ID.encode()
    before = refused("bad_signature")
    assert post(raw, VECTOR_MAC).status_code == 200
    assert refused("bad_signature") == before + 1


@pytest.mark.parametrize(
    "bomb",
    [
        b'{"a":' * 9_000 + b"1" + b"}" * 9_000,
        b'{"app_id":' + b"9" * 60_000 + b"}",
        b'{"app_id":"' + APP_ID.encode() + b'","timestamp":1e999999}',
        b'{"app_id":"' + APP_ID.encode() + b'",' + b'"k":"v",' * 8_000 + b'"timestamp":"1"}',
    ],
)
def test_a_body_made_to_hurt_is_refused_like_any_other(bomb):
    assert post(bomb, VECTOR_MAC).status_code == 200
    assert not ZaloEvent.objects.exists()


def test_several_hearts_under_one_message_are_several_events():
    for icon in ("/-heart", "/-remove", "/-heart"):
        message = {"msg_id": "a1", "react_icon": icon}
        call({**bare("user_reacted_message"), "sender": {"id": TRI}, "message": message})
    assert ZaloEvent.objects.count() == 2  # the third is the first again, to the millisecond


@pytest.mark.usefixtures("vectors_day")
@pytest.mark.parametrize(
    "odd",
    [
        {"event_name": "user_send_text"},
        {"event_name": "a\x00b", "message": {"msg_id": "a\x00"}},
        {"event_name": 7, "sender": [], "recipient": "x", "message": None},
        {"event_name": "user_send_text", "message": {"msg_id": "x" * 200}, "sender": {"id": {}}},
        {"event_name": "x" * 500},
        {"event_name": "DROP TABLE", "timestamp": "99999999999999999999"},
        {"event_name": "follow", "timestamp": "-1"},
        {"event_name": "follow", "timestamp": 1767225600000},
        {"event_name": "user_seen_message", "message": {"msg_ids": ["a", 1, None]}},
    ],
)
def test_odd_bodies_are_kept_like_others(odd):
    body = {"app_id": APP_ID, "timestamp": "1767225600000", **odd}
    raw = encode(body)
    assert post(raw, mac_of(raw, str(body["timestamp"]))).status_code == 200
    row = ZaloEvent.objects.get()
    assert re.fullmatch(r"[!-~]{1,120}", row.key)
    assert open_event(row).name == row.name


def test_neither_cookie_nor_session_nor_token(client):
    raw = encode(text("a", "a1"))
    answer = Client(enforce_csrf_checks=True).post(
        URL, raw, content_type="application/json",
        headers={"X-ZEvent-Signature": mac_of(raw, json.loads(raw)["timestamp"])},
    )  # fmt: skip
    assert answer.status_code == 200
    assert not answer.cookies
    assert ZaloEvent.objects.count() == 1


def test_one_statement_of_the_database_keeps_an_event():
    with CaptureQueriesContext(connection) as asked:
        call(text("b", "a2"))
    words = [
        statement.split()[0].upper() for each in asked for statement in each["sql"].split("; ")
    ]
    # How long to wait for a lock, and back; no reading.
    assert [each for each in words if each not in {"PRAGMA", "SET", "SAVEPOINT", "RELEASE"}] == [
        "INSERT"
    ]
    # Not one way to the server more than that.
    assert len(asked) <= 4


def test_an_address_without_its_slash_is_heard_too():
    raw = encode(text("a", "a1"))
    answer = post(raw, mac_of(raw, json.loads(raw)["timestamp"]), url=URL.rstrip("/"))
    assert answer.status_code == 200
    assert ZaloEvent.objects.count() == 1


def test_who_only_looks_whether_somebody_is_there_is_told_so(client):
    assert client.get(URL).status_code == 200
    assert client.head(URL).status_code == 200


@pytest.mark.usefixtures("vectors_day")
def test_a_body_whose_length_nobody_told_is_read_to_its_end():
    class Chunks:
        """As granian hands on `Transfer-Encoding: chunked`."""

        def __init__(self, raw):
            self.left = raw

        def read(self, size):
            part, self.left = self.left[: min(size, 50)], self.left[min(size, 50) :]
            return part

        readline = read

    answer = Client().generic(
        "POST", URL, b"", content_type="application/json", CONTENT_LENGTH="",
        **{"HTTP_X_ZEVENT_SIGNATURE": VECTOR_MAC, "wsgi.input": Chunks(VECTOR),
           "wsgi.input_terminated": True},
    )  # fmt: skip
    assert answer.status_code == 200
    assert ZaloEvent.objects.count() == 1


# What the database does not take


class Away:
    """The database refuses every statement, as a server that is gone does."""

    def __call__(self, *_arguments):
        raise OperationalError("no")


def test_what_the_database_does_not_take_goes_aside_and_is_moved_in_order():
    with connection.execute_wrapper(Away()):
        assert call(text("một", "a1")).status_code == 200
        assert call(text("hai", "a2")).status_code == 200
    assert (journal.count(), ZaloEvent.objects.count()) == (2, 0)
    # Behind what waits, though the database would take it now.
    assert call(text("ba", "a3")).status_code == 200
    assert (journal.count(), ZaloEvent.objects.count()) == (3, 0)
    assert journal.move() == 3
    assert journal.count() == 0
    keys_kept = list(ZaloEvent.objects.order_by("pk").values_list("key", flat=True))
    assert keys_kept == [f"user_send_text:a{number}" for number in (1, 2, 3)]
    assert open_event(ZaloEvent.objects.first()).body["message"]["text"] == "một"


def test_a_rush_goes_aside_where_somebody_moves_it(monkeypatch):
    monkeypatch.setattr(keeping, "_RUSH_SECONDS", 60.0)
    keeping._lately.clear()
    events = [read_event(text("một", f"r{number}"), clock.now()) for number in range(60)]
    rows = [make_row(event, b"{}", clock.now()) for event in events]
    alone = [keep(row) for row in rows[:5]]
    assert set(alone) == {Kept.STORED}
    kept = [keep(row, is_moved=True) for row in rows[5:]]
    assert kept == [Kept.STORED] * 50 + [Kept.ASIDE] * 5
    assert journal.move() == 5
    assert ZaloEvent.objects.count() == 60
    keeping._lately.clear()


def test_the_journal_holds_no_word_and_is_nobody_elses_to_read(settings):
    with connection.execute_wrapper(Away()):
        call(text("bí mật", "a1"))
    files = [path for path in settings.HOME.iterdir() if path.is_file()]
    assert files
    for path in files:
        assert "bí mật".encode() not in path.read_bytes()
        assert TRI.encode() not in path.read_bytes()
    assert (settings.HOME / "zalo-journal.sqlite3").stat().st_mode & 0o077 == 0


def test_moved_twice_it_is_kept_once():
    with connection.execute_wrapper(Away()):
        call(text("một", "a1"))
    call_again = text("một", "a1")
    ZaloEvent.objects.all().delete()
    with connection.execute_wrapper(Away()):
        call(call_again)
    assert journal.count() == 2
    journal.move()
    assert ZaloEvent.objects.count() == 1


def row_of(number, **broken):
    """An event as it is written; with `broken`, one that no database ever takes."""
    body = text("một", f"a{number}")
    row = make_row(read_event(body, NOON), encode(body), NOON)
    values = zip(COLUMNS, row.values, strict=True)
    return Row(row.name, tuple(broken.get(name, value) for name, value in values))


def test_what_will_never_fit_blocks_nothing_that_comes_later():
    with transaction.atomic():
        assert keep(row_of(1, priority=None)) is Kept.UNFIT
    assert journal.count() == 0
    assert keep(row_of(2)) is Kept.STORED


def test_also_not_in_the_journal():
    for row in (row_of(1), row_of(2, priority=None), row_of(3)):
        journal.add(row)
    assert journal.move() == 3
    assert journal.count() == 0
    kept = ZaloEvent.objects.order_by("pk").values_list("key", flat=True)
    assert list(kept) == ["user_send_text:a1", "user_send_text:a3"]


def test_the_journal_waits_while_the_database_is_away():
    with connection.execute_wrapper(Away()):
        call(text("một", "a1"))
        with pytest.raises(OperationalError):
            journal.move()
    assert journal.count() == 1


def test_what_cannot_be_kept_at_all_is_not_said_to_be_heard(settings, tmp_path):
    settings.HOME = tmp_path / "full"  # there is no such folder
    before = counted("user_send_text", "not_kept")
    with connection.execute_wrapper(Away()):
        assert call(text("một", "a1")).status_code == 503
    assert counted("user_send_text", "not_kept") == before + 1


def test_no_log_names_anybody(capfd, caplog):
    call(text("Nguyễn Hữu Trí 17/05/1991", "a1"))
    with connection.execute_wrapper(Away()):
        call(text("Nguyễn Hữu Trí 17/05/1991", "a2"))
    said = "".join(capfd.readouterr()) + caplog.text
    assert "/webhooks/zalo/" in said
    assert not any(secret in said for secret in (TRI, OA, "Trí", "1991", KEY))
