"""The counter in pages: two round trips a citizen, nothing about anybody in an address."""

import datetime
import re

import pytest
from django.test import Client

from cards.uploads import AN, AS_OF, publish_rows
from console.test_language import vietnamese_in
from factories import make_officer, person, publish_people
from tracuu.accounts.enums import Role
from tracuu.audit.models import Event
from tracuu.cards.lists.releasing import undo_publication
from tracuu.cards.models import HandOver
from tracuu.console.counter.slips import qr_path
from tracuu.core import clock

pytestmark = pytest.mark.django_db

COUNTER = "/console/tan-phu/counter/"
LAN = person("Nguyễn Thị Lan", "17/05/1991", receipt="HS-00012", id_number="079091001234",
             status="Đã về đơn vị", box="A12", collected="01/11/2021", note="Hẹn chiều")  # fmt: skip
LAN_TYPED = "nguyen thi lan 17/05/1991"


@pytest.fixture
def people(unit, tmp_path):
    publish_people(
        unit,
        tmp_path,
        LAN,
        person("Trần Văn Bảy", "03/04/1985", receipt="HS-00014", status="Cần bổ sung"),
        person("Nguyễn Thị Hoa", "01/01/1975", receipt="HS-1", box="B1"),
        person("Nguyễn Thị Hoa", "01/01/1975", receipt="HS-2", box="B2"),
    )


@pytest.fixture
def desk(client, binh, people):
    client.force_login(binh)
    return client


def main(answer) -> str:
    return answer.content.decode().split("<main")[1].split("</main>")[0]


def field(answer, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]+)"', main(answer))[1]


def later():
    """A moment after the page was read."""
    return clock.stopped_at(clock.now() + datetime.timedelta(seconds=2))


def find(desk, typed):
    return desk.post(COUNTER, {"query": typed})


def press_enter(desk, answer):
    with later():
        return desk.post(COUNTER, {"query": "", "shown": field(answer, "shown")}, follow=True)


def test_the_field_waits_for_the_next_person(desk):
    page = main(desk.get(COUNTER))
    assert page.count("autofocus") == 1
    assert re.search(r'<input[^>]*id="query"[^>]*autofocus', page, re.DOTALL)


def spoken(answer) -> str:
    """What is read aloud when the field has the focus: what describes it, in that order."""
    page = main(answer)
    parts = re.search(r'aria-describedby="([^"]+)"', page)[1].split()
    told = [
        re.search(rf'<(\w+)[^>]* id="{part}"[^>]*>(.*?)</\1>\s', page, re.DOTALL) for part in parts
    ]
    return " ".join(re.sub(r"<[^>]+>|\s+", " ", each[2]) for each in told)


def test_what_happened_is_spoken_with_the_field(desk):
    found = find(desk, LAN_TYPED)
    assert re.search(r"Nguyễn Thị Lan.*17/05/1991", spoken(found))
    assert re.match(r"\s*Đã ghi trả thẻ của Nguyễn Thị Lan", spoken(press_enter(desk, found)))
    assert "đã trả thẻ này lúc" in spoken(find(desk, LAN_TYPED))
    assert "Không tìm thấy ai" in spoken(find(desk, "ly thi khong co 01/01/1963"))
    assert "Có nhiều người như vậy" in spoken(find(desk, "nguyen thi hoa 01/01/1975"))


def test_find_then_enter_and_the_card_is_gone(desk, binh):
    found = find(desk, LAN_TYPED)
    assert "A12" in main(found)
    assert "Hẹn chiều" in main(found)
    assert main(found).count("autofocus") == 1

    done = press_enter(desk, found)

    assert done.status_code == 200
    assert "Đã ghi trả thẻ của Nguyễn Thị Lan lúc" in main(done)
    assert HandOver.objects.get().officer_id == binh.pk
    assert "đã trả thẻ này lúc" in main(find(desk, LAN_TYPED))


