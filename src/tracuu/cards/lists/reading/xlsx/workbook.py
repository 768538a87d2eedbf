"""The parts of a workbook: its sheets in order, its date system, where styles and strings are."""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field

from tracuu.cards.lists.reading import errors
from tracuu.cards.lists.reading.archive import Archive, each_element

_SMALL_PART = 16 << 20


@dataclass(frozen=True, slots=True)
class SheetPart:
    name: str
    path: str
    is_hidden: bool


@dataclass(slots=True)
class Workbook:
    sheets: list[SheetPart] = field(default_factory=list)
    is_1904: bool = False
    styles: str = ""
    strings: str = ""


def main_part(archive: Archive) -> str:
    """Return the path of the workbook, "" when the zip is no spreadsheet of Microsoft's kind."""
    if "_rels/.rels" in archive.names:
        for kind, target in relations_of(archive, "").values():
            if kind == "officeDocument" and target in archive.names:
                return target
    return next(
        (name for name in ("xl/workbook.xml", "xl/workbook.bin") if name in archive.names), ""
    )


def open_workbook(archive: Archive, path: str) -> Workbook:
    """Read workbook.xml and follow its relations; what is outside the zip is never followed."""
    relations = relations_of(archive, path)
    book = Workbook()
    for kind, target in relations.values():
        if kind == "styles":
            book.styles = target
        elif kind == "sharedStrings":
            book.strings = target

    def seen(name: str, attributes: Mapping[str, str], _: tuple[str, ...]) -> None:
        if name == "workbookPr":
            book.is_1904 = attributes.get("date1904", "0") in {"1", "true"}
        elif name == "sheet":
            kind, target = relations.get(_relation_id(attributes), ("", ""))
            if kind == "worksheet" and target in archive.names:
                hidden = attributes.get("state", "visible") != "visible"
                book.sheets.append(SheetPart(attributes.get("name", ""), target, hidden))

    each_element(archive.chunks(path, _SMALL_PART), seen)
    if not book.sheets:
        raise errors.empty()
    return book


def _relation_id(attributes: Mapping[str, str]) -> str:
    return next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")


def relations_of(archive: Archive, part: str) -> dict[str, tuple[str, str]]:
    """Return id → (last word of the relation's type, path inside the zip)."""
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    found: dict[str, tuple[str, str]] = {}

    def seen(name: str, attributes: Mapping[str, str], _: tuple[str, ...]) -> None:
        if name != "Relationship" or attributes.get("TargetMode") == "External":
            return
        target = attributes.get("Target", "").replace("\\", "/")
        full = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        kind = attributes.get("Type", "").rpartition("/")[2]
        found[attributes.get("Id", "")] = (kind, full)

    if path in archive.names:
        each_element(archive.chunks(path, _SMALL_PART), seen)
    return found
