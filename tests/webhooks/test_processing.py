"""In order within a conversation, once, with everything or nothing, and never blocked for ever."""

import datetime
import random

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tracuu.core.crypto import keys
from tracuu.messaging.chat.content import open_said
from tracuu.messaging.enums import Author, EventPriority, EventState
from tracuu.messaging.models import ChatMessage, OfficialAccount, ZaloEvent, ZaloUser
from tracuu.messaging.zalo.event_queue import (
    LEASE,
    MOST_ATTEMPTS,
    MOST_DEATHS,
    LeaseLost,
    claim,
    count_backlog,
    find_next_turn,
    free_leases,
    give_back,
    list_failures,
    retry_failed,
    settle,
    try_again,
)
from tracuu.messaging.zalo.events import GRACE, sweep_events
from tracuu.webhooks import dispatch
from tracuu.webhooks.processing import process_due
from webhooks.calls import HOA, NOON, TRI, bare, echo, follow, heard, received, said, text

pytestmark = pytest.mark.django_db
CONVERSATION, REST = EventPriority.CONVERSATION, EventPriority.REST


def seconds(count: float) -> datetime.datetime:
    return NOON + datetime.timedelta(seconds=count)


def words(author: Author = Author.CITIZEN) -> list[str]:
    """What was said, in the order in which it was heard."""
    sealer = keys()[0]
    return [
        open_said(sealer, row.sealed, conversation_id=row.conversation_id).text
        for row in ChatMessage.objects.filter(author=author).order_by("pk")
    ]


def states() -> dict[str, str]:
    return dict(ZaloEvent.objects.values_list("key", "state"))


def test_a_message_is_heard_answered_and_forgotten(account, at):
    at(0)
    heard(text("Nguyễn Hữu Trí", "a1"))
    at(1)
    assert process_due() == 1
    row = ZaloEvent.objects.get()
    assert (row.state, row.sealed, row.lease_until, row.account) == ("done", None, None, account)
    assert words() == ["Nguyễn Hữu Trí"]
    assert ChatMessage.objects.filter(author=Author.ASSISTANT).exists()
    assert process_due() == 0


def test_what_took_a_longer_way_still_goes_first(account, at):
    """Sent one after the other, received the other way round, within the grace."""
    at(0.2)
    heard(text("hai", "a2", at=seconds(0.1)))
    assert claim(CONVERSATION, 10) == []
    at(0.3)
    heard(text("một", "a1", at=seconds(0.0)))
    at(1)
    process_due()
    assert words() == ["một", "hai"]


def test_what_was_long_under_way_waits_no_more(account, at):
    at(5)
    heard(text("một", "a1", at=seconds(0)))
    assert len(claim(CONVERSATION, 10)) == 1


def test_a_clock_that_is_ahead_holds_nobody_up(account, at):
    at(0)
    heard(text("một", "a1", at=seconds(200)))
    at(GRACE.total_seconds())
    assert len(claim(CONVERSATION, 10)) == 1


def test_of_a_conversation_one_is_taken_at_a_time_and_others_do_not_wait(account, at):
    at(0)
    for number in range(1, 4):
        heard(text(f"{number}", f"a{number}", at=seconds(number / 1000)))
    heard(text("Hoà", "b1", user=HOA, at=seconds(0.01)))
    at(2)
    first = claim(CONVERSATION, 10)
    assert [row.key for row in first] == ["user_send_text:a1", "user_send_text:b1"]
    assert claim(CONVERSATION, 10) == []
    settle(first[0], EventState.DONE, account=account)
    assert [row.key for row in claim(CONVERSATION, 10)] == ["user_send_text:a2"]


def test_any_order_of_arrival_is_heard_in_the_order_of_sending(account, at):
    rng = random.Random(7)
    events = [
        text(f"{name} {number}", f"{user}-{number}", user=user, at=seconds(number / 1000))
        for name, user in (("Trí", TRI), ("Hoà", HOA))
        for number in range(40)
    ]
    rng.shuffle(events)
    at(0.1)
    for event in events:
        heard(event)
    at(1)
    process_due()
    for name in ("Trí", "Hoà"):
        assert [one for one in words() if one.startswith(name)] == [
            f"{name} {number}" for number in range(40)
        ]


def test_what_is_reported_of_our_own_messages_comes_after_what_people_say(account, at):
    at(0)
    for number in range(30):
        heard(received(f"r{number}"))
    heard(text("Chào", "a1"))
    at(1)
    assert [row.key for row in claim(CONVERSATION, 10)] == ["user_send_text:a1"]
    assert len(claim(REST, 100)) == 30