def test_the_last_ones_can_be_told_apart_by_whoever_did_them(desk, unit, an, tmp_path):
    nameless = person("Đỗ Văn Tám", "07/08/1970", box="T1")
    publish_people(unit, tmp_path, nameless, name="2.xlsx")
    press_enter(desk, find(desk, LAN_TYPED))
    press_enter(desk, find(desk, "do van tam 07/08/1970"))
    told = Event.objects.count()

    last = main(desk.get(COUNTER)).split("Bạn vừa trả")[1]

    assert "<strong>HS-00012</strong>" in last
    assert "<strong>Đỗ Văn Tám</strong>" in last
    assert "Nguyễn Thị Lan" not in last
    assert len(re.findall(r'class="number">\d\d:\d\d:\d\d<', last)) == 2
    assert Event.objects.count() == told
    chief = Client()
    chief.force_login(an)
    assert "HS-00012" not in main(chief.get(COUNTER))
    with clock.stopped_at(clock.now() + datetime.timedelta(minutes=11)):
        assert "HS-00012" not in main(desk.get(COUNTER))


def test_it_is_undone_from_the_list_of_the_last_ones(desk):
    done = press_enter(desk, find(desk, LAN_TYPED))
    undone = desk.post(f"{COUNTER}undo/", {"number": field(done, "number")}, follow=True)
    assert "Đã huỷ lần trả thẻ. Thẻ lại ở đơn vị, hộc A12." in main(undone)
    assert "Bạn vừa trả" not in main(undone)
    again = desk.post(f"{COUNTER}undo/", {"number": field(done, "number")})
    assert again.status_code == 409
    assert "được huỷ rồi" in main(again)


@pytest.mark.parametrize(
    ("before", "words"),
    [("Đang in", "Hồ sơ này nay: Đang in thẻ từ"), (None, "không còn danh sách nào đã công bố")],
)
def test_once_undone_the_page_tells_what_is_true_now(desk, unit, tmp_path, before, words):
    tam = ("Đỗ Văn Tám", "07/08/1970")
    if before:
        printed = person(*tam, receipt="TAM-1", status=before)
        publish_rows(unit, tmp_path, printed, name="2.xlsx", as_of=AS_OF)
    here = person(*tam, receipt="TAM-1", box="T1")
    newest = publish_rows(unit, tmp_path, here, name="3.xlsx", as_of=AS_OF)
    done = press_enter(desk, find(desk, "TAM-1"))
    undo_publication(card_list=newest, actor=AN, is_chief=True)

    sent = desk.post(f"{COUNTER}undo/", {"number": field(done, "number")}, follow=True)
    undone = main(sent)

    assert "Đã huỷ lần trả thẻ." in undone
    assert words in undone
    assert "Hãy giữ thẻ lại" in undone
    assert "Thẻ lại ở đơn vị" not in undone


def test_a_scanner_that_presses_enter_twice_hands_nothing_over(desk):
    with clock.stopped_at(clock.now()):
        found = find(desk, LAN_TYPED)
        again = desk.post(COUNTER, {"query": "", "shown": field(found, "shown")})
    assert "A12" in main(again)
    assert not HandOver.objects.exists()


def test_the_slip_that_is_scanned_next_is_a_search(desk):
    found = find(desk, LAN_TYPED)
    with later():
        other = desk.post(COUNTER, {"query": "HS-00014", "shown": field(found, "shown")})
    assert "Trần Văn Bảy" in main(other)
    assert not HandOver.objects.exists()


def test_a_card_that_is_not_here_offers_no_key(desk):
    page = main(find(desk, "HS-00014"))
    assert "bổ sung" in page
    assert 'name="shown"' not in page
    assert "Trả thẻ cho chính chủ" not in page


def test_a_proxy_is_recorded_with_the_paper(desk):
    found = find(desk, LAN_TYPED)
    told = {"person": field(found, "person"), "collector": "proxy"}
    refused = desk.post(f"{COUNTER}hand-over/", told)
    assert refused.status_code == 422
    assert '<details class="more" open>' in main(refused)
    assert not HandOver.objects.exists()

    desk.post(f"{COUNTER}hand-over/", {**told, "paper": "family", "proxy_name": "Lê Văn Ba"})

    assert HandOver.objects.get().paper == "family"
    assert "Lê Văn Ba" in main(find(desk, LAN_TYPED))


