class UnitNotFound(Exception):
    """No unit has this slug."""


class UnitNotValid(Exception):
    """A unit cannot be made like this; the message says what to change."""
