"""The cells of a file as they stand in it: its header, and the rows that an officer must mend.

Like the reading of people, this opens a stranger's file only in a child process without keys.
"""

from tracuu.cards.lists.cells.reader import Cells, HeaderCell, SheetHeader, look_at

__all__ = ["Cells", "HeaderCell", "SheetHeader", "look_at"]
