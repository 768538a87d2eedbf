"""A file arrives from an officer's browser: sealed on its way to the disk, and waiting to be read."""

import datetime
import hashlib
import secrets
from collections.abc import Iterable, Iterator

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from tracuu.audit.operations import Actor, record
from tracuu.cards.enums import DayFrom, ListState, Stage
from tracuu.cards.errors import UploadNotStored
from tracuu.cards.lists import vault
from tracuu.cards.models import CardList, UnitLedger
from tracuu.core import clock
from tracuu.units.models import Unit

_LONGEST_NAME = 200


def receive_upload(
    *,
    unit: Unit,
    file_name: str,
    blocks: Iterable[bytes],
    actor: Actor,
    as_of: datetime.date | None = None,
    stage: Stage = Stage.AT_UNIT,
    overrides_hand: bool = False,
) -> CardList:
    """Keep the file sealed and the list `uploaded`; raises `UploadNotStored`, and then keeps nothing.

    `stage` is for rows that say none. Without `as_of` the reader looks for the day in the file.
    `overrides_hand`: the officer states that the list also speaks over what was corrected by hand
    after its day.
    """
    token = secrets.token_hex(16)
    sealed_key, sealer = vault.new_list_key(unit.pk)
    counted = _Counted(blocks)
    vault.store(token, counted, sealer)
    if not counted.size:
        (vault.folder() / token).unlink(missing_ok=True)
        raise UploadNotStored(_("Tệp trống. Vui lòng chọn tệp khác."))
    now = clock.now()
    card_list = CardList(
        unit=unit,
        state=ListState.UPLOADED,
        sealed_name=vault.seal_file_name(unit.pk, _plain_name(file_name)),
        file_size=counted.size,
        file_token=token,
        sealed_key=sealed_key,
        sha256=counted.digest.digest(),
        as_of=as_of or clock.today(),
        as_of_from=DayFrom.UPLOAD if as_of is None else DayFrom.OFFICER,
        default_stage=stage,
        overrides_hand=overrides_hand,
        created_at=now,
        lease_until=now,
        uploaded_by=actor.officer_id,
    )
    try:
        _enter(card_list, actor)
    except DatabaseError as error:
        (vault.folder() / token).unlink(missing_ok=True)
        raise UploadNotStored(
            _("Máy chủ chưa ghi được tệp này. Hãy thử lại; nếu vẫn lỗi, hãy báo người quản trị.")
        ) from error
    return card_list


@transaction.atomic
def _enter(card_list: CardList, actor: Actor) -> None:
    """The list and the record of its arrival, both or neither."""
    card_list.base_version = UnitLedger.objects.get_or_create(unit=card_list.unit)[0].version
    card_list.save(force_insert=True)
    record(
        actor=actor,
        action="list_uploaded",
        subject=f"list:{card_list.pk}",
        unit_id=card_list.unit_id,
        facts={"bytes": card_list.file_size, **_day_said(card_list)},
    )


def _day_said(card_list: CardList) -> dict[str, str]:
    is_said = card_list.as_of_from == DayFrom.OFFICER
    return {"as_of": card_list.as_of.isoformat()} if is_said else {}


class _Counted:
    """The blocks of a file, counted and digested as they pass."""

    def __init__(self, blocks: Iterable[bytes]) -> None:
        self._blocks = blocks
        self.size = 0
        self.digest = hashlib.sha256()

    def __iter__(self) -> Iterator[bytes]:
        for block in self._blocks:
            self.size += len(block)
            if self.size > vault.MOST_BYTES:
                raise UploadNotStored(
                    _("Tệp quá lớn (trên 200 MB). Hãy chia danh sách ra nhiều tệp.")
                )
            self.digest.update(block)
            yield block


def _plain_name(file_name: str) -> str:
    """The name without folders and without letters that would show otherwise than they are."""
    last = file_name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(letter for letter in last if letter.isprintable())[-_LONGEST_NAME:] or "?"