def test_after_a_fault_of_the_proxy_enter_does_not_mean_the_owner(desk):
    found = find(desk, LAN_TYPED)
    told = {"person": field(found, "person"), "collector": "proxy", "proxy_name": "Lê Văn Ba"}
    page = main(desk.post(f"{COUNTER}hand-over/", told))
    assert page.count("autofocus") == 1
    assert re.search(r'<input type="radio" name="paper"[^>]*autofocus', page)
    assert 'value="Lê Văn Ba"' in page
    assert 'name="shown"' not in page
    assert "<kbd>Enter</kbd>" not in page
    with later():
        assert desk.post(COUNTER, {"query": ""}).status_code == 422
    assert not HandOver.objects.exists()

    long = main(
        desk.post(f"{COUNTER}hand-over/", {**told, "paper": "family", "proxy_name": "x" * 121})
    )
    assert long.count("autofocus") == 1
    assert re.search(r'<input[^>]*name="proxy_name"[^>]*autofocus', long)


def test_several_are_shown_to_choose_from(desk):
    found = find(desk, "nguyen thi hoa 01/01/1975")
    assert main(found).count('name="person"') == 2
    assert not re.search(r"\bB[12]\b", re.sub(r"value=\S+", "", main(found)))
    ticket = re.findall(r'name="person" value="([^"]+)"', main(found))[1]
    chosen = desk.post(f"{COUNTER}person/", {"person": ticket})
    assert re.search("B[12]", main(chosen))


def test_nobody_is_found_and_what_was_typed_stays(desk):
    answer = find(desk, "ly thi khong co 01/02/1963")
    assert "Không tìm thấy ai" in main(answer)
    assert 'value="ly thi khong co 01/02/1963"' in main(answer)
    assert find(desk, "lan").status_code == 422
    assert "Còn thiếu họ tên" in main(find(desk, "17/05/1991"))
    assert desk.post(COUNTER, {"query": " "}).status_code == 422


def test_a_ticket_is_one_officers_one_units_and_grows_old(desk, people, unit, other_unit):
    ticket = field(find(desk, LAN_TYPED), "person")
    other = Client()
    other.force_login(make_officer("em@tan-phu.example", "Đỗ Em", unit, Role.EDITOR))
    for wrong in (ticket, "", "1", ticket[:-1]):
        answer = other.post(f"{COUNTER}person/", {"person": wrong})
        assert answer.status_code == 409
        assert "Nguyễn Thị Lan" not in main(answer)
    assert other.post(f"{COUNTER}hand-over/", {"person": ticket}).status_code == 409
    old = other.post(COUNTER, {"query": "", "shown": ticket})
    assert old.status_code == 409
    assert "để lâu quá" in main(old)
    assert other.post(f"{COUNTER}slip/", {"person": ticket}).status_code == 302
    assert not HandOver.objects.exists()


def test_undoing_what_is_not_there_is_not_found(desk):
    for number in ("", "x", "0", "99", "9" * 30):
        assert desk.post(f"{COUNTER}undo/", {"number": number}).status_code == 404


def test_only_a_chief_undoes_it_later(desk, binh, an):
    done = press_enter(desk, find(desk, LAN_TYPED))
    number = field(done, "number")
    chief = Client()
    chief.force_login(an)
    with clock.stopped_at(clock.now() + datetime.timedelta(minutes=20)):
        assert desk.post(f"{COUNTER}undo/", {"number": number}).status_code == 409
        page = chief.post(COUNTER, {"query": LAN_TYPED})
        assert "Huỷ lần trả thẻ này" in main(page)
        undone = chief.post(f"{COUNTER}undo/", {"number": number}, follow=True)
        assert "Thẻ lại ở đơn vị" in main(undone)


