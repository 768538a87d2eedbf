"""A run of letters: to whom, with what, and that nothing of it is kept but that it happened."""

import datetime
import json
import re

import pytest
from django.core import serializers
from django.db import connection
from tests.cards.uploads import AN, fillers, publish_rows

from factories import make_unit, person, publish_people, write_list
from tracuu.audit.models import Event
from tracuu.cards.ageing import letters
from tracuu.cards.ageing.addresses import AddressBook, read_file, read_pasted
from tracuu.cards.ageing.letters import get_letter, hash_of, keep_run, plan_letters, reply_to
from tracuu.cards.enums import Reply
from tracuu.cards.errors import LetterNotFound, LettersNotPrinted
from tracuu.cards.models import Chase, Letter
from tracuu.cards.rules import AGES
from tracuu.core import clock
from tracuu.core.receipt_codes import grouped, new_code, read_code

pytestmark = pytest.mark.django_db
OLD = AGES[3]  # 46 to 90 days
LAN = person("Nguyễn Thị Lan", "17/05/1991", receipt="HS-00012", box="A12")
BAY = person("Trần Văn Bảy", "03/04/1985", receipt="HS-00014")


@pytest.fixture
def unit(tmp_path):
    unit = make_unit()
    publish_rows(unit, tmp_path, LAN, BAY, as_of=clock.today() - datetime.timedelta(days=60))
    return unit


def run(unit, text="", *, again=False, age=OLD):
    return make(unit, read_pasted(text), again=again, age=age)


def make(unit, lines, *, again=False, age=OLD):
    book = AddressBook(lines, clock.today())
    run = plan_letters(unit=unit, age=age, book=book, again=again)
    keep_run(unit=unit, age=age, run=run, again=again, actor=AN)
    return run


def names(printed):
    return sorted(one.full_name for one in printed.letters)


def test_without_addresses_everybody_of_the_age_gets_one(unit):
    printed = run(unit)
    assert names(printed) == ["Nguyễn Thị Lan", "Trần Văn Bảy"]
    assert {one.address for one in printed.letters} == {""}
    assert all(read_code(one.code) == one.code for one in printed.letters)
    event = Event.objects.order_by("-number").first()
    assert (event.action, event.facts) == ("letters_printed", {"age": "46-90", "count": 2})


@pytest.mark.parametrize(
    "line",
    [
        "HS-00012; 5 đường Minh Hoạ, Tân Phú",
        "hs 00012 |5 đường Minh Hoạ, Tân Phú",
        "HS-00012\t5 đường Minh Hoạ, Tân Phú",
        "nguyen thi lan ; 17-5-1991 ; 5 đường Minh Hoạ, Tân Phú",
    ],
)
def test_with_addresses_only_those_who_have_one(unit, line):
    printed = run(unit, f"{line}\nHS-99999; nơi khác\n\nchỉ có một ô")
    (letter,) = printed.letters
    assert (letter.full_name, letter.address) == ("Nguyễn Thị Lan", "5 đường Minh Hoạ, Tân Phú")
    assert list(printed.unused_lines) == [2, 4]


def test_a_line_that_two_could_mean_is_nobodys(tmp_path):
    unit = make_unit()
    hoa = [person("Nguyễn Thị Hoa", "01/01/1975", receipt=f"HS-{number}") for number in (1, 2)]
    publish_rows(unit, tmp_path, *hoa, as_of=clock.today() - datetime.timedelta(days=60))
    with pytest.raises(LettersNotPrinted):
        run(unit, "Nguyễn Thị Hoa; 01/01/1975; 5 đường Minh Hoạ")
    printed = run(unit, "HS-2; 7 đường Minh Hoạ")
    assert [one.address for one in printed.letters] == ["7 đường Minh Hoạ"]


def test_two_lines_for_one_person_are_no_address(unit):
    with pytest.raises(LettersNotPrinted):
        run(unit, "HS-00012; 5 đường Minh Hoạ\nHS-00012; 6 đường Minh Hoạ")


def test_addresses_come_out_of_a_spreadsheet(unit, tmp_path):
    header = ("STT", "Họ và tên", "Ngày sinh", "Số hồ sơ", "Địa chỉ liên hệ")
    rows = [
        ("1", "Nguyễn Thị Lan", "17/05/1991", "HS-00012", "5 đường Minh Hoạ"),
        ("2", "Trần Văn Bảy", "03/04/1985", "", "6 đường Minh Hoạ"),
        ("3", "Không Có Ai", "01/01/1990", "HS-5", ""),
    ]
    lines = read_file(write_list(tmp_path / "dia-chi.xlsx", rows, header))
    assert [line.number for line in lines] == [2, 3]
    printed = make(unit, lines)
    assert {one.full_name: one.address for one in printed.letters} == {
        "Nguyễn Thị Lan": "5 đường Minh Hoạ", "Trần Văn Bảy": "6 đường Minh Hoạ",
    }  # fmt: skip


