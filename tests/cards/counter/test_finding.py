"""One field finds who stands there; every person who is shown is told in the record."""

import pytest

from cards.counter.counters import find, find_one
from cards.uploads import AN, publish_rows
from factories import AS_OF, make_unit, person, publish_people
from tracuu.audit.models import Event
from tracuu.cards.counter.finding import MOST_SHOWN, open_for_counter
from tracuu.cards.counter.slips import issue_slip
from tracuu.cards.enums import Stage
from tracuu.cards.errors import ApplicationNotHere, QueryNotUnderstood
from tracuu.cards.models import Application
from tracuu.core.receipt_codes import grouped
from tracuu.units.models import Succession

pytestmark = pytest.mark.django_db

LAN = person(
    "Nguyễn Thị Lan", "17/05/1991", receipt="HS-00012", id_number="079091001234", box="A12"
)
HOA = person("Trần Văn Hòa", "03/04/1985", receipt="HS-00013", status="Đang in")


@pytest.fixture
def unit(tmp_path):
    made = make_unit()
    publish_people(made, tmp_path, LAN, HOA)
    return made


@pytest.mark.parametrize(
    "typed",
    [
        "nguyen thi lan 17/05/1991",
        "Nguyễn Thị Lan, 17-5-1991",
        "NGUYỄN THỊ LAN sinh ngày 17/05/1991",
        "nguyen thi lan 17051991",
        "nguyen thi lan 17 05 1991",
        "Nguyeenx Thij Lan 17.5.91",
        "17/05/1991 nguyen thi lan",
        "hs 00012",
        "HS-00012",
        "  hs00012  ",
        "nguyen thi lan 1991",
        "nguyen thi lan 18/05/1991",
    ],
)
def test_however_it_is_typed(unit, typed):
    one = find_one(unit, typed)
    assert one.identity.full_name == "Nguyễn Thị Lan"
    assert (one.stage, one.box) == (Stage.AT_UNIT, "A12")


@pytest.mark.parametrize(
    "typed", ["", "nguyen thi lan", "xin chào", "1", "17051991", "HS 99999999"]
)
def test_what_says_too_little_is_answered_with_what_to_type(unit, typed):
    if any(sign.isdigit() for sign in typed):
        assert find(unit, typed) == []
        return
    with pytest.raises(QueryNotUnderstood, match="họ tên rồi ngày sinh"):
        find(unit, typed)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("17/05/1991", "Còn thiếu họ tên"),
        ("sinh ngày 17-05-1991", "Còn thiếu họ tên"),
        ("17/05/1991 12", "Còn thiếu họ tên"),
        ("99/99/1990", "Không có ngày 99/99/1990"),
        ("99/99/1990 nguyen thi lan", "Không có ngày 99/99/1990"),
        ("nguyen thi lan 31.02.1990", "Không có ngày 31/2/1990"),
        ("nguyen thi lan, 05/17/1991", "ngày và tháng bị đổi chỗ"),
        ("05/17/1991 nguyen thi lan", "ngày và tháng bị đổi chỗ"),
        ("nguyen thi lan 17/05/2999", "sau ngày hôm nay"),
    ],
)
def test_a_name_that_is_missing_or_a_day_that_never_was_is_told(unit, typed, words):
    with pytest.raises(QueryNotUnderstood, match=words):
        find(unit, typed)
    assert Event.objects.get(action="card_looked_up").facts["way"] == "nobody"


def test_a_receipt_that_looks_like_a_date_is_found_all_the_same(unit, tmp_path):
    odd = person("Lý Thị Sen", "02/02/1962", receipt="99/99/1990")
    publish_people(unit, tmp_path, odd, name="2.xlsx")
    assert find_one(unit, "99/99/1990").identity.full_name == "Lý Thị Sen"


def test_a_code_finds_its_application_and_a_wrong_one_is_told(unit):
    slip = issue_slip(unit=unit, application_id=find_one(unit, "HS-00012").application_id, actor=AN)

    assert find_one(unit, slip.code).identity.full_name == "Nguyễn Thị Lan"
    assert find_one(unit, grouped(slip.code).lower()).identity.full_name == "Nguyễn Thị Lan"
    wrong = ("1" if slip.code[0] != "1" else "2") + slip.code[1:]
    with pytest.raises(QueryNotUnderstood, match="chữ gõ nhầm"):
        find(unit, wrong)


