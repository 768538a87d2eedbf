"""Columns by letter and by number."""

# Nobody's list has more; a sheet can have 16,384.
MOST_COLUMNS = 256


def letters(column: int) -> str:
    """Return the letters of a column counted from 0.

    >>> letters(0), letters(27), letters(16383)
    ('A', 'AB', 'XFD')
    """
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


COLUMNS = {letters(column): column for column in range(MOST_COLUMNS)}
