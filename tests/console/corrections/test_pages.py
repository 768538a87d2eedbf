"""Faulty files in pages: the list, the person, the reasons; nothing about anybody in an address."""

import datetime
import re

import pytest
from tests.cards.uploads import fillers, publish_rows

from factories import make_officer, person
from tracuu.accounts.enums import Role
from tracuu.audit.models import Event
from tracuu.cards.models import Application, CorrectionReason, StageChange
from tracuu.core import clock

pytestmark = pytest.mark.django_db
HOME = "/console/tan-phu/"
LIST = f"{HOME}corrections/"
LAN = person("Nguyễn Thị Lan", "17/05/1991", receipt="HS-12", status="Cần bổ sung", note="Ảnh mờ")


@pytest.fixture
def desk(client, binh, unit, tmp_path):
    as_of = clock.today() - datetime.timedelta(days=40)
    bay = person("Trần Văn Bảy", "03/04/1985", receipt="HS-14", status="Đang in")
    tam = person("Lê Văn Tám", "03/04/1975", receipt="HS-15", status="Cần bổ sung", note="hỏi lại")
    publish_rows(unit, tmp_path, LAN, bay, tam, as_of=as_of)
    client.force_login(binh)
    return client


def main(answer):
    return answer.content.decode().split("<main")[1].split("</main>")[0]


def ticket(answer, place=0):
    return re.findall(r'name="person" value="([^"]+)"', main(answer))[place]


def test_the_first_screen_leads_to_the_list(desk):
    told = main(desk.get(HOME))
    assert f'href="{LIST}"' in told
    page = main(desk.get(LIST))
    assert "(2)" in page
    assert page.index("Nguyễn Thị Lan") < page.index("Lê Văn Tám")
    assert "quá hạn 10 ngày" in page
    assert "chưa có hạn" in page
    assert "Ảnh chân dung chưa dùng được" in page
    event = Event.objects.get(action="corrections_read")
    assert event.facts == {"rows": 2}


def test_the_list_is_filtered_by_reason(desk):
    assert "Lê Văn Tám" not in main(desk.get(f"{LIST}?reason=photo"))
    assert "Nguyễn Thị Lan" not in main(desk.get(f"{LIST}?reason=none"))
    assert "Không có hồ sơ nào như vậy" in main(desk.get(f"{LIST}?reason=form"))
    assert desk.get(f"{LIST}?reason=khong-co").status_code == 404
    assert Event.objects.filter(action="corrections_read").count() == 3


def test_a_supervisor_reads_the_number_only(client, desk, dung):
    client.force_login(dung)
    told = client.get(HOME).content.decode()
    assert LIST not in told
    assert client.get(LIST).status_code == 403


def test_from_the_list_to_the_file_and_on(desk):
    opened = desk.post(f"{LIST}person/", {"person": ticket(desk.get(LIST))})
    page = main(opened)
    assert "Nguyễn Thị Lan" in page
    assert "Đã nhận bổ sung đủ" in page
    assert desk.post(f"{HOME}counter/person/", {"person": ticket(opened)}).status_code == 200

    done = desk.post(f"{LIST}take-in/", {"person": ticket(opened)}, follow=True)
    assert "hồ sơ đã bổ sung đủ" in main(done)
    assert "Nguyễn Thị Lan" not in main(done)
    again = desk.post(f"{LIST}take-in/", {"person": ticket(opened)}, follow=True)
    assert "không đang chờ bổ sung" in main(again)


