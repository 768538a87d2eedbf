"""The first screen of the day: what each role sees, and that every number is the rows behind it."""

import datetime
import re
from pathlib import Path

import pytest
from django.urls import resolve
from tests.cards.uploads import AN, fillers, publish_rows, review

import tracuu
from factories import make_officer, person
from tracuu.accounts.enums import Role
from tracuu.audit.models import Event
from tracuu.audit.operations import record
from tracuu.cards.corrections import correct_by_hand
from tracuu.cards.enums import Outcome, Stage
from tracuu.cards.models import Application, LookupCount, UnitLedger
from tracuu.console.lists.reasons import REASONS
from tracuu.core import clock
from tracuu.messaging.chat.chief_mail import note_refused
from tracuu.messaging.errors import ContactGone, TryLater

pytestmark = pytest.mark.django_db
HOME = "/console/tan-phu/"
BAD = person("Vũ Lan Hương", "31/02/1990")
MAI = person("Lê Thị Mai", "05/06/1980", receipt="HS-7", box="B2")
LINK = re.compile(r'href="([^"]+)"')


@pytest.fixture
def editor(unit):
    return make_officer("em@tan-phu.example", "Đỗ Văn Em", unit, Role.EDITOR)


def text(answer):
    return answer.content.decode()


def seen_by(client, officer, path=HOME):
    client.force_login(officer)
    return text(client.get(path))


def days_ago(days):
    return clock.today() - datetime.timedelta(days=days)


def count(unit, days, outcome, lookups):
    LookupCount.objects.create(unit=unit, on=days_ago(days), outcome=outcome, count=lookups)


def test_an_empty_unit_has_a_first_screen_too(client, unit, an):
    told = seen_by(client, an)
    assert "chưa công bố danh sách nào" in told
    assert "0 dòng cần quyết định" in told


def test_lists_that_wait_and_rows_that_need_a_decision(client, unit, editor, binh, tmp_path):
    publish_rows(unit, tmp_path, MAI, *fillers(40), as_of=days_ago(3), name="1.xlsx")
    back = person("Lê Thị Mai", "05/06/1980", receipt="HS-7", status="Đang in")
    card_list = review(unit, tmp_path, back, BAD, *fillers(40), as_of=days_ago(1), name="2.xlsx")

    told = seen_by(client, editor)
    rows = f"{HOME}lists/{card_list.pk}/rows/"
    assert "2 dòng cần quyết định" in told
    assert '<a href="#waiting"><small' in told  # where each number leads to its rows
    assert '<section class="card" id="waiting">' in told
    assert f'href="{rows}rejected/"' in told
    assert f'href="{rows}moved_back/"' in told
    assert "3 ngày trước" in told

    told = seen_by(client, binh)
    assert "2 dòng cần quyết định" in told
    assert rows not in told


def test_many_lists_that_wait_are_counted_and_the_newest_shown(client, unit, editor, tmp_path):
    for number in range(7):
        review(unit, tmp_path, BAD, *fillers(2), as_of=days_ago(1), name=f"{number}.xlsx")
    told = " ".join(seen_by(client, editor).split())
    assert re.search(r"<strong ?>7</strong>", told)
    assert "7 dòng cần quyết định" in told
    assert [f"{number}.xlsx" in told for number in range(7)] == [False] * 2 + [True] * 5
    assert f'<a href="{HOME}lists/">Xem thêm 2 danh sách chưa công bố' in told


def test_a_unit_that_nobody_asked_yet_shows_no_noughts(client, unit, an):
    count(unit, 57, Outcome.FOUND, 5)
    for path in (HOME, f"{HOME}lookups/"):
        told = seen_by(client, an, path)
        assert "Chưa có lượt tra cứu nào trong 8 tuần qua." in told
        assert 'class="plot"' not in told
    assert "<table" not in told

    count(unit, 2, Outcome.FOUND, 1)
    told = seen_by(client, an, f"{HOME}lookups/")
    assert told.count('<th scope="row"') == 3
    assert days_ago(3).strftime("%d/%m/%Y") not in told
    assert 'class="plot"' in told