def test_a_fault_is_tried_again_and_holds_up_its_own_conversation_only(account, at, monkeypatch):
    real = dispatch.take_turn
    broken = {"a1"}

    def turn(*, user, incoming):
        real(user=user, incoming=incoming)
        if incoming.external_id in broken:
            raise RuntimeError("Nguyễn Hữu Trí")

    monkeypatch.setattr(dispatch, "take_turn", turn)
    at(0)
    heard(text("một", "a1", at=seconds(0)))
    heard(text("hai", "a2", at=seconds(0.001)))
    heard(text("Hoà", "b1", user=HOA))
    at(1)
    process_due()
    assert words() == ["Hoà"]  # nothing of what failed stays
    row = ZaloEvent.objects.get(key="user_send_text:a1")
    assert (row.state, row.failure, row.attempts) == ("new", "RuntimeError", 1)
    assert find_next_turn() == row.not_before > seconds(1)
    broken.clear()
    at(10)
    process_due()
    assert words() == ["Hoà", "một", "hai"]


def test_what_fails_for_good_is_kept_for_an_operator_and_lets_the_others_pass(
    account, at, monkeypatch, caplog
):
    real = dispatch.take_turn

    def turn(*, user, incoming):
        if incoming.text == "một":
            raise RuntimeError("Nguyễn Hữu Trí")
        real(user=user, incoming=incoming)

    monkeypatch.setattr(dispatch, "take_turn", turn)
    at(0)
    heard(text("một", "a1", at=seconds(0)))
    heard(text("hai", "a2", at=seconds(0.001)))
    waited = 0
    for _ in range(MOST_ATTEMPTS):
        waited += 200
        at(waited)
        process_due()
    row = ZaloEvent.objects.get(key="user_send_text:a1")
    assert (row.state, row.attempts, row.sealed is None) == ("failed", MOST_ATTEMPTS, False)
    assert words() == ["hai"]
    assert (count_backlog().failed, count_backlog().waiting) == (1, 0)
    assert list_failures() == [("user_send_text", "RuntimeError", 1)]
    assert "zalo_event_fault" in caplog.text
    assert "Trí" not in caplog.text
    monkeypatch.setattr(dispatch, "take_turn", real)
    assert retry_failed() == 1
    process_due()
    assert words() == ["hai", "một"]


def test_everybody_waits_three_minutes_at_most_for_one_that_fails(account, at):
    at(0)
    heard(text("một", "a1"))
    waited, now = datetime.timedelta(), seconds(1)
    for _ in range(MOST_ATTEMPTS):
        at((now - NOON).total_seconds())
        (row,) = claim(CONVERSATION, 1)
        try_again(row, "x")
        row.refresh_from_db()
        if row.state == EventState.FAILED:
            break
        waited += row.not_before - now
        now = row.not_before
    assert row.state == EventState.FAILED
    assert waited < datetime.timedelta(minutes=5)


def test_one_that_fails_in_a_crowd_takes_no_other_along(account, at, monkeypatch):
    def note(*, message_id, **_more):
        if message_id == "r1":
            raise RuntimeError
        ZaloUser.objects.filter(pk=0).update(is_following=True)
        return True

    monkeypatch.setattr(dispatch, "note_received", note)
    at(0)
    for number in range(3):
        heard(received(f"r{number}"))
    at(1)
    process_due()
    assert states() == {
        "user_received_message:r0": "done",
        "user_received_message:r1": "new",
        "user_received_message:r2": "done",
    }


def test_what_a_dead_worker_held_is_taken_again(account, at):
    at(0)
    heard(text("một", "a1"))
    at(1)
    assert len(claim(CONVERSATION, 10)) == 1
    process_due()
    assert words() == []
    at(1 + LEASE.total_seconds() + 1)
    process_due()
    assert words() == ["một"]


def test_what_kills_every_worker_is_given_up(account, at):
    at(0)
    heard(text("một", "a1"))
    for death in range(MOST_DEATHS):
        at(1 + death * 60)
        assert len(claim(CONVERSATION, 10)) == 1
        at(1 + death * 60 + 50)
        free_leases()
    assert ZaloEvent.objects.get().state == "failed"
    assert list_failures() == [("user_send_text", "died", 1)]


def test_who_lost_the_lease_keeps_nothing_of_it(account, at):
    at(0)
    heard(text("một", "a1"))
    at(1)
    (late,) = claim(CONVERSATION, 10)
    at(60)
    free_leases()
    (mine,) = claim(CONVERSATION, 10)
    with pytest.raises(LeaseLost), transaction.atomic():
        settle(late, EventState.DONE, account=account)
    settle(mine, EventState.DONE, account=account)
    try_again(late, "x")
    assert ZaloEvent.objects.get().state == "done"


