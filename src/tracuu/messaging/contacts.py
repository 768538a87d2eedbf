"""Contacts: added, confirmed, found again by their owner, and erased."""

import datetime
import json
from dataclasses import dataclass
from urllib.parse import urlsplit

import msgpack
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from tracuu.core import clock
from tracuu.core.crypto import BlindIndex, Sealer, keys
from tracuu.core.ids import reserve_ids
from tracuu.core.receipt_codes import new_code, read_code
from tracuu.messaging.enums import ChannelName, ContactState, DeliveryState, Kind
from tracuu.messaging.errors import ContactNotUnderstood
from tracuu.messaging.models import ChatMessage, Contact, Conversation, Delivery, Watch, ZaloUser
from tracuu.messaging.rules import CONFIRM_HOURS, IDLE_DAYS
from tracuu.units.wording import unit_name

_LONGEST_ADDRESS = 160
_DOTLESS = frozenset({"gmail.com", "googlemail.com"})
_LONGEST_SUBSCRIPTION = 2000
_UNSENT = (
    DeliveryState.WAITING,
    DeliveryState.QUEUED,
    DeliveryState.SENDING,
    DeliveryState.DEAD,
)
# Where browsers let push messages be sent; a form that names another host would make us call it.
_PUSH_HOSTS = (
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    ".push.apple.com",
    ".notify.windows.com",
)


@dataclass(frozen=True, slots=True, repr=False)
class OpenContact:
    """What is sealed of a contact: where it is, and the owner's secret."""

    address: str
    secret: str


def add_contact(*, channel: ChannelName, address: str, language: str) -> tuple[Contact, str]:
    """The contact of this address and its owner's secret; the same again when it was added before.

    `address` is what was typed: an e-mail address, a browser's subscription as JSON, nothing for a
    code on paper; on Zalo what `zalo.users` made of two ids, never what anybody typed. Raises
    `ContactNotUnderstood`. A contact that was gone may try again.
    """
    plain = read_address(channel, address)
    try:
        with transaction.atomic():
            return _known(channel, plain) or _added(channel, plain, language)
    except IntegrityError:  # another request added it meanwhile
        known = _known(channel, plain)
        if known is None:
            raise
        return known


def _known(channel: ChannelName, plain: str) -> tuple[Contact, str] | None:
    sealer = keys()[0]
    known = _find_by_address(channel, plain) if plain else None
    if known is None:
        return None
    if known.state != ContactState.CONFIRMED:
        is_asked = channel is ChannelName.EMAIL
        known.state = ContactState.NEW if is_asked else ContactState.CONFIRMED
        known.created_at = clock.now()  # the time to confirm begins anew
        known.save(update_fields=["state", "created_at"])
    return known, open_contact(known, sealer).secret


def _added(channel: ChannelName, plain: str, language: str) -> tuple[Contact, str]:
    sealer, index = keys()
    secret = new_code()
    contact_id = reserve_ids("contact", 1)[0]
    is_held = channel is not ChannelName.EMAIL
    now = clock.now()
    contact = Contact.objects.create(
        id=contact_id,
        channel=channel,
        # A browser asked its owner before it gave a subscription, and paper is in their hand.
        state=ContactState.CONFIRMED if is_held else ContactState.NEW,
        sealed=seal_contact(sealer, contact_id, plain, secret),
        address_hash=_address_hash(index, channel, plain) if plain else None,
        secret_hash=_secret_hash(index, secret),
        language=language,
        index_key_id=index.active,
        sealing_key_id=sealer.active,
        created_at=now,
        confirmed_at=now if is_held else None,
    )
    return contact, secret


def open_contact(contact: Contact, sealer: Sealer | None = None) -> OpenContact:
    """What is sealed of it; raises `SealBroken`."""
    return open_sealed(contact.sealed, contact.pk, sealer or keys()[0])


def open_sealed(sealed: bytes | memoryview, contact_id: int, sealer: Sealer) -> OpenContact:
    """What is sealed of the contact of this id; raises `SealBroken`."""
    return OpenContact(*msgpack.unpackb(sealer.open(bytes(sealed), _context(contact_id))))