def test_the_number_of_cards_is_the_people_behind_it(client, unit, binh, tmp_path):
    publish_rows(unit, tmp_path, MAI, *fillers(60), as_of=days_ago(100))
    correct_by_hand(
        application=Application.objects.order_by("pk")[1], stage=Stage.HANDED_OVER,
        reason="x", actor=AN,
    )  # fmt: skip
    told = seen_by(client, binh)
    (link,) = {each for each in LINK.findall(told) if "/cards/" in each}
    assert link == f"{HOME}cards/at-unit/91/"
    assert 'trên 90 ngày: 60"' in told

    first = text(client.get(link))
    assert "(60)" in first
    assert first.count('<th scope="row" lang="vi">') == 50
    assert "Lê Thị Mai" in first
    assert "Bùi Thị An" not in first
    assert "B2" in first
    (after,) = [each for each in LINK.findall(first) if each.startswith("?after=")]
    second = text(client.get(link + after))
    assert second.count('<th scope="row" lang="vi">') == 10
    assert 'href="?after=' not in second

    reads = Event.objects.filter(action="cards_read").order_by("number")
    assert [read.facts["rows"] for read in reads] == [50, 10]
    assert reads[0].facts["stage"] == "at_unit"
    assert reads[0].actor_id == binh.pk


@pytest.mark.parametrize("path", ["handed-over/91", "x/91", "at-unit/5"])
def test_there_are_no_cards_of_other_stages_and_ages(client, unit, binh, path):
    client.force_login(binh)
    assert client.get(f"{HOME}cards/{path}/").status_code == 404


def test_a_place_from_elsewhere_shows_no_other_unit(client, unit, other_unit, binh, chi, tmp_path):
    theirs = publish_rows(other_unit, tmp_path, MAI, as_of=days_ago(100))
    publish_rows(unit, tmp_path, *fillers(1), as_of=days_ago(100), name="2.xlsx")
    place = f"?after={theirs.pk}.0001-01-01.0"
    told = seen_by(client, binh, f"{HOME}cards/at-unit/91/{place}")
    assert "Lê Thị Mai" not in told
    assert "Bùi Thị An" in told


def test_lookups_and_the_sentence_of_a_rising_share(client, unit, an):
    count(unit, 20, Outcome.FOUND, 90)
    count(unit, 20, Outcome.UNCONFIRMED, 10)
    count(unit, 1, Outcome.FOUND, 60)
    told = seen_by(client, an)
    assert "60 lượt, trong đó 0 lượt chưa xác nhận được (0%)" in told
    assert "có thể đã cũ" not in told

    count(unit, 1, Outcome.UNCONFIRMED, 40)
    told = seen_by(client, an)
    assert "tăng từ 10% lên 40%: danh sách có thể đã cũ" in told
    days = seen_by(client, an, f"{HOME}lookups/")
    assert "có thể đã cũ" in days
    assert days_ago(20).strftime("%d/%m/%Y") in days


def test_few_lookups_say_nothing_about_the_list(client, unit, an):
    count(unit, 20, Outcome.FOUND, 49)
    count(unit, 1, Outcome.UNCONFIRMED, 49)
    assert "có thể đã cũ" not in seen_by(client, an)


def test_an_old_list_is_said_to_be_old(client, unit, an, tmp_path):
    publish_rows(unit, tmp_path, MAI, as_of=days_ago(7))
    assert "hãy tải lên hôm nay" not in seen_by(client, an)
    UnitLedger.objects.update(data_as_of=days_ago(8))
    assert "Danh sách mới nhất đã 8 ngày" in seen_by(client, an)


def test_what_happened_since_yesterday(client, unit, an, binh, tmp_path):
    begins, _ = clock.day_bounds(clock.today())
    with clock.stopped_at(begins - datetime.timedelta(minutes=1)):
        record(actor=AN, action="list_published", subject="list:1", unit_id=unit.pk)
        record(actor=AN, action="signed_in", subject="officer:1", unit_id=unit.pk)
    with clock.stopped_at(begins - datetime.timedelta(days=1, minutes=1)):
        record(actor=AN, action="list_withdrawn", subject="list:1", unit_id=unit.pk)
    told = seen_by(client, an)
    day = days_ago(1).isoformat()
    link = f"{HOME}audit/?action=list_published&amp;day={day}"
    assert link in told
    assert "Đăng nhập" in told
    assert "Thu hồi danh sách" not in told
    assert "Công bố danh sách" in text(client.get(link.replace("&amp;", "&")))

    told = seen_by(client, binh)
    assert "Công bố danh sách" in told
    assert "/audit/" not in told
    assert ">Đăng nhập<" not in told


