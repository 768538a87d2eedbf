"""What each event does."""

import datetime

import pytest

from tracuu.audit.models import Event as Deed
from tracuu.core.crypto import forget_loaded_keys, keys
from tracuu.core.keys import INDEX, SEALING, load_ring, write_ring
from tracuu.messaging.chat.content import open_said
from tracuu.messaging.contacts import rewrite_contacts
from tracuu.messaging.enums import Author, ChannelName
from tracuu.messaging.models import (
    ChatMessage,
    Contact,
    Conversation,
    Delivery,
    OfficialAccount,
    Watch,
    ZaloEvent,
    ZaloUser,
)
from tracuu.messaging.operations import WatchKeys, add_watch
from tracuu.messaging.resealing import reseal_chats
from tracuu.messaging.zalo.events import open_event, read_event, rewrite_events
from tracuu.messaging.zalo.users import find_or_add_user, find_user, user_id_of
from tracuu.webhooks import dispatch
from tracuu.webhooks.processing import process_due
from tracuu.webhooks.reading import read_said
from webhooks.calls import (
    HOA,
    NOON,
    TRI,
    bare,
    echo,
    follow,
    heard,
    info,
    phone_of,
    received,
    said,
    text,
    unfollow,
    withdraw,
)

pytestmark = pytest.mark.django_db
WATCH = WatchKeys(
    block_hash=1, person_hash=2, bare_hash=3, is_unmarked=False, proof_hash=None, key_id=1
)


def seconds(count: float) -> datetime.datetime:
    return NOON + datetime.timedelta(seconds=count)


@pytest.fixture
def hear(account, at):
    """Hear these events, and process them a second later."""
    now = [0.0]

    def hear_all(*events, later: float = 1.0):
        at(now[0])
        for event in events:
            heard(event)
        now[0] += later
        at(now[0])
        process_due()

    return hear_all


@pytest.fixture
def tri(account):
    return lambda: find_user(account, TRI)


@pytest.fixture
def told_so_far():
    """What the assistant said so far, each by its first words."""

    def heads():
        rows = ChatMessage.objects.filter(author=Author.ASSISTANT).order_by("pk")
        texts = [
            open_said(keys()[0], row.sealed, conversation_id=row.conversation_id).text
            for row in rows
        ]
        return [" ".join(text.split()[:3]) for text in texts]

    return heads


WELCOME, FOLLOWED = "Chào bạn. Đây", "Cảm ơn bạn"


# Saying


def test_who_writes_first_is_known_from_then_on(hear, tri):
    hear(text("Chào", "a1"))
    user = tri()
    assert (user.is_following, user.interacted_at, user_id_of(user)) == (False, NOON, TRI)
    assert (user.contact.channel, user.contact.state) == (ChannelName.ZALO, "confirmed")
    assert TRI.encode() not in bytes(user.contact.sealed)
    hear(text("Có ai không?", "a2", at=seconds(1)))
    assert ZaloUser.objects.count() == Contact.objects.count() == Conversation.objects.count() == 1
    assert tri().interacted_at == seconds(1)


@pytest.mark.parametrize(
    ("kind", "attachment", "payload"),
    [
        (
            "location",
            {"coordinates": {"latitude": "10.79", "longitude": "106.62"}},
            (("latitude", "10.79"), ("longitude", "106.62")),
        ),
        (
            "business_card",
            {"description": '{"phone": "84900000101", "qrCodeUrl": ""}', "url": ""},
            (("phone", "84900000101"),),
        ),
        ("image", {"url": "https://a.example/a.png", "thumbnail": "x"}, (("url", "https://a.example/a.png"),)),
        ("sticker", {"id": "7"}, ()),
        ("business_card", {"description": "{"}, ()),
        ("location", {"coordinates": None}, ()),
        ("file", None, ()),
    ],
)  # fmt: skip
def test_what_came_with_a_message(hear, kind, attachment, payload):
    attachments = [] if attachment is None else [{"type": kind, "payload": attachment}]
    body = said(kind, {"msg_id": "a1", "attachments": attachments})
    assert read_said(read_event(body, NOON), "key").payload == payload
    hear(body)
    row = ChatMessage.objects.get(author=Author.CITIZEN)
    kept = open_said(keys()[0], row.sealed, conversation_id=row.conversation_id)
    # A place is answered, a picture of papers is warned of; neither is kept.
    assert (kept.kind, kept.payload, kept.text) == (kind, (), "")
    assert row.external_id == "a1"


