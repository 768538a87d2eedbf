"""Reading an officer's spreadsheet, whatever program wrote it, into rows of people.

The file is opened in a child process that holds no keys and no database: `read_list` starts it.
"""

from tracuu.cards.lists.reading.errors import ListNotReadable
from tracuu.cards.lists.reading.reader import ListReader, read_list
from tracuu.cards.lists.reading.rows import CellProblem, FileProfile, ListRow, SheetProfile

__all__ = [
    "CellProblem",
    "FileProfile",
    "ListNotReadable",
    "ListReader",
    "ListRow",
    "SheetProfile",
    "read_list",
]