def test_what_was_given_back_is_not_one_try_nearer_to_its_end(account, at):
    at(0)
    heard(text("một", "a1"))
    at(1)
    give_back(claim(CONVERSATION, 10))
    row = ZaloEvent.objects.get()
    assert (row.state, row.attempts) == ("new", 0)


def test_a_body_that_does_not_open_is_given_up_at_once(account, at):
    at(0)
    heard(text("một", "a1"))
    ZaloEvent.objects.update(sealed=b"\x00" * 64)
    at(1)
    process_due()
    row = ZaloEvent.objects.get()
    assert (row.state, row.failure) == ("failed", "seal_broken")


def test_an_account_is_heard_of_now_and_then_not_at_every_event(account, at):
    for moment in (0, 3, 9, 11):
        at(moment)
        heard(text("a", f"m{moment}", at=seconds(moment)))
        at(moment + 0.5)
        process_due()
        account.refresh_from_db()
        assert account.heard_at == (seconds(0) if moment < 10 else seconds(11))
    assert account.heard_event == "user_send_text"


def test_events_of_an_account_that_is_not_ours_are_kept_and_nothing_more(at, unit):
    at(0)
    heard(text("một", "a1"))
    at(1)
    process_due()
    assert states() == {"user_send_text:a1": "skipped"}
    assert not ZaloUser.objects.exists()


def test_an_account_that_was_left_hears_nobody(account, at):
    OfficialAccount.objects.update(state="stopped")
    heard(text("một", "a1"))
    heard(follow())
    at(1)
    process_due()
    assert set(states().values()) == {"skipped"}
    assert not ZaloUser.objects.exists()


@pytest.mark.parametrize(
    "event",
    [
        bare("user_join_group", group_id="1", users=[]),
        bare("add_user_to_tag", tag={"user_ids": [TRI], "name": "x"}),
        bare("something_new_of_zalo", user_id=TRI),
        bare("shop_has_order"),
        {**said("group_text", {"msg_id": "g1", "text": "a"}), "group_id": "1"},
        {
            **said("text", {"msg_id": "n1", "text": "a", "conversation_id": "c"}),
            "event_name": "anonymous_send_text",
        },
        {**echo("a", "o1", admin_id="9"), "event_name": "oa_send_anonymous_text"},
        {**echo("a", "o1", admin_id="9"), "event_name": "oa_send_group_text"},
        {**said("text", {"msg_id": "r1", "react_icon": "x"}), "event_name": "user_reacted_message"},
        {**received("z1"), "event_name": "user_feedback"},
        bare("change_template_status", template_id="1"),
        bare("other"),
    ],
)
def test_what_is_not_ours_to_do_is_kept_and_counted_never_an_error(account, at, event):
    heard(event)
    at(1)
    process_due()
    row = ZaloEvent.objects.get()
    assert (row.state, row.failure, row.sealed is None) == ("skipped", "", False)
    assert not ZaloUser.objects.exists()


def test_events_are_forgotten_when_their_time_is_over(account, at):
    day = 86400
    at(0)
    heard(text("một", "a1"))
    heard(bare("something_new"))
    at(1)
    process_due()
    at(8 * day)
    heard(bare("something_newer", at=seconds(8 * day)))
    assert sweep_events(limit=1) == 1
    assert set(ZaloEvent.objects.values_list("name", flat=True)) == {
        "something_new", "something_newer",
    }  # fmt: skip
    at(31 * day)
    assert sweep_events() == 1
    assert ZaloEvent.objects.get().name == "something_newer"


def test_a_report_that_comes_before_our_sender_has_written_is_looked_at_once_more(
    account, at, monkeypatch
):
    known = []

    def note(*, message_id, **_more):
        return message_id in known

    monkeypatch.setattr(dispatch, "note_received", note)
    at(0)
    heard(received("m1"))
    heard(received("m2"))
    at(1)
    assert process_due() == 2
    assert set(states().values()) == {"new"}
    assert find_next_turn() == seconds(16)
    known.append("m1")
    at(17)
    assert process_due() == 2
    assert set(states().values()) == {"done"}
    assert not ZaloEvent.objects.filter(sealed__isnull=False).exists()


def test_a_claim_reads_the_index_of_those_that_wait(account, at):
    """However many events were done before: the partial indexes hold only the others."""
    at(0)
    heard(text("một", "a1"))
    at(1)
    with CaptureQueriesContext(connection) as asked:
        claim(CONVERSATION, 10)
    (sql,) = [each["sql"] for each in asked if each["sql"].strip().startswith("UPDATE")]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(f"EXPLAIN {sql}")
        else:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        plan = " ".join(str(row) for row in cursor.fetchall())
    assert "zalo_event_next" in plan
    assert "zalo_event_order" in plan
