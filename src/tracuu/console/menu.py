"""The menu of a unit: what officers do all day, then what keeps the unit itself.

The keys go from left to right. A page that stands in no entry of its own (cards of an age, faulty
files, the poster) is reached from the first screen, and counts as part of it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tracuu.units.models import Unit

_HOME = "unit"
# Key, page, words, and what an officer must be allowed; empty: whoever may see the unit.
_Told = tuple[str, str, str | Promise, str]
_DAILY: tuple[_Told, ...] = (
    ("1", _HOME, _("Trang chính"), ""),
    ("2", "counter", _("Quầy trả thẻ"), "hand_over"),
    ("3", "lists", _("Danh sách"), ""),
    ("4", "inbox", _("Hộp thư"), "answer"),
    ("5", "notices", _("Tin báo"), ""),
    ("6", "answers", _("Hỏi đáp"), ""),
)
_KEEPING: tuple[_Told, ...] = (
    ("7", "officers", _("Cán bộ"), "manage_officers"),
    ("8", "audit", _("Nhật ký"), "read_audit"),
    ("9", "zalo", _("Zalo"), "connect_zalo"),
)
_GROUPS: tuple[tuple[str | Promise, tuple[_Told, ...]], ...] = (
    (_("Việc hằng ngày"), _DAILY),
    (_("Quản lý đơn vị"), _KEEPING),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """`here` is what `aria-current` says: "page" on it, "true" on a page within, else empty.

    `waiting`: how many citizens wait behind it.
    """

    key: str
    label: str | Promise
    address: str
    here: str = ""
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    name: str | Promise
    entries: list[Entry]


def menu_of(unit: Unit, path: str, may: Mapping[str, bool], waiting: int = 0) -> list[Group]:
    """The groups of the entries that this officer may open, for the page at `path`."""
    within = _within(unit, path)
    groups = []
    for name, told in _GROUPS:
        entries = list(_entries(unit, path, within, told, may, waiting))
        if entries:
            groups.append(Group(name, entries))
    return groups


def _entries(
    unit: Unit,
    path: str,
    within: str,
    told: tuple[_Told, ...],
    may: Mapping[str, bool],
    waiting: int,
) -> Iterator[Entry]:
    for key, view, label, needed in told:
        if needed and not may[needed]:
            continue
        address = _address(unit, view)
        here = ("page" if path == address else "true") if view == within else ""
        yield Entry(key, label, address, here, waiting if view == "inbox" else 0)


def _within(unit: Unit, path: str) -> str:
    """The entry to which a page belongs."""
    views = [view for _key, view, _label, _needed in (*_DAILY, *_KEEPING) if view != _HOME]
    return next((view for view in views if path.startswith(_address(unit, view))), _HOME)


def _address(unit: Unit, view: str) -> str:
    return reverse(f"console:{view}", args=[unit.slug])
