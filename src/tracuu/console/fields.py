"""A day as officers write it: day first, with whatever between the numbers, or nothing.

Not the browser's own field of dates: that shows month first wherever the browser speaks English.
"""

import datetime
import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_WORDS = re.compile(r"\b(?:ngày|ngay|tháng|thang|năm|nam)\b")
_BETWEEN = re.compile(r"[\s/.,\-–_]+")
_TOGETHER = re.compile(r"(\d\d)(\d\d)(\d{4})", re.ASCII)
_YEAR_DIGITS, _SHORT_YEAR_DIGITS, _PARTS, _LAST_MONTH = 4, 2, 3, 12


class DayInput(forms.TextInput):
    """A text field; telephones offer digits, and a day is shown with slashes."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        defaults: dict[str, Any] = {
            "inputmode": "numeric",
            "autocomplete": "off",
            "class": "day",
            "maxlength": 40,
        }
        defaults["placeholder"] = gettext_lazy("ngày/tháng/năm")
        super().__init__({**defaults, **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, datetime.date):
            return day_text(value)
        return None if value is None else str(value)


class DayField(forms.DateField):
    """A date, or a sentence that says what to mend."""

    widget = DayInput

    def to_python(self, value: Any) -> datetime.date | None:
        if not isinstance(value, str):
            return super().to_python(value)
        return parse_day(value) if value.strip() else None

    def bound_data(self, data: Any, initial: Any) -> Any:  # noqa: ARG002 (Django's signature)
        """What was understood is shown as days are written here, also when an address said it."""
        try:
            return self.to_python(data) or data
        except forms.ValidationError:
            return data


def day_text(day: datetime.date) -> str:
    """The day as every officers' page writes it.

    >>> day_text(datetime.date(2021, 12, 4))
    '04/12/2021'
    """
    return f"{day:%d/%m/%Y}"


def parse_day(text: str) -> datetime.date:
    """Read a day, or raise a `ValidationError` that says what to mend.

    >>> {parse_day(text).isoformat() for text in ("4.12.2021", "04122021", "2021-12-04", "4/12/21")}
    {'2021-12-04'}
    """
    plain = _WORDS.sub(" ", text.strip().casefold())
    together = _TOGETHER.fullmatch(plain)
    parts = list(together.groups()) if together else [p for p in _BETWEEN.split(plain) if p]
    if len(parts) == _PARTS and len(parts[0]) == _YEAR_DIGITS:
        parts.reverse()
    lengths = [len(part) for part in parts]
    is_day = len(parts) == _PARTS and max(lengths[:2]) <= _SHORT_YEAR_DIGITS
    is_day = is_day and lengths[2] in {_SHORT_YEAR_DIGITS, _YEAR_DIGITS}
    if not is_day or not all(part.isascii() and part.isdecimal() for part in parts):
        raise forms.ValidationError(_("Hãy nhập ngày/tháng/năm, ví dụ 14/12/2021."))
    day, month, year = (int(part) for part in parts)
    if month > _LAST_MONTH:
        raise forms.ValidationError(
            _("Không có tháng %(month)s. Hãy ghi ngày trước, tháng sau.") % {"month": month}
        )
    try:
        return datetime.date(year if lengths[2] == _YEAR_DIGITS else 2000 + year, month, day)
    except ValueError:
        raise forms.ValidationError(
            _("Không có ngày %(day)s. Hãy xem lại.") % {"day": "/".join(parts)}
        ) from None
