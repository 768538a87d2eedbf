"""The job is woken once a burst, and no wake is lost at the end of a run."""

import threading
import time

import pytest
from django.db import OperationalError

from tracuu.core.jobs import queue
from tracuu.messaging.zalo import journal
from tracuu.webhooks import jobs, waking
from tracuu.webhooks.waking import Waker
from webhooks.calls import heard, text


@pytest.fixture
def woken(monkeypatch):
    """How often the job was asked for."""
    asked = []
    monkeypatch.setattr(waking, "process_now", lambda: asked.append(1))
    return asked


def until(is_so) -> None:
    for _ in range(500):
        if is_so():
            return
        time.sleep(0.01)
    raise AssertionError


@pytest.fixture
def waker():
    made = Waker()
    yield made
    made._end()


def test_two_hundred_events_wake_it_twice_at_most(waker, woken):
    waker.start()
    for _ in range(200):
        waker.wake()
    until(lambda: woken)
    assert len(woken) <= 2


def test_an_event_after_a_wake_is_not_forgotten(waker, woken):
    waker.start()
    for number in range(1, 4):
        waker.wake()
        until(lambda number=number: len(woken) >= number)


def test_a_queue_that_is_away_ends_no_thread(waker, monkeypatch):
    asked = []

    def refuse():
        asked.append(1)
        if len(asked) == 1:
            raise ConnectionError

    monkeypatch.setattr(waking, "process_now", refuse)
    waker.start()
    waker.wake()
    until(lambda: len(asked) == 1)
    waker.wake()
    until(lambda: len(asked) == 2)


def test_nobody_started_it_costs_nothing(waker):
    before = threading.active_count()
    waker.wake()
    assert threading.active_count() == before


@pytest.mark.django_db
def test_a_wake_at_the_end_of_a_run_begins_another(monkeypatch):
    """Somebody is woken while a run ends: it cannot run beside it, and must not be forgotten."""
    runs = []

    def run():
        runs.append(1)
        if len(runs) == 1:
            jobs._process()  # woken, and refused
        return False

    monkeypatch.setattr(jobs, "_run", run)
    monkeypatch.setattr(jobs.connection, "close", lambda: None)
    jobs._process()
    assert len(runs) == 2
    assert not jobs._news.is_set()


@pytest.mark.django_db
def test_the_sweep_of_each_minute_moves_the_journal_and_processes(monkeypatch, account, at):
    at(0)
    monkeypatch.setattr(jobs.connection, "close", lambda: None)
    monkeypatch.setattr(jobs, "_LINGER_SECONDS", 0)
    monkeypatch.setattr("tracuu.messaging.zalo.keeping.insert", _refuse)
    heard(text("một", "a1"))
    assert journal.count() == 1
    at(1)
    jobs.process_every_minute.call_local()
    assert journal.count() == 0
    account.refresh_from_db()
    assert account.heard_event == "user_send_text"


def _refuse(_rows, **_options):
    raise OperationalError


def test_the_queue_knows_the_jobs():
    names = {task.rpartition(".")[2] for task in queue._registry._registry}
    assert {
        "process_now", "process_every_minute", "sweep_zalo", "reconcile_followers",
    } <= names  # fmt: skip
