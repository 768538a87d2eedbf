"""From a delivery in hand to the message that goes out: its words, and the ways that it may go."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from tracuu.core import clock
from tracuu.core.crypto import Sealer, keys
from tracuu.messaging.channels.base import InChat, Message
from tracuu.messaging.chat.content import Button, Outgoing, Tap, open_said
from tracuu.messaging.claiming import Claimed, Reader
from tracuu.messaging.contacts import OpenContact, open_sealed
from tracuu.messaging.enums import ChannelName, Kind, Priority, Way
from tracuu.messaging.errors import NeverSendable, WindowClosed
from tracuu.messaging.models import ChatMessage, Delivery, OfficialAccount
from tracuu.messaging.notices import Notice, kept_notice, open_notice, seal_notice
from tracuu.messaging.wording import Composer, Text
from tracuu.messaging.zalo.traces import Traces
from tracuu.messaging.zalo.ways import OnZalo, chat_way, find_template
from tracuu.units.models import Unit

# After these a person may well want to ask somebody.
_WITH_QUESTION = frozenset({Kind.READY, Kind.CORRECTION, Kind.REMINDER, Kind.CHASE, Kind.MISTAKE})


@dataclass(frozen=True, slots=True, repr=False)
class Written:
    """One message by each way that is open, the first to be tried first; `kept` is what stays of its
    words when it was sent.
    """

    messages: Sequence[Message]
    kept: bytes | None = None


class Writer:
    """Writes the messages of one batch; what they need of the database is read for all at once."""

    def __init__(self, batch: Sequence[Claimed]) -> None:
        self._sealer: Sealer = keys()[0]
        self._composer = Composer()
        self._units = {
            unit.pk: unit for unit in Unit.objects.filter(pk__in={row.unit_id for row in batch})
        }
        on_zalo = {row.reader.zalo.account_id for row in batch if row.reader and row.reader.zalo}
        self._accounts = (
            {row.pk: row for row in OfficialAccount.objects.filter(pk__in=on_zalo)}
            if on_zalo
            else {}
        )
        self._said = self._read_chats([row.id for row in batch if row.kind is Kind.CHAT])

    def write(self, row: Claimed, reader: Reader) -> Written:
        """Raises `SealBroken`, `NeverSendable`, or `WindowClosed` when no way is open."""
        told = open_sealed(reader.sealed, reader.id, self._sealer)
        if row.kind is Kind.CHAT:
            return self._write_chat(row, reader, told)
        unit = self._units[row.unit_id]
        notice = open_notice(self._sealer, row.sealed, person=row.person, contact_id=row.contact_id)
        text = self._composer.compose(
            kind=row.kind,
            unit=unit,
            notice=notice,
            code=row.code,
            secret=told.secret,
            language=reader.language,
        )
        way = Way.CHANNEL if reader.id == row.contact_id else Way.NEXT
        message = Message(
            address=told.address, text=text, code=row.code, unit_name=unit.name, way=way
        )
        if reader.channel is ChannelName.ZALO:
            messages = self._by_zalo(row, reader, message, notice)
        else:
            messages = [message]
        return Written(messages, self._kept(row, reader, notice))

    def _by_zalo(
        self, row: Claimed, reader: Reader, message: Message, notice: Notice
    ) -> list[Message]:
        zalo, account = self._account_of(reader)
        outgoing = Outgoing(message.text.chat, _buttons(row.kind, message.text, reader.language))
        chat = InChat(
            account=account,
            outgoing=outgoing,
            traces=Traces(is_coded=True, since=row.created_at),
            is_asked=row.priority == Priority.ASKED,
        )
        ways = []
        way = chat_way(zalo, clock.now())
        if way is not None:
            ways.append(replace(message, way=way, chat=chat))
        template = find_template(
            zalo,
            account,
            contact_id=reader.id,
            kind=row.kind,
            unit_name=message.unit_name,
            notice=notice,
            code=row.code,
            sealer=self._sealer,
        )
        if template is not None:
            by_phone = replace(chat, template=template)
            ways.append(replace(message, way=Way.TEMPLATE, chat=by_phone))
        if not ways:
            raise WindowClosed("zalo_window")
        return ways

    def _write_chat(self, row: Claimed, reader: Reader, told: OpenContact) -> Written:
        """Words of a conversation go there only; whether it is too late for them, Zalo decides."""
        if row.id not in self._said:
            raise NeverSendable("words_erased")
        sealed, conversation_id = self._said[row.id]
        said = open_said(self._sealer, sealed, conversation_id=conversation_id)
        zalo, account = self._account_of(reader)
        known: frozenset[str] = frozenset()
        if row.is_uncertain:
            others = Delivery.objects.filter(contact_id=reader.id, external_id__isnull=False)
            ids = others.values_list("external_id", flat=True)
            known = frozenset(one for one in ids if one is not None)
        chat = InChat(
            account=account,
            outgoing=Outgoing(said.spoken, said.buttons),
            traces=Traces(is_coded=False, since=row.created_at, known=known),
            is_asked=True,
        )
        words = said.spoken
        text = Text(subject="", short=words, body=words, stop_url="", chat=words)
        message = Message(
            address=told.address,
            text=text,
            code=row.code,
            unit_name=self._units[row.unit_id].name,
            way=chat_way(zalo, clock.now()) or Way.CHARGED,
            chat=chat,
        )
        return Written([message])

    def _account_of(self, reader: Reader) -> tuple[OnZalo, OfficialAccount]:
        account = self._accounts.get(reader.zalo.account_id) if reader.zalo else None
        if reader.zalo is None or account is None:
            raise NeverSendable("zalo_unknown")
        return reader.zalo, account

    def _read_chats(self, delivery_ids: list[int]) -> dict[int, tuple[bytes, int]]:
        """What each says, sealed, and in which conversation."""
        if not delivery_ids:
            return {}
        rows = ChatMessage.objects.filter(delivery_id__in=delivery_ids)
        found = rows.values_list("delivery_id", "sealed", "conversation_id")
        return {
            delivery_id: (bytes(sealed), conversation_id)
            for delivery_id, sealed, conversation_id in found
            if delivery_id is not None
        }

    def _kept(self, row: Claimed, reader: Reader, notice: Notice) -> bytes | None:
        """A message on paper is still to be read; of others, who was meant, to put it right."""
        if reader.channel is ChannelName.PAPER:
            return row.sealed
        kept = kept_notice(row.kind, notice)
        if kept is None:
            return None
        return seal_notice(self._sealer, kept, person=row.person, contact_id=row.contact_id)


def _buttons(kind: Kind, text: Text, language: str) -> tuple[Button, ...]:
    see, ask = _labels(language)
    buttons = []
    # A demonstration without a public address has no page that a telephone could open.
    if settings.BASE_URL:
        buttons.append(Button(see, Tap.OPEN, text.stop_url))
    if kind in _WITH_QUESTION:
        buttons.append(Button(ask, Tap.SAY, ask))
    return tuple(buttons)


@cache
def _labels(language: str) -> tuple[str, str]:
    with translation.override(language):
        return gettext("Xem hoặc ngừng báo tin"), gettext("Hỏi cán bộ")
