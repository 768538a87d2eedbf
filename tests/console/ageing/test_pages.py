"""Cards that lie, letters, replies and the notice, in pages."""

import datetime
import io
import logging
import re
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cards.uploads import publish_rows

from factories import person, write_list
from tracuu.audit.models import Event
from tracuu.cards.ageing.chasing import Due, claim_step
from tracuu.cards.ageing.letters import PrintedLetter, Run, get_letter, reply_to
from tracuu.cards.enums import ChaseKind, Reply, Stage
from tracuu.cards.models import Application, Chase, Letter
from tracuu.console.ageing import letters as pages
from tracuu.console.ageing.pdf import Sender, draw_letters
from tracuu.core import clock

pytestmark = pytest.mark.django_db
HOME = "/console/tan-phu/"
AGEING = f"{HOME}ageing/"
LETTERS = f"{AGEING}46-90/letters/"
LAN = person("Nguyễn Thị Lan", "17/05/1962", receipt="HS-12", box="A12")
BAY = person("Trần Văn Bảy", "03/04/1985", receipt="HS-14", box="B1")


@pytest.fixture
def cards(unit, tmp_path):
    publish_rows(unit, tmp_path, LAN, BAY, as_of=clock.today() - datetime.timedelta(days=60))
    return list(Application.objects.order_by("pk"))


def main(answer):
    return answer.content.decode().split("<main")[1].split("</main>")[0]


@pytest.fixture
def printed(monkeypatch):
    """The runs that were drawn: their codes stand on paper only."""
    runs = []

    def keep(run, sender):
        runs.append(run)
        return draw_letters(run, sender)

    monkeypatch.setattr(pages, "draw_letters", keep)
    return runs


def test_the_first_screen_leads_to_the_cards_that_lie(client, binh, cards):
    client.force_login(binh)
    assert f'href="{AGEING}"' in main(client.get(HOME))
    page = main(client.get(AGEING))
    assert "Nguyễn Thị Lan" in page
    assert "A12" in page
    assert f'href="{LETTERS}"' not in page  # a clerk prints no letters
    assert client.get(f"{AGEING}x/").status_code == 404
    assert "Không có thẻ nào như vậy" in main(client.get(f"{AGEING}4-14/"))
    read = Event.objects.filter(action="cards_read").first()
    assert read.facts == {"stage": "at_unit", "age": "46-90", "rows": 2}


def test_what_was_done_stands_beside_each_card(client, an, unit, cards):
    first, second = cards
    since = clock.today() - datetime.timedelta(days=60)
    claim_step(unit.pk, Due(first.pk, Stage.AT_UNIT, since, 45))
    claim_step(unit.pk, Due(second.pk, Stage.AT_UNIT, since, 45), ChaseKind.LETTER)
    client.force_login(an)
    page = main(client.get(f"{AGEING}46-90/"))
    assert page.count("đã nhắn tin") == 1
    assert page.count("đã in thư") == 1


def test_letters_are_a_pdf_that_nobody_keeps(client, an, cards, printed):
    client.force_login(an)
    answer = client.post(LETTERS, {"addresses": "HS-12; 5 đường Minh Hoạ"})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.content.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", answer.content)) == 2  # the summary and a letter
    assert [one.full_name for one in printed[0].letters] == ["Nguyễn Thị Lan"]
    assert Letter.objects.count() == 1
    page = main(client.get(f"{AGEING}46-90/"))
    assert page.count("đã in thư") == 1


def test_addresses_come_in_a_file(client, an, cards, printed, tmp_path):
    client.force_login(an)
    header = ("Họ và tên", "Ngày sinh", "Số hồ sơ", "Địa chỉ")
    path = write_list(
        tmp_path / "a.xlsx", [("Trần Văn Bảy", "03/04/1985", "HS-14", "6 đường Minh Hoạ")], header
    )
    file = SimpleUploadedFile("a.xlsx", path.read_bytes())
    answer = client.post(LETTERS, {"file": file})
    assert answer.headers["Content-Type"] == "application/pdf"
    assert [one.address for one in printed[0].letters] == ["6 đường Minh Hoạ"]


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"addresses": "HS-99; nơi khác"}, "Không có thẻ nào cần in thư"),
        ({"file": ("x.xlsx", b"\x89PNG" * 99)}, "không phải bảng tính"),
    ],
)
def test_what_prints_nothing_is_said(client, an, cards, told, said):
    client.force_login(an)
    if "file" in told:
        told = {"file": SimpleUploadedFile(*told["file"])}
    answer = client.post(LETTERS, told)
    assert answer.status_code == 422
    assert said in main(answer)
    assert not Letter.objects.exists()


def test_a_letter_that_cannot_be_drawn_was_not_printed(client, an, cards, monkeypatch):
    def broken(run, sender):
        raise OSError("no paper")

    monkeypatch.setattr(pages, "draw_letters", broken)
    client.force_login(an)
    with pytest.raises(OSError, match="no paper"):
        client.post(LETTERS, {})
    assert not Letter.objects.exists()
    assert not Chase.objects.exists()


def test_printing_needs_the_token_of_the_form(an, cards):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(an)
    assert strict.post(LETTERS, {"addresses": ""}).status_code == 403
    assert not Letter.objects.exists()


def texts_of(pdf: bytes) -> bytes:
    """The streams of a PDF, unpacked."""
    found = b""
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            found += zlib.decompress(packed)
        except zlib.error:
            found += packed
    return found