def find_contact(typed_secret: str) -> Contact | None:
    """The contact whose owner holds this secret, however it was typed, or None."""
    secret = read_code(typed_secret)
    if secret is None:
        return None
    index = keys()[1]
    hashes = [_secret_hash(index, secret, key_id) for key_id in index.key_ids]
    return Contact.objects.filter(secret_hash__in=hashes).first()


def find_secret_of_browser(subscription: str) -> str | None:
    """The owner's secret of the contact that this browser is, or None.

    A subscription holds a key that nobody but the browser and we know: who has it is the owner.
    """
    try:
        plain = read_address(ChannelName.PUSH, subscription)
    except ContactNotUnderstood:
        return None
    contact = _find_by_address(ChannelName.PUSH, plain)
    return open_contact(contact).secret if contact else None


@transaction.atomic
def confirm_contact(contact: Contact) -> None:
    """Its owner wants the messages: what waits for that is queued now."""
    Contact.objects.filter(pk=contact.pk).update(
        state=ContactState.CONFIRMED, confirmed_at=clock.now()
    )
    Delivery.objects.filter(contact=contact, state=DeliveryState.WAITING).update(
        state=DeliveryState.QUEUED
    )
    contact.refresh_from_db()


@transaction.atomic
def erase_contact(contact: Contact) -> None:
    """Nothing of it stays but the codes of messages that went out, which name nobody.

    The locks are taken in the order of a turn and of an officer's answer (person, conversation,
    contact): in another one the two would each wait for what the other holds.
    """
    if not _hold_whole(contact):
        return
    behind = _next_of(contact)
    _drop_unsent(Delivery.objects.filter(contact=contact))
    Delivery.objects.filter(contact=contact).update(contact=None, person=0, sealed=None)
    contact.delete()
    if behind is not None:
        erase_if_idle(behind)


@transaction.atomic
def erase_if_idle(contact: Contact) -> None:
    """Erase it when it watches for nobody, stands behind nobody on Zalo, and has no messages of its own:
    those are for `sweep_idle`, for they may have to be put right.
    """
    if not _hold_whole(contact):
        return
    own = contact.deliveries.exclude(kind=Kind.CONFIRM)
    if not (contact.watches.exists() or contact.stands_behind.exists() or own.exists()):
        erase_contact(contact)


def _next_of(contact: Contact) -> Contact | None:
    if contact.channel != ChannelName.ZALO:
        return None
    return Contact.objects.filter(stands_behind=contact.pk).first()


@transaction.atomic
def erase_before(contact: Contact, at: datetime.datetime) -> None:
    """What was said and asked for until then goes as by `erase_contact`, and nothing since.

    When a telephone number or an address was left is not known: they go, and are asked for again.
    """
    if not _hold_whole(contact):
        return
    Watch.objects.filter(contact=contact, created_at__lte=at).delete()
    ChatMessage.objects.filter(conversation__contact=contact, created_at__lte=at).delete()
    deliveries = Delivery.objects.filter(contact=contact, created_at__lte=at)
    _drop_unsent(deliveries)
    deliveries.update(contact=None, person=0, sealed=None)
    behind = _next_of(contact)
    ZaloUser.objects.filter(pk=contact.pk).update(sealed_phone=None, next_contact=None)
    if behind is not None:
        erase_if_idle(behind)


def _hold_whole(contact: Contact) -> bool:
    """Lock a contact and all that hangs on it until the transaction ends; False when it is gone."""
    on_zalo = models.Q(pk=contact.pk) | models.Q(next_contact=contact.pk)
    list(ZaloUser.objects.select_for_update().filter(on_zalo).order_by("pk").values_list("pk"))
    list(Conversation.objects.select_for_update().filter(contact_id=contact.pk).values_list("pk"))
    return bool(Contact.objects.select_for_update().filter(pk=contact.pk).values_list("pk"))


