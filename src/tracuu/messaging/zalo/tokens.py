"""Tokens of Official Accounts: sealed, and refreshed by one worker at a time.

A refresh token works once: Zalo voids it and the access token when it answers with new ones. Who asks
with an old one again loses the account until a chief goes through the consent page. So a refresh holds
a lock of the account's, looks again whether somebody else did it meanwhile, and saves before it uses.
See docs/adr/0014.
"""

import datetime
import time
from contextlib import AbstractContextManager
from dataclasses import dataclass

import msgpack
import structlog
from django.db import OperationalError, connection, transaction
from django.db.models import Q

from tracuu.audit.operations import Actor, record
from tracuu.core import clock
from tracuu.core.crypto import SealBroken, Sealer, keys
from tracuu.core.database import named_lock
from tracuu.messaging.enums import AccountState
from tracuu.messaging.errors import AccountNotReady, SendingFailed
from tracuu.messaging.models import OfficialAccount
from tracuu.messaging.sealing import of_tokens
from tracuu.messaging.zalo.calling import open_http
from tracuu.messaging.zalo.oauth import Granted, NotGranted, exchange_refresh_token
from tracuu.messaging.zalo.underway import Underway

# An access token lives 25 hours. Below this much it is not given out any more, without a new one.
MARGIN = datetime.timedelta(hours=2)
# So each account's twice a day, and half a day is left for trying again.
_RENEWED_AFTER = datetime.timedelta(hours=11, minutes=45)
# A refresh that failed by the way is not tried again sooner: who waits for it holds a lock.
_PAUSE = datetime.timedelta(seconds=60)
# SQLite waits 20 s for its one writer before it gives up, each time.
_KEEP_TRIES, _KEEP_SECONDS = 10, 2.0
_SEAL_BROKEN = "zalo_seal_broken"
WORKER = Actor(officer_id=None, origin="worker")
underway = Underway()
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True, repr=False)
class Tokens:
    """What we act with for an OA."""

    access: str
    refresh: str


def access_token(account: OfficialAccount) -> str:
    """A token that works for two hours and more, as far as we know.

    Raises `AccountNotReady` when there is none, and when none can be had now. Must not be called in
    a transaction: what it saves must stay.
    """
    row = _get_usable(account.pk)
    if _lasts(row):
        return _open(row).access
    try:
        return refresh(account)
    except SendingFailed:
        # The way to Zalo is bad; what we hold works until it ends.
        row = _get_usable(account.pk)
        if row.access_ends_at is not None and row.access_ends_at > clock.now():
            return _open(row).access
        raise


def refresh(account: OfficialAccount, *, refused: str | None = None) -> str:
    """A new access token, by us or by whoever held the lock before us.

    `refused` is the token that Zalo did not take: without it one that lasts two hours is left as it
    is. Raises `AccountNotReady`, or what `calling.call` raises: then the refresh token is kept, since
    nobody knows whether it was used.
    """
    with account_lock(account.oa_id):
        row = _get_usable(account.pk)
        tokens = _open(row)
        if (refused is None and _lasts(row)) or (refused is not None and tokens.access != refused):
            return tokens.access
        return _refresh_locked(row, tokens)


def refresh_all() -> int:
    """Refresh the tokens that are as old as half a day; how many were refreshed."""
    old = OfficialAccount.objects.filter(state=AccountState.CONNECTED, sealed__isnull=False)
    old = old.filter(Q(refreshed_at=None) | Q(refreshed_at__lte=clock.now() - _RENEWED_AFTER))
    done = 0
    for account in list(old.order_by("refreshed_at")):
        try:
            tokens = _open(_get_usable(account.pk))
            # As if it had been refused: another worker may have been here meanwhile.
            refresh(account, refused=tokens.access)
        except SendingFailed:
            continue  # noted in the row and the log
        done += 1
    return done


def account_lock(oa_id: str) -> AbstractContextManager[None]:
    """Whoever gets tokens for this OA, from a refresh token or a code, is alone in here."""
    return named_lock(f"zalo-tokens-{oa_id}")


def _refresh_locked(row: OfficialAccount, tokens: Tokens) -> str:
    now = clock.now()
    if row.failure.startswith("oauth_") and row.failed_at and now - row.failed_at < _PAUSE:
        raise AccountNotReady(row.failure, row.failed_at + _PAUSE)
    with underway.one(), open_http() as http:
        try:
            granted = exchange_refresh_token(http, tokens.refresh)
        except NotGranted as error:
            _note_refusal(row, error)
            raise AccountNotReady(error.refusal.code) from None
        except SendingFailed as error:
            _note_failure(row, f"oauth_{error.code.removeprefix('zalo_')}")
            raise
        # The old tokens are void from here on: nothing may come between this and the commit.
        _keep_stubbornly(row, granted, tokens)
    return granted.access


