"""The reading itself, from an open book to rows and the profile. Runs in the child process."""

import datetime as dt
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tracuu.cards.lists.reading import errors
from tracuu.cards.lists.reading.births import Births
from tracuu.cards.lists.reading.books import Book, Rows, Sheet
from tracuu.cards.lists.reading.columns import letters as letters_of
from tracuu.cards.lists.reading.facts import stage_of, text_of
from tracuu.cards.lists.reading.fields import Field
from tracuu.cards.lists.reading.kinds import open_book
from tracuu.cards.lists.reading.layout import Layout, SampleRow, find_layout
from tracuu.cards.lists.reading.letters import encodings, in_unicode
from tracuu.cards.lists.reading.people import People
from tracuu.cards.lists.reading.plausible import find_doubts
from tracuu.cards.lists.reading.rows import FileProfile, ListRow, SheetProfile
from tracuu.names.legacy import Encoding

_SAMPLE_ROWS = 2000
_NO_HEADER = "không có dòng tiêu đề với cột họ tên và cột ngày sinh"
_EMPTY = "trống"


@dataclass(frozen=True, slots=True)
class Request:
    """What the parent asks for."""

    path: Path
    today: dt.date
    day_month: Literal["swap", "keep"] | None = None
    mapping: Mapping[str, str] | None = None


def read_file(request: Request, profile: FileProfile) -> Iterator[ListRow]:
    """Yield the rows of every sheet that is a list, and fill in the profile on the way."""
    mapping = request.mapping

    def is_header(rows: Sequence[SampleRow]) -> bool:
        return find_layout(rows, mapping) is not None

    with open_book(request.path, is_header) as book:
        profile.format, profile.delimiter, profile.codec = book.format, book.delimiter, book.codec
        profile.skipped_sheets.update(book.skipped)
        for sheet in book.sheets:
            yield from _read_sheet(book, sheet, request, profile)
        profile.date_system = "1904" if book.is_1904 else "1900"
    if not profile.sheets:
        raise errors.empty() if _all_empty(profile) else errors.no_header()
    _conclude(profile, request)


def _all_empty(profile: FileProfile) -> bool:
    return all(why == _EMPTY for why in profile.skipped_sheets.values())


def _read_sheet(
    book: Book, sheet: Sheet, request: Request, profile: FileProfile
) -> Iterator[ListRow]:
    rows = sheet.rows()
    sample = list(itertools.islice(rows, _SAMPLE_ROWS))
    layout = find_layout(sample, request.mapping)
    if layout is None:
        profile.skipped_sheets[sheet.name] = _NO_HEADER if sample else _EMPTY
        return
    body = sample[layout.body :]
    values = [row for _, row in body]
    letters = encodings(layout, values)
    about = _profile_of(sheet, layout, letters)
    profile.sheets.append(about)
    births = Births(
        layout.columns,
        today=request.today,
        is_1904=book.is_1904,
        day_month=request.day_month,
    )
    about.column_doubts = find_doubts(layout, values, letters, births, today=request.today)
    people = People(
        sheet.name,
        layout,
        births,
        letters,
        today=request.today,
        is_1904=book.is_1904,
        knows_stages=_knows_stages(layout, letters, values, profile),
    )
    del sample, values
    yield from _people(people, itertools.chain(body, rows), about)
    _judge_dates(about, births)


def _people(people: People, rows: Rows, about: SheetProfile) -> Iterator[ListRow]:
    read = people.read
    for number, values in rows:
        row = read(number, values)
        if row is None:
            about.skipped += 1
            continue
        about.rows += 1
        if row.problems:
            about.rejected += 1
        yield row


def _judge_dates(about: SheetProfile, births: Births) -> None:
    doubt = births.doubt
    about.date_cells, about.date_texts = doubt.cells, doubt.texts
    about.day_month_doubt = doubt.is_raised
    about.doubt_sample = doubt.sample if doubt.is_raised else []


def _columns(layout: Layout) -> dict[str, str]:
    """Header → field from left to right; one that stands over two columns goes by its letter too."""
    told: dict[str, str] = {}
    for column in sorted(layout.columns.values(), key=lambda one: one.place):
        is_told = column.header in told
        told[f"{column.header} ({letters_of(column.place)})" if is_told else column.header] = (
            column.field.value
        )
    return told


def _profile_of(sheet: Sheet, layout: Layout, letters: Mapping[Field, Encoding]) -> SheetProfile:
    return SheetProfile(
        name=sheet.name,
        header_rows=layout.header_rows,
        columns=_columns(layout),
        encodings={
            layout.columns[field].header: encoding.value
            for field, encoding in letters.items()
            if encoding is not Encoding.UNICODE
        },
        is_hidden=sheet.is_hidden,
    )


def _knows_stages(
    layout: Layout,
    letters: Mapping[Field, Encoding],
    sample: Sequence[Sequence[object]],
    profile: FileProfile,
) -> bool:
    """A column whose words mostly mean no stage is no column of stages: say so and leave it out."""
    column = layout.columns.get(Field.STAGE)
    if column is None:
        return False
    place, encoding = column.place, letters[Field.STAGE]
    texts = [
        in_unicode(text, encoding)
        for row in sample
        if place < len(row) and (text := text_of(row[place]).strip())  # type: ignore[arg-type]
    ]
    known = sum(bool(stage_of(text)) for text in texts)
    if not texts or known * 2 >= len(texts):
        return True
    profile.warnings.append(
        f"Cột “{column.header}” không giống trạng thái thẻ nên không dùng cột này."
    )
    return False


def _conclude(profile: FileProfile, request: Request) -> None:
    profile.rows = sum(sheet.rows for sheet in profile.sheets)
    profile.rejected = sum(sheet.rejected for sheet in profile.sheets)
    profile.skipped = sum(sheet.skipped for sheet in profile.sheets)
    for sheet in profile.sheets:
        if sheet.is_hidden:
            profile.warnings.append(f"Trang “{sheet.name}” đang ẩn trong Excel nhưng vẫn được đọc.")
    doubts = (code for sheet in profile.sheets for code in sheet.column_doubts)
    profile.column_doubts = list(dict.fromkeys(doubts))
    in_doubt = [sheet for sheet in profile.sheets if sheet.day_month_doubt]
    profile.day_month_doubt = bool(in_doubt) and request.day_month is None
    profile.doubt_sample = [text for sheet in in_doubt for text in sheet.doubt_sample][:5]
    if profile.day_month_doubt:
        profile.warnings.append(
            "Ngày và tháng sinh có vẻ bị Excel đổi chỗ: mọi ô kiểu ngày đều có ngày từ 1 đến 12, "
            f"ví dụ {profile.doubt_sample[0] if profile.doubt_sample else ''}. "
            "Vui lòng đối chiếu vài người với giấy tờ, rồi chọn “đổi lại” hoặc “giữ nguyên”."
        )