def test_a_deed_is_loaded_again_without_being_done_twice(desk, an):
    found = find(desk, LAN_TYPED)
    with later():
        sent = desk.post(COUNTER, {"query": "", "shown": field(found, "shown")})
    done = HandOver.objects.get()
    assert (sent.status_code, sent.headers["Location"]) == (302, f"{COUNTER}?done={done.pk}")
    for _ in range(2):
        page = main(desk.get(sent.headers["Location"]))
        assert "Đã ghi trả thẻ của Nguyễn Thị Lan lúc" in page
    told = Event.objects.count()
    sent = desk.post(f"{COUNTER}undo/", {"number": str(done.pk)})
    assert sent.headers["Location"] == f"{COUNTER}?undone={done.pk}"
    for _ in range(2):
        page = main(desk.get(sent.headers["Location"]))
        assert "Đã huỷ lần trả thẻ. Thẻ lại ở đơn vị, hộc A12." in page
    assert Event.objects.count() == told + 1
    other = Client()
    other.force_login(an)
    for asked in (f"done={done.pk}", f"undone={done.pk}", "done=x", "undone=-1", "done="):
        assert "Đã " not in main(other.get(f"{COUNTER}?{asked}"))


def test_the_same_officer_undoes_it_after_three_more(desk, binh, unit, tmp_path):
    rows = [person("Lý Thị Sen", "02/02/1962", receipt=f"SEN-{n}", box=f"S{n}") for n in range(6)]
    publish_people(unit, tmp_path, *rows, name="2.xlsx")
    number = field(press_enter(desk, find(desk, LAN_TYPED)), "number")
    for n in range(6):
        done = press_enter(desk, find(desk, f"SEN-{n}"))
    newest, earlier = main(done).split("Các lần trước nữa")
    assert newest.count('name="number"') == 3
    assert earlier.count('name="number"') == 4
    assert len(done.content) < 20_000

    page = find(desk, LAN_TYPED)
    undo = main(page).split("person here")[-1].split("Huỷ lần trả thẻ này")[0]
    assert f'name="number" value="{number}"' in undo
    other = Client()
    other.force_login(make_officer("em@tan-phu.example", "Đỗ Em", unit, Role.EDITOR))
    assert "Huỷ lần trả thẻ này" not in main(other.post(COUNTER, {"query": LAN_TYPED}))
    with clock.stopped_at(clock.now() + datetime.timedelta(minutes=11)):
        assert "Huỷ lần trả thẻ này" not in main(find(desk, LAN_TYPED))
    assert desk.post(f"{COUNTER}undo/", {"number": number}).status_code == 302
    assert "Trả thẻ cho chính chủ" in main(find(desk, LAN_TYPED))


def test_the_slip_has_a_code_that_finds_the_person_and_no_birth_date(desk):
    found = find(desk, LAN_TYPED)
    slip = desk.post(f"{COUNTER}slip/", {"person": field(found, "person")})
    page = main(slip)
    assert "Nguyễn Thị Lan" in page
    assert "17/05/1991" not in page
    assert "<path" in page
    code = re.search(r"[0-9CHKMNPTVX]{4}(-[0-9CHKMNPTVX]{4}){2}", page)[0]

    again = find(desk, code)
    assert "A12" in main(again)
    assert "In lại phiếu" in main(again)
    with_same = desk.post(f"{COUNTER}slip/", {"person": field(again, "person")})
    assert code in main(with_same)
    renewed = desk.post(
        f"{COUNTER}slip/", {"person": field(again, "person"), "lost": field(again, "lost")}
    )
    assert code not in main(renewed)
    assert "Không tìm thấy ai" in main(find(desk, code))


def test_the_qr_code_is_of_the_smallest_size():
    path, size = qr_path("7K2M0CHX4PT8")
    assert size == 21
    assert path.startswith("M0 0h7v1h-7z")  # the corner that scanners look for
    assert path.count("M") < size * size


