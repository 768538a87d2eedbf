"""Word lists are written as running text: easier to read and to extend than quoted items."""


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text, in order."""
    return tuple(text.split())