@pytest.mark.parametrize(
    "told",
    [
        {"name": "Trí", "phone": "84900000101", "user_dob": "17/05/1991",
         "full_address": {"address": "1 Độc Lập"}},
        {"name": "Trí", "phone": "0900 000 101", "address": "1 Độc Lập", "ward": ""},
        {"name": "Trí", "phone": 84900000101},
    ],
)  # fmt: skip
def test_the_number_of_the_form_is_kept_sealed_in_both_shapes(hear, tri, told):
    hear(info(told))
    user = tri()
    assert phone_of(user) == "84900000101"
    assert b"900000101" not in bytes(user.sealed_phone)
    row = ChatMessage.objects.get(author=Author.CITIZEN)
    kept = open_said(keys()[0], row.sealed, conversation_id=row.conversation_id)
    assert (kept.kind, kept.payload) == ("info", ())
    assert user.interacted_at == NOON


@pytest.mark.parametrize("told", [{"phone": "123"}, {"phone": ""}, {}, {"phone": ["x"]}, "x"])
def test_what_cannot_be_a_number_is_not_kept(hear, tri, told):
    hear(info(told))
    assert phone_of(tri()) == ""


def test_half_a_letter_in_a_message_keeps_nobody_waiting(hear):
    hear(text("xin ch\ud800ào", "a1"))
    assert ZaloEvent.objects.get().state == "done"
    assert ChatMessage.objects.filter(author=Author.CITIZEN).count() == 1


def test_the_windows_count_from_when_it_was_said(hear):
    """The call failed three times before it came through."""
    hear(later=7200)
    hear(text("Chào", "a1"))
    assert Conversation.objects.get().last_inbound_at == NOON


# Following


def test_following_leaving_and_coming_back(hear, tri, told_so_far):
    hear(follow())
    user = tri()
    assert (user.is_following, user.followed_at, user.interacted_at) == (True, NOON, NOON)
    assert told_so_far() == [WELCOME]
    hear(unfollow(at=seconds(60)))
    assert (tri().is_following, tri().unfollowed_at) == (False, seconds(60))
    hear(follow(at=seconds(120)))
    assert tri().is_following
    assert told_so_far() == [WELCOME], "greeted twice on one day"


def test_greeted_again_on_another_day(hear, told_so_far):
    hear(follow())
    hear(later=89_999)
    hear(unfollow(at=seconds(90_000)), follow(at=seconds(90_001)), later=2)
    assert told_so_far() == [WELCOME] * 2


def test_pressing_message_greets_and_following_then_says_what_it_brings(hear, tri, told_so_far):
    hear(bare("user_click_chatnow", user_id=TRI))
    hear(follow(at=seconds(1)))
    assert told_so_far() == [WELCOME, FOLLOWED]
    assert (tri().interacted_at, tri().is_following) == (seconds(1), True)


def test_a_word_that_comes_an_hour_late_undoes_nothing(hear, tri):
    hear(follow(at=seconds(0)), later=3600)
    hear(follow(at=seconds(3500)))
    hear(unfollow(at=seconds(-60)))
    assert tri().is_following
    hear(unfollow(at=seconds(3601)))
    hear(follow(at=seconds(-30)))
    assert not tri().is_following
    assert tri().interacted_at == seconds(3500)


def test_who_leaves_without_having_been_known_is_not_added(hear):
    hear(unfollow())
    assert not ZaloUser.objects.exists()


def test_who_blocked_us_and_writes_again_is_there_again(hear, tri):
    hear(text("a", "a1"))
    Contact.objects.update(state="gone")
    hear(text("b", "a2", at=seconds(1)))
    assert tri().contact.state == "confirmed"


# Being forgotten


def test_everything_of_a_person_goes_when_they_ask_for_it(hear, account, unit):
    hear(follow(), text("Nguyễn Hữu Trí", "a1"), info({"phone": "84900000101"}, at=seconds(0.1)))
    hear(text("Hoà", "b1", user=HOA), said("text", {"msg_id": "r1"}, user=HOA))
    user = find_or_add_user(account, TRI)
    add_watch(unit_id=unit.pk, contact=user.contact, keys=WATCH)
    # Kept for thirty days, because nobody knew what to do with it.
    hear({**said("text", {"msg_id": "m"}), "event_name": "user_reacted_message"})
    hear({**said("text", {"msg_id": "m"}, user=HOA), "event_name": "user_reacted_message"})
    heard(received("r9", at=seconds(9)))
    hear(withdraw(at=seconds(10)))
    assert find_user(account, TRI) is None
    assert find_user(account, HOA) is not None
    assert not Watch.objects.exists()
    assert Contact.objects.count() == Conversation.objects.count() == 1
    told = [open_event(row).user_id for row in ZaloEvent.objects.filter(sealed__isnull=False)]
    assert TRI not in told
    assert HOA in told
    assert not Delivery.objects.filter(contact=None, sealed__isnull=False).exists()
    deed = Deed.objects.get(action="zalo_data_erased")
    assert (deed.unit_id, deed.facts, deed.origin) == (unit.pk, {}, "zalo")


