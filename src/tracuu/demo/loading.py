"""Loads the demonstration through the same operations as real work."""

from pathlib import Path

from tracuu.answers.learned import fit_if_stale
from tracuu.answers.loading import SHIPPED, load_content
from tracuu.audit.operations import COMMAND_LINE, Actor
from tracuu.cards.counter.finding import find_for_counter
from tracuu.cards.counter.slips import Slip, issue_slip
from tracuu.cards.lists.importing import ImportOptions, ImportReport, import_list
from tracuu.demo.officers import add_demo_officers
from tracuu.demo.spreadsheet import AS_OF, NEXT_AS_OF, write_demo_list, write_next_list
from tracuu.demo.units import add_demo_units
from tracuu.units.queries import get_unit

_DEMO = Actor(officer_id=None, origin="demo")
# Two people of the README, who hold slips: one whose name is hers alone, and one of two namesakes.
_HOLDERS = ("TP-211003", "TP-211015")


def load_demo(home: Path) -> ImportReport:
    """The units, the answers, then the officer's list, written as a workbook and imported like any other.

    Loading it again changes nothing.
    """
    add_demo_units()
    add_demo_officers()
    load_content(SHIPPED, actor=COMMAND_LINE)
    fit_if_stale()
    path = home / "demo" / "tan-phu-2021-12-14.xlsx"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_demo_list(path)
    following = next_list_path(home)
    if not following.exists():
        write_next_list(following)
    return import_list(unit=get_unit("tan-phu"), path=path, options=ImportOptions(as_of=AS_OF))


def next_list_path(home: Path) -> Path:
    """The list that an officer may publish while somebody waits for it in the chat."""
    return home / "demo" / f"tan-phu-{NEXT_AS_OF.isoformat()}.xlsx"


def issue_demo_slips() -> list[Slip]:
    """The slips of two people who come to the counter; asked again, the same ones."""
    unit = get_unit("tan-phu")
    found = (find_for_counter(unit=unit, text=text, actor=_DEMO).people for text in _HOLDERS)
    return [
        issue_slip(unit=unit, application_id=person.application_id, actor=_DEMO)
        for people in found
        for person in people
    ]
