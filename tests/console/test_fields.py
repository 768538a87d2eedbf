"""Days as officers write them, in every form of the console."""

import datetime
import re

import pytest
from django import forms

from tracuu.console.answers.forms import WordingForm
from tracuu.console.fields import DayField, parse_day
from tracuu.console.forms import EventFilterForm
from tracuu.console.lists.forms import DayForm, UploadForm

DAY = datetime.date(2021, 12, 4)


@pytest.mark.parametrize(
    "typed",
    [
        "04/12/2021", "4/12/2021", "4-12-2021", "4.12.2021", "04122021", "4 12 2021", "4/12/21",
        "2021-12-04", " 04 / 12 / 2021 ", "ngày 4 tháng 12 năm 2021", "Ngay 4 thang 12 nam 2021",
    ],
)  # fmt: skip
def test_a_day_is_read_day_first_however_it_is_written(typed):
    assert parse_day(typed) == DAY


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("hôm nay", "Hãy nhập ngày/tháng/năm"),
        ("12/2021", "Hãy nhập ngày/tháng/năm"),
        ("4/12/021", "Hãy nhập ngày/tháng/năm"),
        ("1/2/3/2021", "Hãy nhập ngày/tháng/năm"),
        ("12/24/2021", "Không có tháng 24. Hãy ghi ngày trước, tháng sau."),
        ("31/02/2021", "Không có ngày 31/02/2021."),
        ("0/0/2021", "Không có ngày 0/0/2021."),
    ],
)
def test_what_is_no_day_is_told_in_a_sentence(typed, says):
    with pytest.raises(forms.ValidationError, match=re.escape(says)):
        parse_day(typed)


def test_no_form_of_the_console_leaves_the_order_of_a_date_to_the_browser():
    filters = EventFilterForm({}, actions=[], officers=[])
    found = [
        field
        for form in (UploadForm(), DayForm(), WordingForm(), filters)
        for field in form
        if isinstance(field.field, forms.DateField)
    ]
    assert len(found) == 5
    for field in found:
        assert isinstance(field.field, DayField)
        assert 'type="text"' in str(field)
        assert 'inputmode="numeric"' in str(field)


def test_what_an_address_says_is_shown_day_first():
    form = EventFilterForm({"day": "2021-12-04"}, actions=[], officers=[])
    assert 'value="04/12/2021"' in str(form["day"])
    wrong = EventFilterForm({"day": "<4>"}, actions=[], officers=[])
    assert 'value="&lt;4&gt;"' in str(wrong["day"])
