"""A day as officers write it: day first, with whatever between the numbers, or nothing.

Not the browser's own field of dates: that shows month first wherever the browser speaks English.
"""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracuu.core.days import DayNotUnderstood, Fault, read_day


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
    try:
        return read_day(text)
    except DayNotUnderstood as error:
        raise forms.ValidationError(_sentence(error)) from None


def _sentence(error: DayNotUnderstood) -> str:
    if error.fault is Fault.NO_SUCH_MONTH:
        said = _("Không có tháng %(month)s. Hãy ghi ngày trước, tháng sau.")
        return said % {"month": error.part}
    if error.fault is Fault.NO_SUCH_DAY:
        return _("Không có ngày %(day)s. Hãy xem lại.") % {"day": error.part}
    return _("Hãy nhập ngày/tháng/năm, ví dụ 14/12/2021.")