@transaction.atomic
def erase_watch(contact: Contact, watch_id: int) -> bool:
    """End one watch of this contact, and the contact with its last one; False when there is none.

    On Zalo the person stays: they follow, or are in the middle of a talk.
    """
    # Before its watches, as everywhere.
    list(Contact.objects.select_for_update(no_key=True).filter(pk=contact.pk).values_list("pk"))
    count, _by_model = Watch.objects.filter(contact=contact, pk=watch_id).delete()
    is_over = count and not contact.watches.exists() and not contact.stands_behind.exists()
    if is_over and contact.channel != ChannelName.ZALO:
        erase_contact(contact)
    return bool(count)


@transaction.atomic
def stop_contact(contact: Contact) -> None:
    """Nobody is at this address any more: its watches end, what was not sent is dropped."""
    Contact.objects.filter(pk=contact.pk).update(state=ContactState.GONE)
    Watch.objects.filter(contact=contact).delete()
    _drop_unsent(Delivery.objects.filter(contact=contact))


def sweep_unconfirmed(limit: int = 1000) -> int:
    """Erase contacts whose owner did not confirm in time; how many."""
    before = clock.now() - datetime.timedelta(hours=CONFIRM_HOURS)
    late = Contact.objects.filter(state=ContactState.NEW, created_at__lt=before)
    return _erase_all(late, limit)


def sweep_idle(limit: int = 1000) -> int:
    """Erase contacts for whom nothing is watched or waits, some days after the last word; how many.

    People on Zalo have a time of their own (`zalo.users.sweep_idle_users`).
    """
    before = clock.now() - datetime.timedelta(days=IDLE_DAYS)
    own = Delivery.objects.filter(contact=models.OuterRef("pk"))
    idle = Contact.objects.filter(
        ~models.Exists(Watch.objects.filter(contact=models.OuterRef("pk"))),
        ~models.Exists(own.filter(models.Q(state__in=_UNSENT) | models.Q(created_at__gte=before))),
        created_at__lt=before,
        stands_behind=None,
    ).exclude(channel=ChannelName.ZALO)
    return _erase_all(idle, limit)


def _erase_all(contacts: models.QuerySet[Contact], limit: int) -> int:
    """Each is asked for again in its own transaction: it may have been confirmed meanwhile."""
    done = 0
    for contact_id in list(contacts.values_list("pk", flat=True)[:limit]):
        with transaction.atomic():
            contact = contacts.filter(pk=contact_id).first()
            if contact is not None:
                erase_contact(contact)
                done += 1
    return done


def masked(contact: Contact) -> str:
    """The contact as its owner knows it again and nobody else reads it: "a•••@v•••.vn".

    Of who is on Zalo we know no name: it is the chat with a unit.
    """
    if contact.channel == ChannelName.ZALO:
        user = ZaloUser.objects.select_related("account__unit").get(pk=contact.pk)
        return _("Zalo, trò chuyện với %(unit)s") % {"unit": unit_name(user.account.unit)}
    if contact.channel != ChannelName.EMAIL:
        return str(ChannelName(contact.channel).label)
    name, _at, domain = open_contact(contact).address.partition("@")
    host, _dot, ending = domain.rpartition(".")
    return f"{name[:1]}•••@{host[:1]}•••.{ending}"


def _drop_unsent(deliveries: models.QuerySet[Delivery]) -> None:
    deliveries.filter(state__in=_UNSENT).update(state=DeliveryState.DROPPED, sealed=None)


def read_address(channel: ChannelName, address: str) -> str:
    """What was typed, as it is kept; raises `ContactNotUnderstood`."""
    if channel is ChannelName.EMAIL:
        return _email(address)
    if channel is ChannelName.PUSH:
        return _subscription(address)
    return address if channel is ChannelName.ZALO else ""


