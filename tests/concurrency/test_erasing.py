"""A person is erased while a turn, an officer's answer or a list is about to say something to them.

Each begins with other rows; that all take them in one order shows only where rows are locked, on
PostgreSQL. The other begins when the first holds its first lock, and the first goes on when the other
waits for it: in the wrong order that is a deadlock each time, not now and then.
"""

import contextlib
import threading

import pytest
from django.db import connection, transaction

from chatting import asks, last_message, make_citizen, writes
from factories import make_officer, make_unit
from tracuu.accounts.enums import Role
from tracuu.audit.operations import Actor
from tracuu.messaging.chat.content import Outgoing
from tracuu.messaging.chat.handing_over import answer
from tracuu.messaging.chat.speaking import say
from tracuu.messaging.contacts import erase_contact, erase_watch, stop_contact
from tracuu.messaging.enums import Kind
from tracuu.messaging.models import Contact, Conversation, Delivery, ZaloUser
from tracuu.messaging.operations import WatchKeys, add_watch, queue
from tracuu.messaging.zalo.users import hold_user, touch, user_id_of

pytestmark = pytest.mark.django_db(transaction=True)
needs_row_locks = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="SQLite has one writer"
)
WATCH = WatchKeys(
    block_hash=1, person_hash=2, bare_hash=3, is_unmarked=False, proof_hash=None, key_id=1
)
_WAITS = "SELECT count(*) FROM pg_locks WHERE NOT granted"


class Other(threading.Thread):
    """Does it on a connection of its own, and remembers how that ended."""

    def __init__(self, deed):
        super().__init__(daemon=True)
        self._deed = deed
        self.error = None

    def run(self):
        try:
            self._deed()
        except Exception as error:  # noqa: BLE001 (told to the test)
            self.error = error
        finally:
            connection.close()


@contextlib.contextmanager
def meanwhile(deed):
    """The other has begun when the block goes on, and waits for us if it has to; both end well."""
    other = Other(deed)
    yield lambda: (other.start(), _wait(other))
    other.join(timeout=30)
    assert not other.is_alive()
    assert other.error is None, other.error


def _wait(other):
    """Until it waits for a lock, or is done."""
    with connection.cursor() as cursor:
        while other.is_alive():
            cursor.execute(_WAITS)
            if cursor.fetchone()[0]:
                return
            other.join(timeout=0.01)


@pytest.fixture
def unit():
    return make_unit()


@pytest.fixture
def contact(unit):
    contact = make_citizen(unit)
    writes(contact, "Chào")
    return contact


def is_gone(contact):
    return not (
        Contact.objects.filter(pk=contact.pk).exists()
        or Conversation.objects.exists()
        or Delivery.objects.filter(contact__isnull=False).exists()
    )


@needs_row_locks
@pytest.mark.parametrize("is_blocked", [False, True])
def test_a_turn_and_an_erasure(unit, contact, is_blocked):
    """With `is_blocked`, of somebody who had blocked us: then a turn changes the contact too."""
    if is_blocked:
        Contact.objects.update(state="gone")
    user = ZaloUser.objects.select_related("account", "contact").get()
    with meanwhile(lambda: erase_contact(contact)) as begins, transaction.atomic():
        held = ZaloUser.objects.select_for_update(no_key=True).get(pk=user.pk)
        begins()
        touch(ZaloUser.objects.select_related("contact").get(pk=held.pk), user.created_at)
        conversation = Conversation.objects.select_for_update().get(contact=contact)
        say(conversation=conversation, outgoing=Outgoing("Chào bạn"))
    assert is_gone(contact)


@needs_row_locks
def test_an_officers_answer_and_an_erasure(unit):
    conversation = asks(unit)
    contact = conversation.contact
    an = make_officer("an@tan-phu.example", "Nguyễn Văn An", unit, Role.CHIEF)
    with meanwhile(lambda: erase_contact(contact)) as begins, transaction.atomic():
        Conversation.objects.select_for_update().get(pk=conversation.pk)
        begins()
        answer(
            unit=unit, number=conversation.pk, actor=Actor(an.pk, "192.0.2.1"),
            outgoing=Outgoing("Mời bạn đến quầy 2."), seen=last_message(conversation),
        )  # fmt: skip
    assert is_gone(contact)


@needs_row_locks
def test_a_message_about_a_card_and_an_erasure(unit, contact):
    with meanwhile(lambda: erase_contact(contact)) as begins, transaction.atomic():
        Contact.objects.select_for_update(no_key=True).get(pk=contact.pk)
        begins()
        assert queue(contact=contact, unit_id=unit.pk, kind=Kind.READY, event="list:1", person=7)
    assert is_gone(contact)


@needs_row_locks
def test_the_last_watch_and_a_mailbox_that_is_gone(unit, contact):
    watch = add_watch(unit_id=unit.pk, contact=contact, keys=WATCH)
    with meanwhile(lambda: erase_watch(contact, watch.pk)) as begins, transaction.atomic():
        Contact.objects.select_for_update(no_key=True).get(pk=contact.pk)
        begins()
        stop_contact(contact)
    assert not contact.watches.exists()


@needs_row_locks
def test_who_is_erased_between_the_question_and_the_lock_is_somebody_new(unit, contact):
    """An event that finds its person, and then waits for whoever erases them."""
    user = ZaloUser.objects.select_related("account", "contact").get()
    # As `find_or_add_user` would have made the address, so that the person is found by it.
    account, user_id = user.account, user_id_of(user)
    erase_contact(contact)
    known = hold_in_transaction(account, user_id)
    found = []

    def acts():
        with transaction.atomic():
            found.append(hold_user(account, user_id, known.created_at).pk)

    with meanwhile(acts) as begins, transaction.atomic():
        erase_contact(known.contact)
        begins()
    assert found != [known.pk]
    assert ZaloUser.objects.filter(pk=found[0]).exists()


def hold_in_transaction(account, user_id):
    with transaction.atomic():
        return hold_user(account, user_id, account.connected_at)
