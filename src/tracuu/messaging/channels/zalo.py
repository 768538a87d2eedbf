"""Zalo: a message of the unit's Official Account to one person's chat, or a template to their number.

Many go out at once: an answer takes some 20 ms, in which nothing is done here. The threads of a session
share a `_Lane` for each account and use no database; what they learn of tokens and refusals is written
down by the sender's own thread between batches.
"""

import datetime
import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager

import httpx2
from django.conf import settings

from tracuu.core import clock
from tracuu.messaging.channels.base import InChat, Message, Session
from tracuu.messaging.enums import Way
from tracuu.messaging.errors import (
    AccountNotReady,
    ChannelNotReady,
    ContactGone,
    NeverSendable,
    SendingFailed,
    TryLater,
    WindowClosed,
)
from tracuu.messaging.models import OfficialAccount
from tracuu.messaging.rules import QUOTA_OUT, after_quiet
from tracuu.messaging.zalo import faults, tokens
from tracuu.messaging.zalo.calling import open_http
from tracuu.messaging.zalo.client import ZaloClient
from tracuu.messaging.zalo.codes import Family, Refusal, as_error, concerns_account
from tracuu.messaging.zalo.traces import find_copy, reaches_back

_WIDTH = 20
# How long a lane uses its token before the account's row is asked again.
_LANE_SECONDS = 5.0
_MOST_CLIENTS = 64
# What is asked of a conversation first, and then, when that does not reach back to the first try.
_HISTORY = (10, 50)


class ZaloChannel:
    """Needs an app of the operator's; each unit connects its own account to it."""

    def is_ready(self) -> bool:
        return bool(settings.ZALO_APP_ID and settings.ZALO_APP_SECRET)

    @contextmanager
    def open(self) -> Iterator[Session]:
        if not self.is_ready():
            raise ChannelNotReady("zalo_not_set_up")
        with ExitStack() as stack:
            yield _ZaloSession(stack)


class _Lane:
    """One account in one session, for all its threads."""

    def __init__(self, account: OfficialAccount, token: str) -> None:
        self.account = account
        self.token = token
        self.loaded_at = time.monotonic()
        self.refused_token = ""
        self.refusals: list[Refusal] = []
        self.working: set[Family] = set()
        self.closed: dict[Family, AccountNotReady] = {}
        self._lock = threading.Lock()
        self._left: dict[Way, int | None] = {}

    def check(self, family: Family = Family.OA) -> None:
        """Raises `AccountNotReady` while Zalo has asked us to wait."""
        error = self.closed.get(family)
        if error is not None and (error.until is None or clock.now() < error.until):
            raise error

    def spend(self, way: Way, ask: Callable[[], int | None]) -> None:
        """Take one of what is left of this way's quota, which is asked for at the first.

        Raises `WindowClosed` when nothing is left: for another way, or another day.
        """
        with self._lock:
            if way not in self._left:
                self._left[way] = ask()
            left = self._left[way]
            if left is None:
                return
            if left <= 0:
                tomorrow = clock.day_bounds(clock.today())[1]
                raise WindowClosed(QUOTA_OUT, after_quiet(tomorrow))
            self._left[way] = left - 1


class _LaneClient(ZaloClient):
    """The client of one thread in a lane: it learns, and leaves the writing to the sender's thread."""

    def __init__(self, lane: _Lane, http: httpx2.Client) -> None:
        super().__init__(lane.account)
        self._lane = lane
        self._http = http

    def _current_token(self) -> str:
        return self._lane.token

    def _refreshed(self, refused: str) -> str:
        self._lane.refused_token = refused
        error = AccountNotReady("zalo_token_refused", clock.now())
        for family in Family:
            self._lane.closed[family] = error
        raise error

    def _note_refusal(self, refusal: Refusal) -> None:
        if not concerns_account(refusal):
            return
        self._lane.refusals.append(refusal)
        error = as_error(refusal)
        if isinstance(error, AccountNotReady):
            self._lane.closed[refusal.family] = error

    def _note_success(self, family: Family) -> None:
        self._lane.working.add(family)


