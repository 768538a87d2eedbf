"""An OA that one unit leaves and another connects: what people left with the first stays the first's."""

import datetime
from importlib import import_module

import pytest
from django.apps import apps

from connected_zalo import AN, connect_unit, consent
from emulated_zalo import OA
from factories import make_unit
from tracuu.core import clock
from tracuu.messaging.chat.content import Outgoing
from tracuu.messaging.chat.handing_over import answer
from tracuu.messaging.chat.inbox import Shown, list_conversations
from tracuu.messaging.chat.windows import WindowKind, window_of
from tracuu.messaging.contacts import open_contact
from tracuu.messaging.enums import AccountState
from tracuu.messaging.errors import AccountNotConnected, AnswerNotPossible
from tracuu.messaging.models import Contact, Conversation, OfficialAccount, ZaloEvent, ZaloUser
from tracuu.messaging.operations import WatchKeys, add_watch
from tracuu.messaging.zalo.accounts import connect, disconnect, find_holder
from tracuu.messaging.zalo.oauth import new_verifier
from tracuu.messaging.zalo.users import find_or_add_user, find_user, user_id_of
from tracuu.webhooks.processing import process_due
from webhooks.calls import heard, text, withdraw
from zalo_emulator.world import user_id_of as id_of

pytestmark = pytest.mark.django_db
TRI = id_of(OA, "tri")
SECOND = datetime.timedelta(seconds=1)
WATCH = WatchKeys(
    block_hash=1, person_hash=2, bare_hash=3, is_unmarked=False, proof_hash=None, key_id=1
)


@pytest.fixture
def other():
    return make_unit("quan-10", "Công an Quận 10")


def hears(*events):
    """Heard and processed, a second later."""
    for event in events:
        heard(event)
    with clock.stopped_at(clock.now() + SECOND):
        process_due()


def says(words, number, seconds=0):
    return text(words, f"m{number}", at=clock.now() + seconds * SECOND, user=TRI, oa=OA)


def move(zalo, unit, other):
    disconnect(unit=unit, actor=AN)
    return connect_unit(zalo, other, OA)


def words_of(unit):
    return [row.last.text for row in list_conversations(unit, Shown.ALL, 0) if row.last]


def test_another_unit_connects_what_the_first_has_left(zalo, account, unit, other):
    moved = move(zalo, unit, other)
    assert (moved.unit, moved.state) == (other, AccountState.CONNECTED)
    assert find_holder(OA) == moved
    account.refresh_from_db()
    assert (account.unit, account.state, account.sealed) == (unit, AccountState.STOPPED, None)


def test_not_while_the_first_has_it(zalo, account, unit, other):
    OfficialAccount.objects.update(state=AccountState.BROKEN)
    verifier = new_verifier()
    code = consent(zalo, OA, verifier=verifier)
    with pytest.raises(AccountNotConnected, match="taken"):
        connect(unit=other, oa_id=OA, code=code, verifier=verifier, actor=AN)
    OfficialAccount.objects.update(state=AccountState.CONNECTED)
    moved = move(zalo, unit, other)
    verifier = new_verifier()
    code = consent(zalo, OA, verifier=verifier)
    with pytest.raises(AccountNotConnected, match="taken"):  # and back only likewise
        connect(unit=unit, oa_id=OA, code=code, verifier=verifier, actor=AN)
    assert find_holder(OA) == moved


def test_neither_unit_reads_what_people_wrote_to_the_other(zalo, account, unit, other):
    hears(says("Nhắn Tân Phú", 1))
    moved = move(zalo, unit, other)
    hears(says("Nhắn Quận 10", 2))
    assert words_of(unit) == ["Nhắn Tân Phú"]
    assert words_of(other) == ["Nhắn Quận 10"]
    before, after = find_user(account, TRI), find_user(moved, TRI)
    assert before.pk != after.pk
    assert (user_id_of(before), user_id_of(after)) == (TRI, TRI)
    assert open_contact(before.contact).secret != open_contact(after.contact).secret


def test_what_was_said_to_the_first_and_comes_late_is_not_the_others(zalo, account, unit, other):
    said = says("Nhắn Tân Phú", 1)
    move(zalo, unit, other)
    with clock.stopped_at(clock.now() + 60 * SECOND):  # Zalo tries again
        hears(said)
    assert words_of(other) == []
    assert ZaloEvent.objects.get().state == "skipped"


def test_so_it_is_with_a_unit_that_left_before_the_upgrade(zalo, account, unit, other):
    said = says("Nhắn Tân Phú", 1)
    disconnect(unit=unit, actor=AN)
    OfficialAccount.objects.update(left_at=None)  # as it was left then
    upgrade = import_module("tracuu.messaging.migrations.0010_accounts_move_and_forget")
    upgrade.say_when_left(apps, None)
    connect_unit(zalo, other, OA)
    with clock.stopped_at(clock.now() + 60 * SECOND):
        hears(said)
    assert words_of(other) == []
    assert OfficialAccount.objects.get(unit=other).left_at is None


def test_a_unit_that_left_says_so_instead_of_answering_nobody(zalo, account, unit, other):
    hears(says("Có ai không?", 1))
    conversation = Conversation.objects.get()
    move(zalo, unit, other)
    assert window_of(conversation).kind is WindowKind.LEFT
    with pytest.raises(AnswerNotPossible, match="ngắt kết nối"):
        answer(unit=unit, number=conversation.pk, actor=AN, outgoing=Outgoing("Chào"), seen=10**9)


def test_the_first_unit_knows_its_people_again_when_it_comes_back(zalo, account, unit, other):
    hears(says("Nhắn Tân Phú", 1))
    known = find_user(account, TRI)
    add_watch(unit_id=unit.pk, contact=known.contact, keys=WATCH)
    move(zalo, unit, other)
    hears(says("Nhắn Quận 10", 2))
    disconnect(unit=other, actor=AN)
    again = connect_unit(zalo, unit, OA)
    assert find_user(again, TRI) == known
    assert known.contact.watches.count() == 1
    hears(says("Nhắn lại Tân Phú", 3))
    assert words_of(unit) == ["Nhắn lại Tân Phú"]
    assert words_of(other) == ["Nhắn Quận 10"]
    assert ZaloUser.objects.count() == 2


def test_who_asks_to_be_forgotten_is_forgotten_at_both(zalo, account, unit, other):
    hears(says("Nhắn Tân Phú", 1))
    moved = move(zalo, unit, other)
    hears(says("Nhắn Quận 10", 2))
    hears(withdraw(at=clock.now() + SECOND, user=TRI) | {"oa_id": OA})
    assert not Contact.objects.exists()
    assert not Conversation.objects.exists()
    assert not ZaloEvent.objects.filter(sealed__isnull=False).exists()
    assert (find_user(account, TRI), find_user(moved, TRI)) == (None, None)


def test_of_an_oa_that_all_have_left_people_can_still_be_forgotten(zalo, account, unit, other):
    find_or_add_user(account, TRI)
    move(zalo, unit, other)
    disconnect(unit=other, actor=AN)
    hears(withdraw(user=TRI) | {"oa_id": OA})
    assert not Contact.objects.exists()
