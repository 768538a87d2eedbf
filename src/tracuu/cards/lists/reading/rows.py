"""What the reading hands over: rows that were understood, cells that were not, and the file's profile.

These travel from the child process as plain tuples, see `wire`.
"""

import datetime as dt
from dataclasses import dataclass, field

Cell = str | int | float | bool | dt.date | None
"""What a sheet holds: text, a number, a ticked box, or a date that the sheet itself calls a date."""


@dataclass(frozen=True, slots=True)
class CellProblem:
    """One cell that keeps its row out. `value` is personal data: for the officer, never for a log."""

    sheet: str
    row: int
    column: str
    header: str
    value: str
    code: str
    message: str
    suggestion: str


@dataclass(slots=True)
class ListRow:
    """One person of the list; rejected when `problems` is not empty.

    - `row`: as Excel numbers it
    - `full_name`: NFC, decoded from old encodings, without remarks beside it
    - `birth_date`: YYYY, YYYY-MM or YYYY-MM-DD, as far as the list knows it
    - `sex`: Nam, Nữ or empty
    - `collected_on`: ISO or empty
    - `stage`: the word of `Stage.code`, or empty when the list does not say
    - `person_key`, `block_keys`: what `tracuu.names` makes of name and date; secret keys turn them
      into hashes elsewhere. Empty in a row with problems.
    - `date_from_cell`: the birth date came from a date cell or serial, not from typed text

    Not frozen, because rows are made by the million: freezing triples the time that takes.
    """

    sheet: str
    row: int
    full_name: str
    birth_date: str
    sex: str = ""
    receipt: str = ""
    id_last4: str = ""
    phone_last4: str = ""
    ward: str = ""
    collected_on: str = ""
    stage: str = ""
    box: str = ""
    note: str = ""
    date_from_cell: bool = False
    warnings: list[str] = field(default_factory=list)
    problems: list[CellProblem] = field(default_factory=list)
    person_key: str = ""
    block_keys: list[str] = field(default_factory=list)


@dataclass(slots=True)
class SheetProfile:
    """A sheet that was read. `columns` is header text → field, `encodings` the same → encoding."""

    name: str
    header_rows: list[int]
    columns: dict[str, str]
    encodings: dict[str, str]
    rows: int = 0
    rejected: int = 0
    skipped: int = 0
    is_hidden: bool = False
    date_cells: int = 0
    date_texts: int = 0
    day_month_doubt: bool = False
    doubt_sample: list[str] = field(default_factory=list)
    column_doubts: list[str] = field(default_factory=list)


@dataclass(slots=True)
class FileProfile:
    """How the file was understood, for the officer's preview.

    `skipped_sheets` is sheet → why; `warnings` are Vietnamese sentences about the whole file;
    `column_doubts` are codes of `plausible`.
    """

    format: str = ""
    date_system: str = "1900"
    delimiter: str = ""
    codec: str = ""
    sheets: list[SheetProfile] = field(default_factory=list)
    skipped_sheets: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    rows: int = 0
    rejected: int = 0
    skipped: int = 0
    day_month_doubt: bool = False
    doubt_sample: list[str] = field(default_factory=list)
    column_doubts: list[str] = field(default_factory=list)