def _email(text: str) -> str:
    plain = text.strip()
    name, at, domain = plain.rpartition("@")
    try:
        validate_email(plain)
        domain = domain.encode("idna").decode()
    except (ValidationError, UnicodeError):
        at = ""
    if not at or len(plain) > _LONGEST_ADDRESS or not name.isascii():
        raise ContactNotUnderstood(
            _("Địa chỉ e-mail chưa đúng. Hãy nhập dạng ten@nhacungcap.vn, không có dấu cách.")
        )
    return f"{name}@{domain.lower()}"


def _subscription(text: str) -> str:
    """A PushSubscription as browsers write it in JSON (W3C Push API, section 8)."""
    refused = ContactNotUnderstood(
        _("Trình duyệt này chưa nhận thông báo được. Hãy chọn e-mail hoặc mã trên giấy.")
    )
    try:
        told = json.loads(text[:_LONGEST_SUBSCRIPTION])
        endpoint, sealed_for = str(told["endpoint"]), told["keys"]
        keep = {
            "endpoint": endpoint,
            "keys": {"p256dh": str(sealed_for["p256dh"]), "auth": str(sealed_for["auth"])},
        }
        target = urlsplit(endpoint)
    except (ValueError, KeyError, TypeError):
        raise refused from None
    if not _may_call(target.scheme, target.hostname or "", target.netloc):
        raise refused
    return json.dumps(keep, sort_keys=True, separators=(",", ":"))


def _may_call(scheme: str, host: str, netloc: str) -> bool:
    if settings.PUSH_HOSTS and netloc in settings.PUSH_HOSTS:
        return True  # a service of the operator's own, by host and port
    return scheme == "https" and any(
        host == one or (one.startswith(".") and host.endswith(one)) for one in _PUSH_HOSTS
    )


def _find_by_address(channel: ChannelName, plain: str) -> Contact | None:
    hashes = address_hashes(channel, plain)
    return Contact.objects.filter(channel=channel, address_hash__in=hashes).first()


def address_hashes(channel: ChannelName, plain: str) -> list[int]:
    """What the contact of an address may be found by: its hash under every key that is in use."""
    index = keys()[1]
    return [_address_hash(index, channel, plain, key_id) for key_id in index.key_ids]


def _address_hash(
    index: BlindIndex, channel: ChannelName, plain: str, key_id: int | None = None
) -> int:
    return index.digest(f"contact|{channel.value}|{plain}", key_id)


def _secret_hash(index: BlindIndex, secret: str, key_id: int | None = None) -> int:
    return index.digest(f"contact-secret|{secret}", key_id)


def seal_contact(sealer: Sealer, contact_id: int, address: str, secret: str) -> bytes:
    """What is sealed of a contact, for the row of this id."""
    plain: bytes = msgpack.packb([address, secret])
    return sealer.seal(plain, _context(contact_id))


def _context(contact_id: int) -> bytes:
    return b"contact|%d" % contact_id


def rewrite_contacts(limit: int) -> int:
    """Write contacts anew that are under a retired key; how many (`cards.rotation` calls it)."""
    sealer, index = keys()
    with transaction.atomic():
        is_fresh = models.Q(index_key_id=index.active, sealing_key_id=sealer.active)
        old = Contact.objects.exclude(is_fresh)
        rows = list(old.select_for_update().order_by("pk")[:limit])
        for row in rows:
            told = open_contact(row, sealer)
            row.sealed = seal_contact(sealer, row.pk, told.address, told.secret)
            row.secret_hash = _secret_hash(index, told.secret)
            if told.address:
                row.address_hash = _address_hash(index, ChannelName(row.channel), told.address)
            row.index_key_id, row.sealing_key_id = index.active, sealer.active
        Contact.objects.bulk_update(
            rows, ["sealed", "secret_hash", "address_hash", "index_key_id", "sealing_key_id"]
        )
    return len(rows)


def mailbox_of(address: str) -> str:
    """The mailbox behind the many spellings of one e-mail address, for limits only."""
    name, _at, host = address.strip().lower().partition("@")
    name = name.partition("+")[0]
    if host in _DOTLESS:
        name = name.replace(".", "")
    return f"{name}@{host}"
