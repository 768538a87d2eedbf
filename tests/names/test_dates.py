import datetime as dt

import pytest

from tracuu.names import (
    BirthDate,
    BirthDateNotUnderstood,
    Nearness,
    Precision,
    compare_dates,
    parse_birth_date,
)

TODAY = dt.date(2026, 11, 24)


def read(value, **how):
    return parse_birth_date(value, today=TODAY, **how)


@pytest.mark.parametrize(
    "typed",
    [
        "5/6/1988", "05.06.1988", "5-6-88", "5 6 1988", "05\\06\\1988", "O5/O6/1988", "05061988",
        "050688", "19880605", "1988-06-05", "1988/6/5", "1988-06-05 00:00:00",
        "1988-06-05T00:00:00+07:00", "05/06/1988 12:00:00 AM", "ngày 5 tháng 6 năm 1988",
        "ngay 05 thang 06 nam 1988", "5 tháng sáu 1988", "mồng 5 tháng 6 năm 1988",
        "Sinh ngày: 05/06/1988", "05–06–1988", "５/６/１９８８", "'05/06/1988", "5 Jun 1988", "32299",
        "32299.0", 32299, 32299.75, 5061988, 19880605.0, dt.date(1988, 6, 5),
        dt.datetime(1988, 6, 5, 13, 30),  # noqa: DTZ001  (as spreadsheets hand it over)
    ],
)  # fmt: skip
def test_reads_one_day_in_many_spellings(typed):
    assert read(typed) == BirthDate(1988, 6, 5)


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("1950", "1950"), (1950, "1950"), (1950.0, "1950"), ("SN 1950", "1950"),
        ("sinh năm 1950", "1950"), ("00/00/1950", "1950"), ("--/--/1950", "1950"),
        ("../../1950", "1950"), ("xx/xx/1950", "1950"), ("?/?/1950", "1950"), ("SN 50", "1950"),
        ("06/1950", "1950-06"), ("tháng 6 năm 1950", "1950-06"), ("1950-06", "1950-06"),
        ("00/06/1950", "1950-06"), ("?/6/1950", "1950-06"), ("061950", "1950-06"),
        ("tháng Giêng 1950", "1950-01"), ("tháng chạp năm 1950", "1950-12"),
    ],
)  # fmt: skip
def test_never_invents_a_part_that_is_not_there(typed, iso):
    assert read(typed).isoformat() == iso


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"), ("  ", "empty"), ("31/02/1988", "impossible"), ("29/02/1967", "impossible"),
        ("13/25/1990", "impossible"), ("05/13/1990", "impossible"), ("13/1990", "impossible"),
        ("05/00/1990", "impossible"), ("25/12/2026", "future"), ("12/2026", "future"),
        ("2027", "future"), (dt.date(2027, 1, 1), "future"), ("05/06/1788", "too_old"),
        ("1700", "too_old"), ("abc", "format"), ("5/6", "format"), ("-", "format"), ("36", None),
        (36, "format"), (0, "format"), (-5, "format"), (float("nan"), "format"),
        (float("inf"), "format"), (True, "format"), (1e300, "format"), ("99999", "format"),
        ("1121988", "ambiguous"), ("05/06/1988/1", "format"), ("5" * 500, "format"),
        ("1/2/3", "format"), ("không rõ", "format"),
    ],
)  # fmt: skip
def test_an_impossible_date_is_an_error_and_never_a_guess(typed, code):
    if code is None:
        assert read(typed).isoformat() == "1936"
        return
    with pytest.raises(BirthDateNotUnderstood) as raised:
        read(typed)
    assert raised.value.code == code
    assert raised.value.message.endswith(".")


def test_says_that_day_and_month_may_be_swapped():
    with pytest.raises(BirthDateNotUnderstood, match="đổi chỗ"):
        read("05/13/1990")


def test_both_systems_of_serial_days():
    assert read(32299 - 1462, date1904=True) == BirthDate(1988, 6, 5)
    assert read("30837", date1904=True) == BirthDate(1988, 6, 5)


@pytest.mark.parametrize(
    ("typed", "year", "guessed"),
    [
        ("25/12/48", 1948, False),
        ("05/06/27", 1927, False),
        ("05/06/15", 2015, True),
        ("24/11/26", 2026, True),
        ("25/11/26", 1926, False),
    ],
)
def test_two_digits_of_a_year_turn_at_today(typed, year, guessed):
    date = read(typed)
    assert (date.year, date.is_century_guessed) == (year, guessed)


def test_precision_and_iso_form_agree():
    for iso, precision in [("1950", "year"), ("1950-06", "month"), ("1950-06-05", "day")]:
        date = BirthDate.fromisoformat(iso)
        assert date.isoformat() == iso
        assert date.precision == Precision(precision)


@pytest.mark.parametrize(
    "text", ["", "50", "1950-6", "1950-13", "1950-02-30", "195O", "1950-06-00"]
)
def test_reads_only_its_own_iso_form(text):
    with pytest.raises(ValueError):  # noqa: PT011
        BirthDate.fromisoformat(text)


@pytest.mark.parametrize(
    ("one", "other", "nearness"),
    [
        ("05/06/1988", "05/06/1988", "equal"), ("01/01/1950", "01/01/1950", "equal"),
        ("05/06/1988", "06/05/1988", "near"), ("05/06/1988", "05/06/1998", "near"),
        ("05/06/1988", "05/06/1898", "near"), ("12/06/1988", "21/06/1988", "near"),
        ("05/06/1988", "15/06/1988", "near"), ("05/06/1988", "05/07/1988", "near"),
        ("30/06/1988", "01/07/1988", "near"), ("31/12/1988", "01/01/1989", "near"),
        ("05/06/1988", "01/01/1988", "near"), ("05/06/1988", "1988", "near"),
        ("05/06/1988", "06/1988", "near"), ("1988", "1988", "near"),
        ("05/06/15", "05/06/2015", "near"), ("05/06/15", "05/06/1915", "near"),
        ("05/06/15", "05/06/15", "near"), ("05/06/1988", "21/04/1988", "far"),
        ("05/06/1988", "07/1988", "far"), ("05/06/1988", "1989", "far"),
        ("05/06/1988", "15/06/1998", "far"), ("05/06/1988", "06/05/1989", "far"),
        ("05/06/15", "05/06/2016", "far"), ("06/1988", "07/1988", "far"),
    ],
)  # fmt: skip
def test_one_fault_is_near_two_are_far(one, other, nearness):
    assert compare_dates(read(one), read(other)) == Nearness(nearness)
    assert compare_dates(read(other), read(one)) == Nearness(nearness)