def test_a_supervisor_reads_numbers_and_the_units_below(client, unit, other_unit, dung, tmp_path):
    publish_rows(unit, tmp_path, MAI, *fillers(9), as_of=days_ago(50))
    review(unit, tmp_path, *fillers(12), as_of=days_ago(1), name="2.xlsx")
    count(unit, 1, Outcome.UNCONFIRMED, 12345)
    told = seen_by(client, dung, "/console/tp-ho-chi-minh/")
    row = told[told.index("Công an quận Tân Phú") :]
    numbers = re.findall(r"<td[^>]*>\s*(?:<a[^>]*>)?([^<]*?)(?:</a>)?\s*</td>", row)[:7]
    assert numbers == ["10", "10", "0", "1", days_ago(50).strftime("%d/%m/%Y"), "12.345", "12.345"]
    assert 'href="/console/tan-phu/"' in told

    told = seen_by(client, dung)
    assert "/cards/" not in told
    assert "Bạn xem được con số" in told
    assert client.get(f"{HOME}cards/at-unit/46-90/").status_code == 403


def test_a_chief_of_a_unit_above_sees_nothing_of_the_units_below(client, city, unit):
    chief = make_officer("a@hcm.example", "Hồ Thị Giang", city, Role.CHIEF)
    assert "Tân Phú" not in seen_by(client, chief, "/console/tp-ho-chi-minh/")


def test_every_link_of_the_first_screen_leads_somewhere(client, unit, an, tmp_path):
    publish_rows(unit, tmp_path, MAI, as_of=days_ago(60))
    review(unit, tmp_path, BAD, *fillers(30), as_of=days_ago(0), name="2.xlsx")
    told = seen_by(client, an)
    links = {each for each in LINK.findall(told) if each.startswith("/console/")}
    assert len(links) > 10
    for link in links:
        assert resolve(link.split("?")[0])
        assert client.get(link.replace("&amp;", "&"), follow=True).status_code == 200, link


@pytest.mark.parametrize("people", [1, 30])
def test_the_first_screen_asks_a_fixed_number_of_questions(
    client, unit, an, tmp_path, people, django_assert_max_num_queries
):
    publish_rows(unit, tmp_path, *fillers(people), as_of=days_ago(60))
    client.force_login(an)
    client.get(HOME)
    with django_assert_max_num_queries(32):
        client.get(HOME)


def test_every_reason_has_words():
    source = Path(tracuu.__file__).parent / "cards" / "lists" / "reading"
    code = "".join(path.read_text(encoding="utf-8") for path in source.rglob("problems.py"))
    told = set(re.findall(r'"((?:name|birth|stage)_[a-z_]+)"', code))
    names = "".join(
        p.read_text(encoding="utf-8") for p in (source.parents[2] / "names").glob("*.py")
    )
    told |= {f"name_{code}" for code in re.findall(r'NameNotUnderstood\(\s*"([a-z_]+)"', names)}
    told |= {
        f"birth_{code}" for code in re.findall(r'BirthDateNotUnderstood\(\s*"([a-z_]+)"', names)
    }
    assert len(told) > 12
    assert told - set(REASONS) == set()


def test_a_chief_whom_no_mail_reaches_is_told_of_until_somebody_mends_it(client, unit, an, binh):
    note_refused(an, ContactGone("smtp_550"), clock.now())
    told = seen_by(client, binh)
    assert "không đến được Nguyễn Văn An: không có hộp thư này" in " ".join(told.split())
    assert "không gửi đến đó nữa" in told
    assert "chief-mail/" not in told
    assert "an@tan-phu.example" not in told
    assert "chief-mail/" in seen_by(client, an)
    answer = client.post(f"{HOME}inbox/chief-mail/", follow=True)
    assert "lại được gửi đến mọi phụ trách" in text(answer)
    assert "không đến được" not in text(answer)
    assert Event.objects.filter(action="chief_mail_retried").count() == 1
    note_refused(an, TryLater("smtp_451"), clock.now())
    told = seen_by(client, an)
    assert "máy chủ e-mail từ chối (451)" in told
    assert "Lần thử tới" in told