def _keep_stubbornly(row: OfficialAccount, granted: Granted, before: Tokens) -> None:
    """A database that is busy or away for a moment must not cost the account its tokens."""
    for is_last in (*(False for _ in range(_KEEP_TRIES - 1)), True):
        try:
            keep(row, granted, before=before)
        except OperationalError:
            _log.error("zalo_tokens_not_saved", account=row.pk, gives_up=is_last)
            if is_last:
                raise
            if not connection.in_atomic_block:
                connection.close_if_unusable_or_obsolete()
            time.sleep(_KEEP_SECONDS)
        else:
            return


def keep(row: OfficialAccount, granted: Granted, *, before: Tokens | None = None) -> None:
    """Save new tokens; an empty refresh token leaves the old one."""
    now = clock.now()
    sealer = keys()[0]
    refresh_token = granted.refresh or (before.refresh if before else "")
    tokens = Tokens(granted.access, refresh_token)
    row.sealed = seal_tokens(sealer, tokens, account_id=row.pk)
    row.sealing_key_id = sealer.active
    row.access_ends_at = now + datetime.timedelta(seconds=granted.seconds)
    row.refreshed_at = now
    changed = ["sealed", "sealing_key_id", "access_ends_at", "refreshed_at"]
    if row.failure.startswith("oauth_") or row.failure == _SEAL_BROKEN:
        row.failure, row.failed_at = "", None
        changed += ["failure", "failed_at"]
    row.save(update_fields=changed)


def seal_tokens(sealer: Sealer, tokens: Tokens, *, account_id: int) -> bytes:
    """Sealed for this account's row."""
    plain: bytes = msgpack.packb([tokens.access, tokens.refresh])
    return sealer.seal(plain, of_tokens(account_id))


def open_tokens(sealer: Sealer, sealed: bytes | memoryview, *, account_id: int) -> Tokens:
    """Raises `SealBroken`."""
    return Tokens(*msgpack.unpackb(sealer.open(bytes(sealed), of_tokens(account_id))))


def _get_usable(account_id: int) -> OfficialAccount:
    """The row as it is now; raises `AccountNotReady`."""
    row = OfficialAccount.objects.filter(pk=account_id).first()
    if row is None:
        raise AccountNotReady("zalo_unknown")
    if row.state != AccountState.CONNECTED or row.sealed is None:
        raise AccountNotReady("zalo_broken" if row.state == AccountState.BROKEN else "zalo_stopped")
    return row


def _open(row: OfficialAccount) -> Tokens:
    assert row.sealed is not None
    try:
        return open_tokens(keys()[0], row.sealed, account_id=row.pk)
    except SealBroken:
        if row.failure != _SEAL_BROKEN:
            _note_failure(row, _SEAL_BROKEN)
        raise AccountNotReady(_SEAL_BROKEN) from None


def _lasts(row: OfficialAccount) -> bool:
    return row.access_ends_at is not None and row.access_ends_at - clock.now() >= MARGIN


def _note_refusal(row: OfficialAccount, error: NotGranted) -> None:
    """What Zalo said; a refresh token that is dead makes the account broken."""
    if error.is_for_good:
        break_account(row, error.refusal.code)
    else:
        _note_failure(row, error.refusal.code)


@transaction.atomic
def break_account(account: OfficialAccount, failure: str) -> None:
    """Its tokens are worth nothing: the first screen asks the chief to connect it again."""
    # Not over a consent that came meanwhile.
    same = OfficialAccount.objects.filter(
        pk=account.pk, state=AccountState.CONNECTED, refreshed_at=account.refreshed_at
    )
    if not same.update(state=AccountState.BROKEN, failure=failure, failed_at=clock.now()):
        return
    record(
        actor=WORKER,
        action="zalo_broken",
        subject=f"zalo:{account.oa_id}",
        unit_id=account.unit_id,
        facts={"failure": failure},
    )
    _log.error("zalo_account_broken", account=account.pk, failure=failure)


def _note_failure(row: OfficialAccount, failure: str) -> None:
    row.failure, row.failed_at = failure, clock.now()
    row.save(update_fields=["failure", "failed_at"])
    _log.warning("zalo_refresh_failed", account=row.pk, failure=failure)