@pytest.mark.parametrize("path", ["person/", "hand-over/", "undo/", "slip/"])
def test_asked_for_by_its_address_a_deed_leads_back_to_the_counter(desk, path):
    answer = desk.get(COUNTER + path)
    assert (answer.status_code, answer.headers["Location"]) == (302, COUNTER)


def test_no_address_and_no_log_names_anybody(desk, capfd):
    found = find(desk, LAN_TYPED)
    desk.post(f"{COUNTER}slip/", {"person": field(found, "person")})
    done = press_enter(desk, found)
    said = capfd.readouterr().err
    pages = found.content.decode() + done.content.decode()
    for text in (*re.findall(r'(?:href|action)="([^"]*)"', pages), said):
        assert "Lan" not in text
        assert "HS-00012" not in text
    assert found.headers["Cache-Control"] == done.headers["Cache-Control"] == "no-store"


def test_the_record_tells_it_in_words(desk, an):
    found = find(desk, LAN_TYPED)
    desk.post(f"{COUNTER}slip/", {"person": field(found, "person")})
    done = press_enter(desk, found)
    desk.post(f"{COUNTER}undo/", {"number": field(done, "number")})
    number = HandOver.objects.get().application_id
    assert set(Event.objects.exclude(origin="cli").values_list("subject", flat=True)) >= {
        f"application:{number}"
    }
    desk.force_login(an)
    page = main(desk.get("/console/tan-phu/audit/"))
    for words in ("Trả thẻ", "Huỷ một lần trả thẻ", "In phiếu nhận thẻ", "Tra cứu một người",
                  f"hồ sơ số {number}", "bằng họ tên và ngày sinh", "Chính chủ", "mã mới"):  # fmt: skip
        assert words in page
    desk.cookies["django_language"] = "en"
    desk.get("/console/tan-phu/audit/?lang=en")
    english = desk.get("/console/tan-phu/audit/")
    assert vietnamese_in(english) is None


def test_every_face_of_the_counter_speaks_english(desk):
    desk.get(f"{COUNTER}?lang=en")
    names = (
        "Nguyễn Thị Lan",
        "Nguyễn Thị Hoa",
        "Trần Văn Bảy",
        "Hẹn chiều",
        "số 1, đường Minh Hoạ",
    )
    found = find(desk, LAN_TYPED)
    pages = [
        desk.get(COUNTER), found, find(desk, "HS-00014"), find(desk, "nguyen thi hoa 01/01/1975"),
        find(desk, "lan"), find(desk, "an 01/01/1900"), find(desk, "000000000001"),
        find(desk, "17/05/1991"), find(desk, "nguyen thi lan 05/17/1991"),
        desk.post(f"{COUNTER}slip/", {"person": field(found, "person")}),
        desk.post(f"{COUNTER}hand-over/", {"person": field(found, "person"), "collector": "proxy"}),
    ]  # fmt: skip
    done = press_enter(desk, found)
    number = field(done, "number")
    pages += [done, find(desk, LAN_TYPED), desk.post(f"{COUNTER}undo/", {"number": number}, follow=True),
              desk.post(f"{COUNTER}undo/", {"number": number}),
              desk.post(f"{COUNTER}person/", {"person": "x"})]  # fmt: skip
    for place, page in enumerate(pages):
        for name in names:
            page.content = page.content.replace(name.encode(), b"")
        assert vietnamese_in(page) is None, place


def test_a_citizen_costs_few_requests_of_few_questions(desk, django_assert_max_num_queries):
    find(desk, LAN_TYPED)
    with django_assert_max_num_queries(20):
        found = find(desk, LAN_TYPED)
    # The hand-over, whom it is told (watches, bound chats) and whose messages it recalls, and the page
    # it leads to, with how many wait in the inbox.
    with django_assert_max_num_queries(38):
        done = press_enter(desk, found)
    assert len(found.content) < 16_000
    assert len(done.content) < 16_000


def test_a_long_text_is_not_sent_back_whole(desk):
    answer = find(desk, "dài " * 2_000)
    assert answer.status_code == 422
    assert len(answer.content) < 16_000