def test_an_account_that_was_left_forgets_people_all_the_same(hear, account):
    hear(text("a", "a1"))
    OfficialAccount.objects.update(state="stopped")
    hear(withdraw(at=seconds(5)))
    assert find_user(account, TRI) is None


def test_who_was_never_known_is_forgotten_without_a_word(hear):
    hear(withdraw())
    assert ZaloEvent.objects.get().state == "done"
    assert not Deed.objects.filter(action="zalo_data_erased").exists()


# The account


def test_a_consent_that_was_taken_back_is_for_a_chief(hear, account):
    hear(bare("permission_revoked"))
    account.refresh_from_db()
    assert (account.state, account.failure, account.failed_at) == (
        "broken", "permission_revoked", NOON,
    )  # fmt: skip


def test_not_if_it_was_given_again_since(hear, account):
    OfficialAccount.objects.update(connected_at=seconds(1))
    hear(bare("permission_revoked"))
    account.refresh_from_db()
    assert account.state == "connected"


# What the account said


def test_an_officer_who_answers_in_zalos_own_tool_makes_the_assistant_silent(hear):
    hear(text("Có ai không?", "a1"))
    hear(echo("Chào bạn, tôi là An.", "o1", admin_id="77", at=seconds(1)))
    conversation = Conversation.objects.get()
    assert (conversation.state, conversation.officer, conversation.waiting_since) == (
        "officer", None, None,
    )  # fmt: skip
    row = ChatMessage.objects.get(author=Author.OFFICER)
    kept = open_said(keys()[0], row.sealed, conversation_id=conversation.pk)
    assert (kept.text, row.external_id, row.delivery) == ("Chào bạn, tôi là An.", "o1", None)
    before = ChatMessage.objects.filter(author=Author.ASSISTANT).count()
    hear(text("Cảm ơn", "a2", at=seconds(2)))
    assert ChatMessage.objects.filter(author=Author.ASSISTANT).count() == before
    hear(echo("Chào bạn, tôi là An.", "o1", admin_id="77", at=seconds(1)))
    assert ChatMessage.objects.filter(author=Author.OFFICER).count() == 1


def test_our_own_words_that_come_back_are_nobodys_answer(hear):
    hear(text("Có ai không?", "a1"))
    hear(echo("Bạn cần gì?", "o1", at=seconds(1)))
    assert Conversation.objects.get().state == "assistant"
    assert not ChatMessage.objects.filter(author=Author.OFFICER).exists()


def test_receipts_are_handed_on_with_what_they_name(hear, account, monkeypatch):
    told = []
    monkeypatch.setattr(dispatch, "note_received", lambda **of: told.append(of) or True)
    monkeypatch.setattr(dispatch, "note_seen", lambda **of: told.append(of) or 1)
    monkeypatch.setattr(dispatch, "note_echo", lambda **of: told.append(of) or True)
    seen = {**said("text", {"msg_ids": ["m1", "m2"]}), "event_name": "user_seen_message"}
    zns = {
        **bare("user_received_message", at=seconds(2)),
        "sender": {"id": account.oa_id},
        "recipient": {"id": "84900000101"},
        "message": {"msg_id": "z1", "tracking_id": "d-7", "delivery_time": "1772427601500"},
    }
    del zns["oa_id"]
    hear(received("m1"), seen, zns, echo("a", "m3"))
    assert told == [
        {"account": account, "message_id": "m1", "tracking_id": "", "at": NOON},
        {"account": account, "message_ids": ["m1", "m2"], "at": NOON},
        {"account": account, "message_id": "z1", "tracking_id": "d-7",
         "at": datetime.datetime.fromtimestamp(1772427601.5, datetime.UTC)},
        {"account": account, "user_id": TRI, "message_id": "m3", "at": NOON, "text": "a"},
    ]  # fmt: skip
    assert not ZaloUser.objects.exists()
    assert set(ZaloEvent.objects.values_list("state", flat=True)) == {"done"}


# Keys


def test_a_rotation_takes_events_and_numbers_along(hear, account, own_keys, tri):
    hear(info({"phone": "84900000101"}), bare("something_new", user_id=TRI))
    for name in (SEALING, INDEX):
        write_ring(own_keys, name, load_ring(own_keys, name).with_new_key())
    forget_loaded_keys()
    rewrite_contacts(100)
    assert rewrite_events(1) == 1
    assert reseal_chats(1) > 1
    for name in (SEALING, INDEX):
        write_ring(own_keys, name, load_ring(own_keys, name).without_retired())
    forget_loaded_keys()
    assert phone_of(tri()) == "84900000101"
    assert open_event(ZaloEvent.objects.get(name="something_new")).user_id == TRI
    hear(withdraw(at=seconds(5)))
    assert not ZaloEvent.objects.filter(name="something_new").exists()
