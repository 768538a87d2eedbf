"""Documents for printers."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fpdf import FPDF


def new_document() -> "FPDF":
    """An empty document of A4, measured in millimetres.

    What draws it takes half a second to import: a server that starts again is up that much sooner, and
    only the first who prints waits.
    """
    document: FPDF = import_module("fpdf").FPDF(format="A4", unit="mm")
    return document
