"""What goes wrong when a person's name or birth date is read.

    ValueError
    ├── NameNotUnderstood       empty, too_long, no_letters, damaged, not_a_name
    └── BirthDateNotUnderstood  empty, impossible, future, too_old, format, ambiguous

`code` is for programs, `message` is a sentence for the person at the form: short, without blame,
and it says what to do next.
"""


class NameNotUnderstood(ValueError):
    """The text cannot be read as one person's name.

    >>> NameNotUnderstood("empty", "Vui lòng nhập họ và tên.").code
    'empty'
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class BirthDateNotUnderstood(ValueError):
    """The value cannot be read as one person's date of birth.

    >>> BirthDateNotUnderstood("empty", "Vui lòng nhập ngày sinh.").message
    'Vui lòng nhập ngày sinh.'
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