class _ZaloSession:
    width = _WIDTH

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._lock = threading.Lock()
        self._lanes: dict[int, _Lane] = {}
        self._unusable: dict[int, AccountNotReady] = {}
        self._mine = threading.local()

    @property
    def closed_accounts(self) -> Collection[int]:
        closed = {pk for pk, lane in self._lanes.items() if Family.OA in lane.closed}
        return closed | self._unusable.keys()

    def ready(self, message: Message) -> None:
        assert message.chat is not None
        account = message.chat.account
        if account.pk in self._unusable:
            raise self._unusable[account.pk]
        lane = self._lanes.get(account.pk)
        try:
            if lane is None:
                self._lanes[account.pk] = _Lane(account, tokens.access_token(account))
            elif time.monotonic() - lane.loaded_at > _LANE_SECONDS:
                lane.token, lane.loaded_at = tokens.access_token(account), time.monotonic()
        except SendingFailed as error:
            self._unusable[account.pk] = _as_account_fault(error)
            raise self._unusable[account.pk] from None

    def send(self, message: Message) -> str:
        chat, lane, client = self._at_hand(message)
        if message.way is Way.TEMPLATE:
            return _send_template(client, lane, chat, message.code)
        lane.check()
        if message.way is Way.CHARGED and not chat.is_asked:
            lane.spend(Way.CHARGED, lambda: _left_of_package(client))
        return client.send(_user_id(message), chat.outgoing)

    def find_sent(self, message: Message) -> str | None:
        chat, lane, client = self._at_hand(message)
        lane.check()
        for count in _HISTORY:
            try:
                items = client.list_history(_user_id(message), count)
            except ChannelNotReady:
                raise
            except SendingFailed as error:
                raise TryLater(f"history_{error.code}") from None
            words = chat.outgoing.text
            found = find_copy(items, chat.traces, code=message.code, words=words)
            if found is not None or reaches_back(items, chat.traces, count):
                return found
        return None

    def tend(self) -> None:
        for lane in self._lanes.values():
            for refusal in _taken(lane.refusals):
                faults.note_refusal(lane.account, refusal)
            for family in lane.working:
                faults.note_success(lane.account, family)
            lane.working.clear()
            if lane.refused_token:
                self._renew(lane)

    def _renew(self, lane: _Lane) -> None:
        refused, lane.refused_token = lane.refused_token, ""
        try:
            lane.token = tokens.refresh(lane.account, refused=refused)
        except SendingFailed as error:
            self._unusable[lane.account.pk] = _as_account_fault(error)
        lane.closed.clear()

    def _at_hand(self, message: Message) -> tuple[InChat, _Lane, ZaloClient]:
        assert message.chat is not None
        account = message.chat.account
        if account.pk not in self._lanes:
            self.ready(message)
        lane = self._lanes[account.pk]
        clients: dict[int, ZaloClient] | None = getattr(self._mine, "clients", None)
        if clients is None:
            clients = self._mine.clients = {}
            with self._lock:
                self._mine.http = self._stack.enter_context(open_http())
        client = clients.get(account.pk)
        if client is None:
            if len(clients) >= _MOST_CLIENTS:
                clients.clear()
            client = clients[account.pk] = _LaneClient(lane, self._mine.http)
        return message.chat, lane, client


def _send_template(client: ZaloClient, lane: _Lane, chat: InChat, code: str) -> str:
    """Whatever is wrong with a template or a number closes this way only."""
    assert chat.template is not None
    try:
        lane.check(Family.ZNS)
        if not chat.is_asked:
            lane.spend(Way.TEMPLATE, lambda: client.ask_template_allowance().remain)
        template = chat.template
        return client.send_template(
            template.phone, template.template_id, template.parameters, tracking_id=code
        )
    except (ContactGone, NeverSendable) as error:
        raise WindowClosed(error.code) from None
    except AccountNotReady as error:
        raise WindowClosed(error.code, error.until) from None


def _left_of_package(client: ZaloClient) -> int | None:
    """How many of the package are left; None where Zalo does not tell."""
    told = [one.remain for one in client.list_allowances() if one.remain is not None]
    return sum(told) if told else None


def _as_account_fault(error: SendingFailed) -> AccountNotReady:
    if isinstance(error, AccountNotReady):
        return error
    soon = clock.now() + datetime.timedelta(seconds=30)
    return AccountNotReady(error.code, soon)


def _taken(rows: list[Refusal]) -> list[Refusal]:
    """All of them, each once: of a hundred the same, one is written down."""
    taken = list(dict.fromkeys(rows))
    rows.clear()
    return taken


def _user_id(message: Message) -> str:
    """A contact's address is "oa_id/user_id"."""
    return message.address.partition("/")[2]
