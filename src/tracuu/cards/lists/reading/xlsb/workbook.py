"""The small parts of an .xlsb: its sheets, its number formats, its shared strings."""

from collections.abc import Iterator

from tracuu.cards.lists.reading import errors
from tracuu.cards.lists.reading.archive import Archive
from tracuu.cards.lists.reading.xlsb import records as r
from tracuu.cards.lists.reading.xlsx.strings import MOST_LETTERS
from tracuu.cards.lists.reading.xlsx.styles import BUILT_IN, Shown, shown_by
from tracuu.cards.lists.reading.xlsx.workbook import SheetPart, Workbook, relations_of

_SMALL_PART = 16 << 20
_MOST_STYLES = 64 << 20
_LONGEST_NAME = 255
_BATCH = 4096
_IS_1904 = 1


def open_workbook(archive: Archive, path: str) -> Workbook:
    """Read workbook.bin and follow its relations; what is outside the zip is never followed."""
    relations = relations_of(archive, path)
    book = Workbook()
    for kind, target in relations.values():
        if kind == "styles":
            book.styles = target
        elif kind == "sharedStrings":
            book.strings = target
    for record, data, start, end in r.records(archive, path, _SMALL_PART):
        if record == r.BOOK_PROPERTIES:
            book.is_1904 = bool(r.uint(data, start, end) & _IS_1904)
        elif record == r.SHEET:
            state = r.uint(data, start, end)
            # Between the state and the relation stands a number of the sheet's own.
            relation, place = r.text_at(data, start + 8, end, _LONGEST_NAME)
            name, _ = r.text_at(data, place, end, _LONGEST_NAME)
            kind, target = relations.get(relation, ("", ""))
            if kind == "worksheet" and target in archive.names:
                book.sheets.append(SheetPart(name, target, is_hidden=bool(state)))
    if not book.sheets:
        raise errors.empty()
    return book


def date_styles(archive: Archive, path: str) -> dict[int, Shown]:
    """Return the index of each date style → what it shows."""
    custom: dict[int, Shown | None] = {}
    found: dict[int, Shown] = {}
    count, are_of_cells = 0, False
    if path not in archive.names:
        return found
    for record, data, start, end in r.records(archive, path, _MOST_STYLES):
        if record == r.FORMAT:
            code, _ = r.text_at(data, start + 2, end, MOST_LETTERS)
            custom[_short(data, start, end)] = shown_by(code)
        elif record == r.CELL_STYLES:
            are_of_cells = True
        elif record == r.CELL_STYLES_END:
            are_of_cells = False
        elif record == r.CELL_STYLE and are_of_cells:
            number = _short(data, start + 2, end)
            shown = custom[number] if number in custom else BUILT_IN.get(number)
            if shown is not None:
                found[count] = shown
            count += 1
    return found


def _short(data: bytes, start: int, end: int) -> int:
    if end - start < 2:  # noqa: PLR2004
        raise errors.damaged()
    return int.from_bytes(data[start : start + 2], "little")


def strings_in(archive: Archive, path: str) -> Iterator[list[str]]:
    """Yield the shared strings; how their letters look and sound is passed over."""
    if path not in archive.names:
        return
    batch: list[str] = []
    for record, data, start, end in r.records(archive, path):
        if record == r.STRING:
            # One byte about looks and sound comes first.
            batch.append(r.text_at(data, start + 1, end, MOST_LETTERS)[0])
            if len(batch) >= _BATCH:
                yield batch
                batch = []
        elif record == r.STRINGS_END:
            yield batch
            return
    raise errors.damaged()