def test_a_step_has_one_letter_unless_it_is_asked_for_again(unit):
    first = run(unit)
    with pytest.raises(LettersNotPrinted):
        run(unit)
    second = run(unit, again=True)
    assert len(second.letters) == 2
    assert {one.code for one in first.letters}.isdisjoint(one.code for one in second.letters)
    assert Chase.objects.count() == 2
    with clock.stopped_at(clock.now() + datetime.timedelta(days=40)):
        assert len(run(unit, age=AGES[4]).letters) == 2


def test_of_two_who_print_at_once_the_second_is_told(unit):
    book = AddressBook([], clock.today())
    runs = [plan_letters(unit=unit, age=OLD, book=book, again=False) for _ in range(2)]
    keep_run(unit=unit, age=OLD, run=runs[0], again=False, actor=AN)
    with pytest.raises(LettersNotPrinted, match="cán bộ khác"):
        keep_run(unit=unit, age=OLD, run=runs[1], again=False, actor=AN)
    assert Letter.objects.count() == 2
    with pytest.raises(LetterNotFound):
        get_letter(runs[1].letters[0].code)


def test_cards_that_have_just_come_get_none(unit, tmp_path):
    publish_rows(unit, tmp_path, *fillers(1), as_of=clock.today(), name="2.xlsx")
    with pytest.raises(LettersNotPrinted):
        run(unit, age=AGES[0])


def test_a_run_has_its_most_and_begins_with_the_oldest(unit, tmp_path, monkeypatch):
    long_ago = clock.today() - datetime.timedelta(days=80)
    publish_people(unit, tmp_path, *fillers(2), as_of=long_ago, name="2.xlsx")
    monkeypatch.setattr(letters, "MOST_LETTERS", 3)
    first = run(unit)
    assert first.are_more
    assert [(clock.today() - one.since).days for one in first.letters] == [80, 80, 60]
    second = run(unit)
    assert not second.are_more
    assert len(second.letters) == 1


def test_neither_address_nor_code_is_anywhere(unit):
    (letter,) = run(unit, "HS-00012; 5 đường Minh Hoạ, Tân Phú").letters
    everything = ""
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')
            everything += repr([[bytes(v) if isinstance(v, memoryview) else v for v in row]
                                for row in cursor.fetchall()])  # fmt: skip
    assert "5 đường" not in everything
    assert letter.code not in everything
    assert grouped(letter.code) not in everything
    row = json.loads(serializers.serialize("json", Letter.objects.all()))[0]["fields"]
    assert set(row) == {
        "unit", "application_id", "code_hash", "step", "printed_at", "printed_by", "reply",
        "replied_at",
    }  # fmt: skip


def test_a_letter_is_found_by_its_code_however_it_is_typed(unit):
    printed = run(unit).letters[0]
    typed = grouped(printed.code).lower().replace("0", "o")
    letter = get_letter(f" {typed} ")
    assert bytes(letter.code_hash) == hash_of(printed.code)
    assert letter.unit == unit


def test_other_codes_and_old_letters_are_found_by_nobody(unit, settings):
    printed = run(unit).letters[0]
    wrong = printed.code[:-1] + ("0" if printed.code[-1] != "0" else "1")
    for typed in ("", "x", wrong, new_code()):
        with pytest.raises(LetterNotFound):
            get_letter(typed)
    with (
        clock.stopped_at(clock.now() + datetime.timedelta(days=181)),
        pytest.raises(LetterNotFound),
    ):
        get_letter(printed.code)
    settings.SECRET_KEY = "another installation's" * 3
    with pytest.raises(LetterNotFound):
        get_letter(printed.code)


def test_a_reply_is_recorded_and_can_be_changed(unit):
    letter = get_letter(run(unit).letters[0].code)
    reply_to(letter=letter, reply=Reply.MOVED)
    reply_to(letter=letter, reply=Reply.NOT_MINE)
    letter.refresh_from_db()
    assert letter.reply == Reply.NOT_MINE
    events = Event.objects.filter(action="letter_answered").order_by("number")
    assert [event.facts for event in events] == [{"reply": "moved"}, {"reply": "not_mine"}]
    assert {event.origin for event in events} == {"letter"}
    assert events[0].subject == f"application:{letter.application_id}"
    assert len(run(unit, again=True).letters) == 1  # not to whom it does not belong


def test_codes_look_like_nothing_else():
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(re.fullmatch(r"[0-9CHKMNPTVX]{12}", code) for code in codes)