def test_a_long_name_and_address_stay_within_the_window(unit):
    letter = PrintedLetter("Công Tằng Tôn Nữ Hoàng Diệu Phương Thảo Nguyên", "đường " * 26,
                           clock.today(), "7K2M0CHX4PT8")  # fmt: skip
    sender = Sender.of(unit, "https://tracuu.example/tra-loi/")
    drawn = draw_letters(Run([letter], [], are_more=False), sender)
    assert drawn.startswith(b"%PDF-")
    # Of the pieces of text between the folds of the window none stands lower than its end.
    tops = [
        297 - float(y) * 25.4 / 72
        for x, y in re.findall(rb"BT ([\d.]+) ([\d.]+) Td", texts_of(drawn))
        if 20 < float(x) * 25.4 / 72 < 24
    ]
    assert tops
    assert all(45 <= top <= 90 for top in tops)
    assert io.BytesIO(drawn).getbuffer().nbytes < 200_000


def test_drawing_lists_no_letters_of_names_in_the_log(unit, capfd):
    letter = PrintedLetter("Nguyễn Thị Lan", "", clock.today(), "7K2M0CHX4PT8")
    draw_letters(Run([letter], [], are_more=False), Sender.of(unit, "https://tracuu.example/"))
    assert not logging.getLogger("fontTools.subset").isEnabledFor(logging.INFO)
    assert "glyph" not in capfd.readouterr().err.lower()


@pytest.fixture
def code(client, an, cards, printed):
    officer = Client()
    officer.force_login(an)
    officer.post(LETTERS, {"addresses": "HS-12; 5 đường Minh Hoạ"})
    return printed[0].letters[0].code


def test_the_receiver_answers_and_officers_read_it(client, code, an):
    opened = client.get(f"/tra-loi/{code}/")
    page = opened.content.decode()
    assert opened.headers["Cache-Control"] == "no-store"
    assert "Công an quận Tân Phú" in page
    for secret in ("Lan", "1962", "HS-12", "A12", "Minh Hoạ, "):
        assert secret not in main(opened)
    assert not Letter.objects.exclude(reply="").exists()  # opening changes nothing

    done = client.post("/tra-loi/", {"code": code, "reply": "moved"})
    assert "bạn đã chuyển nơi ở" in main(done)
    client.force_login(an)
    page = main(client.get(f"{AGEING}replies/"))
    assert "Nguyễn Thị Lan" in page
    assert "trả lời: đã chuyển nơi ở" in page
    record = main(client.get(f"{HOME}audit/"))
    assert "Người nhận thư trả lời" in record
    assert "Đã chuyển nơi ở" in record


def test_replies_of_another_unit_are_not_read(client, code, chi):
    reply_to(letter=get_letter(code), reply=Reply.NOT_MINE)
    client.force_login(chi)
    assert "Lan" not in main(client.get("/console/tan-binh/ageing/replies/"))


def test_the_code_is_typed_by_hand(client, code):
    typed = f"{code[:4]}-{code[4:8]}-{code[8:]}".lower()
    assert "Không phải tôi" in main(client.post("/tra-loi/", {"code": typed}))
    assert "Mã ghi trong thư" in main(client.get("/tra-loi/"))


@pytest.mark.parametrize("typed", ["x", "7K2M-0CHX-4PT8", "<b>", "\0"])
def test_a_wrong_code_is_told_and_tried_only_so_often(client, code, typed):
    for _ in range(20):
        answer = client.post("/tra-loi/", {"code": typed})
        assert answer.status_code == 404
    if typed == "<b>":
        assert 'value="&lt;b&gt;"' in main(answer)
    slow = client.post("/tra-loi/", {"code": typed})
    assert slow.status_code == 429
    assert int(slow.headers["Retry-After"]) > 0
    assert client.post("/tra-loi/", {"code": code}).status_code == 200


def test_one_letter_is_answered_only_so_often(client, code):
    for _ in range(10):
        assert client.post("/tra-loi/", {"code": code, "reply": "coming"}).status_code == 200
    assert client.post("/tra-loi/", {"code": code, "reply": "moved"}).status_code == 429
    assert Letter.objects.get().reply == Reply.COMING


def test_an_answer_that_is_none_changes_nothing(client, code):
    client.post("/tra-loi/", {"code": code, "reply": "x"})
    assert Letter.objects.get().reply == ""


def test_the_notice_is_made_shown_and_taken_down(client, an, binh, unit, tmp_path):
    names = ("Nguyễn Thị Lan", "Ngô Thu Liên", "Nông Thị Loan")
    rows = [person(name, "17/05/1962", receipt=f"HS-{name}") for name in names]
    publish_rows(unit, tmp_path, *rows, as_of=clock.today() - datetime.timedelta(days=60))
    public = "/tan-phu/thong-bao/"
    assert client.get(public).status_code == 404
    assert public not in client.get("/tan-phu/").content.decode()
    client.force_login(an)
    assert "chưa có thông báo" in main(client.get(f"{AGEING}notice/"))

    page = main(client.post(f"{AGEING}notice/make/", follow=True))

    assert "N.T.L." in page
    assert 'class="dark"' in page  # the QR code
    shown = Client().get(public)
    assert "N.T.L." in main(shown)
    assert "1962" in main(shown)
    for name in (*names, "Lan", "17/05", "HS-"):
        assert name not in main(shown)
        assert name not in page
    assert public in Client().get("/tan-phu/").content.decode()
    client.force_login(binh)
    assert "N.T.L." in main(client.get(f"{AGEING}notice/"))
    assert client.post(f"{AGEING}notice/take-down/").status_code == 403
    client.force_login(an)
    client.post(f"{AGEING}notice/take-down/")
    assert Client().get(public).status_code == 404


def test_without_cards_no_notice_is_made(client, an, unit):
    client.force_login(an)
    page = main(client.post(f"{AGEING}notice/make/", follow=True))
    assert "Không có thẻ nào chờ trên 45 ngày" in page or "Đơn vị chưa có thông báo" in page
