"""The button that calls the unit, in a chat."""

import pytest

from tracuu.messaging.chat.calling import call_buttons
from tracuu.units.models import Unit


@pytest.mark.parametrize(
    ("written", "called"),
    [
        ("028 0000 0001", ["028 0000 0001"]),
        ("(028) 0000 0001 (101)", ["(028) 0000 0001"]),
        ("028 0000 0001 - 028 0000 0002", ["028 0000 0001"]),
        ("028 0000 0001 máy lẻ 102", ["028 0000 0001"]),
        ("113", []),
        ("1900 0368", []),
        ("", []),
    ],
)
def test_the_number_is_the_one_that_the_page_dials(written, called):
    assert [button.value for button in call_buttons(Unit(phone=written))] == called