def test_a_receipt_of_twelve_digits_is_not_taken_for_a_code(unit, tmp_path):
    for number in range(210000000000, 210000000040):
        publish_people(
            unit, tmp_path, person("Lý Thị Sen", "02/02/1962", receipt=str(number)),
            name=f"{number}.xlsx",
        )  # fmt: skip
        assert find_one(unit, str(number)).identity.full_name == "Lý Thị Sen"
        if number > 210000000022:  # both kinds of remainder were met
            break


def test_the_sure_come_alone_and_the_near_only_when_nobody_is_sure(unit, tmp_path):
    publish_people(
        unit, tmp_path, person("Nguyễn Thị Lân", "17/05/1991", receipt="HS-2"), name="2.xlsx"
    )

    assert [one.identity.receipt for one in find(unit, "Nguyễn Thị Lân 17/05/1991")] == ["HS-2"]
    assert len(find(unit, "nguyen thi lan 17/05/1991")) == 2
    assert len(find(unit, "Nguyễn Thị Làn 17/05/1991")) == 2


def test_no_more_than_a_screen_of_people_is_shown(tmp_path):
    unit = make_unit()
    alike = [person("Nguyễn Thị Hoa", "01/01/1975", receipt=f"HS-{n}") for n in range(12)]
    publish_people(unit, tmp_path, *alike)
    assert len(find(unit, "nguyen thi hoa 01/01/1975")) == MOST_SHOWN
    assert Event.objects.filter(action="card_looked_up").count() == MOST_SHOWN


def test_another_units_people_are_not_here(unit, tmp_path):
    other = make_unit("tan-binh", "Công an quận Tân Bình")
    code = issue_slip(
        unit=unit, application_id=find_one(unit, "HS-00012").application_id, actor=AN
    ).code
    for typed in (code, "HS-00012", "nguyen thi lan 17/05/1991"):
        assert find(other, typed) == []
    with pytest.raises(ApplicationNotHere):
        open_for_counter(unit=other, application_id=Application.objects.first().pk, actor=AN)


def test_people_of_a_unit_that_was_taken_over_are(unit):
    today = make_unit("phuong-tan-phu", "Công an phường Tân Phú")
    Succession.objects.create(old=unit, new=today, on=AS_OF)
    assert find_one(today, "HS-00012").identity.full_name == "Nguyễn Thị Lan"


def test_each_person_who_is_shown_is_an_event_and_so_is_nobody(unit):
    find(unit, "HS-00012")
    find(unit, "nguyen thi lan 17/05/1991")
    find(unit, "ly thi khong co 01/02/1963")
    number = Application.objects.order_by("pk").first().pk
    open_for_counter(unit=unit, application_id=number, actor=AN)

    told = Event.objects.filter(unit_id=unit.pk, action="card_looked_up").order_by("number")
    assert [(one.actor_id, one.origin, one.subject, one.facts["way"]) for one in told] == [
        (1, "192.0.2.1", f"application:{number}", "receipt"),
        (1, "192.0.2.1", f"application:{number}", "person"),
        (1, "192.0.2.1", f"unit:{unit.pk}", "nobody"),
        (1, "192.0.2.1", f"application:{number}", "chosen"),
    ]


def test_the_slip_of_a_person_whom_a_list_corrected_still_finds_them(tmp_path):
    unit = make_unit()
    publish_rows(
        unit, tmp_path, person("Nguyễn Thị Lan", "17/05/1991", receipt="HS-1"), name="1.xlsx"
    )
    code = issue_slip(unit=unit, application_id=Application.objects.get().pk, actor=AN).code
    again = person("Nguyễn Thị Lân", "17/05/1991", receipt="HS-1", phone="0901234567")
    publish_rows(unit, tmp_path, again, name="2.xlsx")

    one = find_one(unit, code)
    assert one.identity.full_name == "Nguyễn Thị Lân"
    assert one.identity.slip == code


def test_so_does_one_that_was_printed_while_the_list_waited(tmp_path):
    unit = make_unit()
    row = person("Nguyễn Thị Lan", "17/05/1991", receipt="HS-1")
    publish_people(unit, tmp_path, row, name="1.xlsx")
    first = Application.objects.get().pk
    again = person("Nguyễn Thị Lan", "17/05/1991", receipt="HS-1", phone="0901234567")
    publish_rows(unit, tmp_path, again, name="2.xlsx")
    code = issue_slip(
        unit=unit, application_id=first, actor=AN
    ).code  # the silent row, as if before

    assert find_one(unit, code).identity.phone_last4 == "4567"
