"""What goes wrong when a person's name or birth date is read.

    ValueError
    ├── NameNotUnderstood       empty, too_long, no_letters, damaged, not_a_name
    └── BirthDateNotUnderstood  empty, impossible, future, too_old, format, ambiguous

`code` is for programs, `message` is a sentence for the person at the form: short, without blame,
and it says what to do next.
"""


class NameNotUnderstood(ValueError):
    """The text cannot be read as one person's name."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class BirthDateNotUnderstood(ValueError):
    """The value cannot be read as one person's date of birth."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
