"""Loads the demonstration through the same operations as real work."""

from pathlib import Path

from tracuu.answers.learned import fit_model, is_stale
from tracuu.answers.loading import SHIPPED, load_content
from tracuu.audit.operations import COMMAND_LINE
from tracuu.cards.lists.importing import ImportOptions, ImportReport, import_list
from tracuu.demo.officers import add_demo_officers
from tracuu.demo.spreadsheet import AS_OF, write_demo_list
from tracuu.demo.units import add_demo_units
from tracuu.units.queries import get_unit


def load_demo(home: Path) -> ImportReport:
    """The units, the answers, then the officer's list, written as a workbook and imported like any other.

    Loading it again changes nothing.
    """
    add_demo_units()
    add_demo_officers()
    load_content(SHIPPED, actor=COMMAND_LINE)
    if is_stale():
        fit_model()
    path = home / "demo" / "tan-phu-2021-12-14.xlsx"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_demo_list(path)
    return import_list(unit=get_unit("tan-phu"), path=path, options=ImportOptions(as_of=AS_OF))
