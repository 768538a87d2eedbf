import datetime

import pytest
from django.db import connection
from django.db.utils import OperationalError
from django.test import Client

from tracuu.core import clock
from tracuu.core.crypto import forget_loaded_keys
from tracuu.messaging.zalo.events import insert, make_row, read_event


def ready():
    response = Client().get("/health/ready")
    return response.status_code, response.json()


def test_live_asks_nothing_of_the_database(client):
    # no django_db here: a query would fail this test
    response = client.get("/health/live")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_ready_when_all_is_at_hand():
    assert ready() == (200, {"status": "ok"})


@pytest.mark.django_db
def test_not_ready_when_the_database_is_away(monkeypatch):
    def refuse(*_args, **_kwargs):
        raise OperationalError("password=secret host=db.internal")

    monkeypatch.setattr(connection, "cursor", refuse)
    assert ready() == (503, {"status": "not ready", "failed": ["database", "migrations"]})


@pytest.mark.django_db
def test_not_ready_when_a_migration_is_missing():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'cards'")
    assert ready() == (503, {"status": "not ready", "failed": ["migrations"]})


@pytest.mark.django_db
@pytest.mark.parametrize("content", [None, "{", '{"demo": false, "active": 1, "keys": {}}'])
def test_not_ready_when_keys_cannot_be_read(own_keys, content):
    file = own_keys / "sealing.json"
    if content is None:
        file.unlink()
    else:
        file.write_text(content)
    forget_loaded_keys()
    assert ready() == (503, {"status": "not ready", "failed": ["keys"]})


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1"])
def test_this_machine_reads_the_counters(address):
    client = Client(REMOTE_ADDR=address)
    client.get("/health/live")
    response = client.get("/metrics")
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("text/plain; version=")
    assert b'tracuu_requests_total{route="/health/live",status="200"}' in response.content
    assert b"tracuu_lookups_total" in response.content


@pytest.mark.parametrize("address", ["192.0.2.1", "10.0.0.1", "2001:db8::1", ""])
def test_nobody_else_reads_the_counters(db, address):
    assert Client(REMOTE_ADDR=address).get("/metrics").status_code == 404


@pytest.mark.parametrize("header", ["x-forwarded-for", "forwarded", "x-real-ip", "via"])
def test_nobody_reads_the_counters_through_a_proxy(db, client, header):
    assert client.get("/metrics", headers={header: "127.0.0.1"}).status_code == 404


def test_the_counters_name_nobody(unit, ask):
    ask(proof={"kind": "receipt", "value": "HS-00012"})
    text = Client().get("/metrics").content.decode()
    assert 'tracuu_lookups_total{outcome="found",unit="tan-phu"}' in text
    for secret in ("Nguy", "1991", "HS-00012"):
        assert secret not in text


def work():
    response = Client().get("/health/work")
    return response.status_code, response.json()


@pytest.mark.django_db
def test_work_keeps_up_until_an_event_waits_for_over_a_minute():
    noon = datetime.datetime(2026, 3, 2, 5, 0, tzinfo=datetime.UTC)
    body = {"event_name": "follow", "timestamp": "0"}
    insert([make_row(read_event(body, noon), b"{}", noon)])
    with clock.stopped_at(noon + datetime.timedelta(seconds=60)):
        assert work() == (200, {"status": "ok"})
    with clock.stopped_at(noon + datetime.timedelta(seconds=61)):
        assert work() == (503, {"status": "late", "late": ["zalo_events"]})
        assert ready() == (200, {"status": "ok"})
        told = Client(REMOTE_ADDR="127.0.0.1").get("/metrics").content.decode()
    assert "tracuu_zalo_events_waiting 1.0" in told
    assert "tracuu_zalo_oldest_event_seconds 61.0" in told
    assert "tracuu_zalo_events_failed 0.0" in told
    assert "tracuu_zalo_events_aside 0.0" in told


@pytest.mark.django_db
def test_nobody_says_that_work_keeps_up_while_the_database_is_away(monkeypatch):
    def refuse(*_args, **_kwargs):
        raise OperationalError("password=secret")

    monkeypatch.setattr(connection, "cursor", refuse)
    assert work() == (503, {"status": "late", "late": ["zalo_events"]})
    assert Client(REMOTE_ADDR="127.0.0.1").get("/metrics").status_code == 200