def test_from_the_counter_a_file_is_sent_back(desk):
    found = desk.post(f"{HOME}counter/", {"query": "HS-14"})
    opened = desk.post(f"{LIST}person/", {"person": ticket(found)})
    assert "Ghi là hồ sơ cần bổ sung" in main(opened)
    due = clock.today() + datetime.timedelta(days=5)
    told = {"person": ticket(opened), "correction": "name", "due_on": due.isoformat(),
            "note": "mang bản chính"}  # fmt: skip

    done = desk.post(f"{LIST}send-back/", told, follow=True)

    assert "Trần Văn Bảy" in main(done)
    assert "còn 5 ngày" in main(done)
    change = StageChange.objects.order_by("-pk").first()
    assert (change.correction, change.due_on) == ("name", due)
    at_counter = main(desk.post(f"{HOME}counter/", {"query": "HS-14"}))
    assert "Họ tên trên hồ sơ khác" in at_counter
    assert "mang bản chính" in at_counter
    assert f"{due:%d/%m/%Y}" in at_counter


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"correction": ""}, "Hãy chọn một lý do"),
        ({"correction": "photo", "due_on": "2021-01-01"}, "không thể trước hôm nay"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_written(desk, told, said):
    opened = desk.post(f"{LIST}person/", {"person": ticket(desk.get(LIST))})
    before = StageChange.objects.count()
    answer = desk.post(f"{LIST}send-back/", {"person": ticket(opened), **told})
    assert answer.status_code == 422
    assert said in main(answer)
    assert StageChange.objects.count() == before


@pytest.mark.parametrize("path", ["person", "send-back", "take-in"])
def test_without_a_ticket_of_ones_own_there_is_nobody(desk, client, an, path):
    theirs = ticket(desk.get(LIST))
    client.force_login(an)
    answer = client.post(f"{LIST}{path}/", {"person": theirs, "correction": "photo"})
    assert answer.status_code == 302
    assert answer.headers["Location"] == LIST
    assert StageChange.objects.count() == 3


def test_a_long_list_has_pages(desk, unit, tmp_path):
    rows = [(*row[:6], "Cần bổ sung", "", "", "Ảnh mờ") for row in fillers(60)]
    publish_rows(unit, tmp_path, *rows, as_of=clock.today(), name="2.xlsx")
    first = main(desk.get(LIST))
    (after,) = re.findall(r'href="(\?reason=&amp;after=[^"]+)"', first)
    second = main(desk.get(LIST + after.replace("&amp;", "&")))
    assert first.count("<tr>") + second.count("<tr>") == 62 + 2
    assert "Lê Văn Tám" in second


@pytest.fixture
def editor(unit):
    return make_officer("em@tan-phu.example", "Đỗ Văn Em", unit, Role.EDITOR)


WORDING = {
    "words": "Ảnh không rõ mặt.", "what_to_bring": "Chụp lại ảnh.", "days": "10",
    "is_active": "on", "spellings": "mặt mờ",
}  # fmt: skip


def test_an_editor_rewords_and_adds_reasons(client, editor, unit):
    client.force_login(editor)
    assert "Ảnh chân dung chưa dùng được" in main(client.get(f"{HOME}reasons/of/photo/"))
    done = client.post(f"{HOME}reasons/of/photo/", WORDING, follow=True)
    assert "Ảnh không rõ mặt." in main(done)
    assert "của đơn vị" in main(done)
    client.post(f"{HOME}reasons/new/", {**WORDING, "words": "Thiếu ảnh thẻ"}, follow=True)
    assert sorted(CorrectionReason.objects.values_list("code", flat=True)) == [
        "photo", "thieu-anh-the",
    ]  # fmt: skip
    assert client.get(f"{HOME}reasons/of/khong-co/").status_code == 404
    wrong = client.post(f"{HOME}reasons/new/", {"words": "", "days": "0"})
    assert wrong.status_code == 422
    assert "bắt buộc" in main(wrong)


def test_what_a_unit_rewords_no_other_unit_reads(client, chi, an, unit):
    client.force_login(an)
    client.post(f"{HOME}reasons/of/photo/", WORDING)
    client.force_login(chi)
    assert "Ảnh không rõ mặt." not in main(client.get("/console/tan-binh/reasons/"))


def test_nobody_stands_in_an_address(desk, unit):
    page = desk.get(LIST)
    links = re.findall(r'(?:href|action)="([^"]+)"', main(page))
    pks = {str(pk) for pk in Application.objects.values_list("pk", flat=True)}
    assert links
    for link in links:
        assert not {part for part in re.split(r"[/?&=.]", link) if part in pks}
        assert "HS-" not in link
