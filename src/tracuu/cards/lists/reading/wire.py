"""What travels from the child to the parent: frames of msgpack, each with its length in front.

The parent trusts nothing in them: a frame that is too long or not of the expected shape ends the
reading with a sentence.
"""

import dataclasses
import struct
from functools import lru_cache
from typing import Any

import msgpack

from tracuu.cards.lists.reading.rows import CellProblem, FileProfile, ListRow, SheetProfile
from tracuu.names import BirthDate

LENGTH = struct.Struct(">I")
MOST_BYTES = 64 << 20
ROWS, PROFILE, FAILURE = "rows", "profile", "failure"

_FIELDS = tuple(field.name for field in dataclasses.fields(ListRow))
_PROBLEMS = _FIELDS.index("problems")
_BIRTH_DATE = _FIELDS.index("birth_date")
_PROBLEM_FIELDS = tuple(field.name for field in dataclasses.fields(CellProblem))


def pack(kind: str, content: Any) -> bytes:
    body: bytes = msgpack.packb([kind, content], use_bin_type=True)
    return LENGTH.pack(len(body)) + body


def unpack(body: bytes) -> tuple[str, Any]:
    kind, content = msgpack.unpackb(body, raw=False, strict_map_key=True)
    return kind, content


def from_row(row: ListRow) -> tuple[Any, ...]:
    problems = [
        tuple(getattr(problem, name) for name in _PROBLEM_FIELDS) for problem in row.problems
    ]
    return (
        row.sheet, row.row, row.full_name, row.birth_date, row.sex, row.receipt, row.id_last4,
        row.phone_last4, row.ward, row.collected_on, row.stage, row.box, row.note,
        row.date_from_cell, row.warnings, problems, row.person_key, row.block_keys,
    )  # fmt: skip


def to_row(fields: list[Any]) -> ListRow:
    if len(fields) != len(_FIELDS):
        raise ValueError("a row of another shape")
    if not fields[_PROBLEMS]:
        _check_birth_date(fields[_BIRTH_DATE])
    else:
        fields[_PROBLEMS] = [CellProblem(*problem) for problem in fields[_PROBLEMS]]
    return ListRow(*fields)


# There are some 40,000 days on which a living person can be born.
@lru_cache(maxsize=1 << 16)
def _check_birth_date(text: str) -> None:
    BirthDate.fromisoformat(text)


def from_profile(profile: FileProfile) -> dict[str, Any]:
    return dataclasses.asdict(profile)


def to_profile(fields: dict[str, Any]) -> FileProfile:
    sheets = [SheetProfile(**sheet) for sheet in fields.pop("sheets")]
    return FileProfile(**fields, sheets=sheets)
