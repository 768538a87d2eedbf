"""What people write, and what is understood of it: names, dates, commands, and what is neither."""

import datetime
import json
import random
import unicodedata
from pathlib import Path

import pytest

import tracuu.answers
from tracuu.answers.loading import SHIPPED
from tracuu.assistant.dialogue import Dialogue
from tracuu.assistant.enums import Wish
from tracuu.assistant.understanding.heard import understand
from tracuu.assistant.understanding.names import find_name, is_sure_name
from tracuu.assistant.understanding.numbers import masked
from tracuu.assistant.understanding.people import find_person
from tracuu.assistant.understanding.wishes import COMMANDS, find_wish
from tracuu.demo.people import People
from tracuu.messaging.chat.content import Incoming
from tracuu.names.letters import fold

TODAY = datetime.date(2026, 11, 28)
CONTENT = json.loads(SHIPPED.read_text(encoding="utf-8"))
DEV = Path(tracuu.answers.__file__).parents[3] / "benchmarks" / "answers_dev.json"
POLITE = {Wish.HELLO, Wish.THANKS, Wish.NOD, Wish.BYE, Wish.PERSON}
# Where a question about one's own card is a lookup: the same words as the menu's.
OWN_CARD = {"tra-cuu-tien-do", "cham-tra-the", "nhan-the", "thoi-han-cap"}


def told(text):
    found = find_person(text, today=TODAY)
    return found.full_name, found.birth_date


@pytest.mark.parametrize(
    ("text", "name", "born"),
    [
        ("Nguyễn Hữu Trí 17/05/1991", "Nguyễn Hữu Trí", "17/05/1991"),
        ("nguyen huu tri 17 thang 5 nam 1991", "nguyen huu tri", "17 thang 5 nam 1991"),
        ("Nguyễn Hữu Trí, sinh ngày 17/5/1991", "Nguyễn Hữu Trí", "17/5/1991"),
        ("Nguyễn Hữu Trí\n17/05/1991", "Nguyễn Hữu Trí", "17/05/1991"),
        ("17/05/1991 Nguyễn Hữu Trí", "Nguyễn Hữu Trí", "17/05/1991"),
        ("Nguyễn Hữu Trí17/05/1991", "Nguyễn Hữu Trí", "17/05/1991"),
        ("Nguyễn Hữu Trí - 17.5.91", "Nguyễn Hữu Trí", "17.5.91"),
        ("Họ tên: Nguyễn Hữu Trí, ngày sinh: 17051991", "Nguyễn Hữu Trí", "17051991"),
        ("em tên Nguyễn Hữu Trí sn 1991 ạ", "Nguyễn Hữu Trí", "1991"),
        ("e là nguyễn hữu trí sinh năm 1991", "nguyễn hữu trí", "1991"),
        ("cho mình hỏi thẻ của Lê Thị An sinh 2/9/1990", "Lê Thị An", "2/9/1990"),
        ("tra cứu giúp mẹ em Lê Thị An 2-9-1990 với ạ", "Lê Thị An", "2-9-1990"),
        ("ad ơi check cccd cho Lê Thị An 02.09.1990", "Lê Thị An", "02.09.1990"),
        ("Phạm Văn Năm 01/01/1950", "Phạm Văn Năm", "01/01/1950"),
        ("pham van nam 1950", "pham van nam", "1950"),
        ("Nguyễn Văn Sinh 17/05/1991", "Nguyễn Văn Sinh", "17/05/1991"),
        ("H'Hen Niê 15/05/1992", "H'Hen Niê", "15/05/1992"),
        ("Nguyễn Văn A 1/1/1990", "Nguyễn Văn A", "1/1/1990"),
        ("Nguyeenx Huwux Tris 17/05/1991", "Nguyeenx Huwux Tris", "17/05/1991"),
        ("Lê Thị An sinh ngày mùng 2 tháng 9 năm 1990", "Lê Thị An", "2 tháng 9 năm 1990"),
        ("my name is Nguyen Huu Tri born 17/05/1991", "Nguyen Huu Tri", "17/05/1991"),
        ("Lê Thị An 31/02/1990", "Lê Thị An", "31/02/1990"),
        ("Trí", "Trí", ""),
        ("17/05/1991", "", "17/05/1991"),
    ],
)
def test_a_name_and_a_date_are_found_in_whatever_order(text, name, born):
    assert told(text) == (name, born)


@pytest.mark.parametrize(
    "text",
    [
        "làm cccd mất bao lâu", "lệ phí?", "le phi bao nhieu", "2/9 có làm việc không",
        "năm 2024 đổi thẻ hết bao nhiêu tiền", "mất thẻ thì làm sao", "ạ", "?", "👍", "",
        "em muốn đổi địa chỉ", "hello ad", "chưa thấy thẻ đâu cả", "sao lâu vậy", "1/2",
        "thôi khỏi", "ok cảm ơn ạ", "#tracuu", "tôi 14 tuổi", "70 ngàn phải không",
    ],
)  # fmt: skip
def test_what_is_no_person_is_not_taken_for_one(text):
    name, born = told(text)
    assert not (name and born)
    assert not is_sure_name(name)


def test_almost_every_invented_name_is_a_name_and_a_sure_one():
    people = People(7)
    drawn = [people.draw().full_name for _ in range(4000)]
    taken = [name for name in drawn if find_name(name) == unicodedata.normalize("NFC", name)]
    unmarked = [fold(name) for name in drawn]
    taken_unmarked = [name for name in unmarked if find_name(name)]
    sure = [name for name in drawn if is_sure_name(name)]
    assert len(taken) / len(drawn) > 0.998
    assert len(taken_unmarked) / len(drawn) > 0.99
    # Where nothing was asked for, rarer names need their date beside them.
    assert len(sure) / len(drawn) > 0.93


def questions():
    asked = [
        (topic["slug"], phrasing["text"])
        for topic in CONTENT["topics"]
        for phrasing in topic["phrasings"]
    ]
    outside = [(group["slug"], text) for group in CONTENT["outside"] for text in group["phrasings"]]
    others = [(one["faq"], one["text"]) for one in json.loads(DEV.read_text(encoding="utf-8"))]
    return [*asked, *((slug, _text(one)) for slug, one in outside), *others]


def _text(told):
    return told["text"] if isinstance(told, dict) else told


def test_hardly_a_question_is_taken_for_a_name_or_a_command():
    """Of everything that the answers have learnt, and of questions by other authors."""
    asked = questions()
    assert len(asked) > 2500
    names = [text for _, text in asked if is_sure_name(told(text)[0])]
    people = [text for _, text in asked if all(told(text))]
    commands = [
        (slug, text)
        for slug, text in asked
        if (wish := find_wish(text)) and wish.wish not in POLITE
        and not (wish.wish in {Wish.LOOK_UP, Wish.MINE, Wish.MY_CARD} and slug in OWN_CARD)
    ]  # fmt: skip
    assert people == []
    assert len(names) <= 5, names
    assert len(commands) <= 40, commands


@pytest.mark.parametrize(
    ("wish", "texts"),
    [
        (Wish.CANCEL, "thôi|hủy|huỷ|huy|Thôi ạ|dạ thôi|hủy bỏ|thoi ko can nua|không|cancel|dừng"),
        (Wish.LOOK_UP, ("Tra cứu CCCD|tra cuu cccd|cho e tra cứu thẻ vs|thẻ của mẹ em tới đâu rồi"
                       "|cccd con tôi có chưa ạ|kiểm tra căn cước giúp em"
                       "|Tra cứu người khác|check my card|Look up another person")),
        (Wish.MY_CARD, "thẻ của tôi tới đâu rồi|cccd em có chưa ạ|thẻ e về chưa|co the chua|Is my card ready"),
        (Wish.UNBIND, "Gỡ hồ sơ|ngừng gắn hồ sơ|bỏ gắn hồ sơ ạ|Unlink the application|unlink my application"),
        (Wish.PERSON, ("Hỏi cán bộ|gặp người|cho gặp cán bộ|gap can bo|cán bộ ơi|em muốn gặp người thật"
                      "|cho tôi nói chuyện với cán bộ|ask an officer|tu van vien")),
        (Wish.PLACE, "Giờ và địa điểm|địa chỉ ở đâu|dia chi|mấy giờ mở cửa|giờ làm việc|opening hours"),
        (Wish.WATCH, "Báo cho tôi khi có thẻ|báo cho tôi|bao cho em khi co the|khi nào có báo em nhé"),
        (Wish.WATCHES, "đang chờ những ai|tôi đang chờ ai|xem lời nhờ báo tin|My requests"),
        (Wish.STOP_WATCH, "ngừng báo|ngung bao tin|hủy báo tin|đừng nhắn tin nữa|ngừng báo 2|stop all"),
        (Wish.WRONG, "sai rồi|nhầm|sai r|gõ nhầm rồi|wrong"),
        (Wish.WRONG_NAME, "nhầm tên|sai tên rồi|sửa họ tên|wrong name"),
        (Wish.WRONG_BIRTH, "sai ngày sinh|nhầm ngày|sửa ngày sinh|wrong date"),
        (Wish.MINE, "hồ sơ của tôi|thẻ của em|my application"),
        (Wish.ENGLISH, "English|tiếng Anh|speak english"),
        (Wish.VIETNAMESE, "tiếng việt|vietnamese"),
        (Wish.HELLO, "xin chào|hello|alo|hi ad|chào ạ"),
        (Wish.THANKS, ("cảm ơn|thanks|cảm ơn nhiều ạ|dạ em cảm ơn ạ|ok cảm ơn ad nhiều nha ❤️|thank you so much"
                      "|cam on con nhieu|vâng ạ em hiểu rồi, cảm ơn anh chị|tks ad nhé")),
        (Wish.NOD, ("ok|dạ vâng|oke ad|đúng rồi|dạ|vâng ạ|ừ|👍|👍👍🏻|❤️|/-strong|:))|ok ạ 👍|okie nha|dạ em biết rồi ạ"
                   "|được rồi em|hihi")),
        (Wish.BYE, "tạm biệt|bye bye|hẹn gặp lại"),
        (Wish.CANCEL, "thôi cảm ơn|không cần nữa đâu cảm ơn nha|dạ thôi ạ, cảm ơn ad"),
        (Wish.NOT_RIGHT, "👎|😡|/-weak"),
        (Wish.ONLY_YEAR, "giấy tờ chỉ ghi năm|không có ngày tháng|không nhớ|I don't know the day"),
        (Wish.NEXT, "tiếp|người tiếp theo|next"),
        (Wish.MENU, "menu|bắt đầu lại|#menu|Menu"),
    ],
)  # fmt: skip
def test_what_is_said_means_its_button(wish, texts):
    for text in texts.split("|"):
        found = find_wish(text)
        assert found is not None, text
        assert found.wish is wish, text


def test_every_command_is_read_back():
    for word, wish in COMMANDS.items():
        assert find_wish(word).wish is wish
        assert find_wish(f" {word.upper()} something ").argument == "something"
    assert find_wish("#khongbiet") is None


@pytest.mark.parametrize("text", ["không thấy thẻ ạ, cảm ơn", "không nhận được tin, cảm ơn anh"])
def test_thanks_after_what_is_missing_call_nothing_off(text):
    found = find_wish(text)
    assert found is None or found.wish is not Wish.CANCEL
    assert find_wish("không ạ, cảm ơn em").wish is Wish.CANCEL


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("079091001234", "••••••••••••"),
        ("079 091 001 234", "••• ••• ••• •••"),
        ("cmnd 024567891 ạ", "cmnd ••••••••• ạ"),
        ("0901234567", "••••••••••"),
        ("17/05/1991 079091001234", "17/05/1991 ••••••••••••"),
        ("17/05/1991 4567", "17/05/1991 4567"),
        ("mã OTP 12345", "mã OTP •••••"),
        ("HS-00012", "HS-00012"),
        ("17051991", "17051991"),
        ("1.000.000đ", "1.000.000đ"),
    ],
)
def test_long_numbers_and_codes_are_not_kept(typed, kept):
    assert masked(typed) == kept


def test_a_telephone_number_may_stay_for_an_officer_who_asked():
    assert masked("0901 234 567", keeps_phones=True) == "0901 234 567"
    assert masked("079091001234", keeps_phones=True) == "••••••••••••"


@pytest.mark.parametrize("seed", range(20))
def test_any_spelling_of_a_date_that_names_reads_is_found_beside_a_name(seed):
    rng = random.Random(seed)
    people = People(seed)
    for _ in range(40):
        person = people.draw()
        day = person.birth_date
        typed = rng.choice(
            [
                f"{day:%d/%m/%Y}", f"{day.day}-{day.month}-{day.year}", f"{day:%d.%m.%Y}",
                f"{day:%d%m%Y}", f"{day.day} tháng {day.month} năm {day.year}",
                f"ngay {day.day} thang {day.month} nam {day.year}", f"{day:%d/%m/%y}",
            ]
        )  # fmt: skip
        name = rng.choice([person.full_name, fold(person.full_name), person.full_name.upper()])
        between = rng.choice([" ", ", ", " - ", "\n", " sinh ngày ", " sn "])
        heard = understand(
            Incoming("m1", datetime.datetime.now(datetime.UTC), text=f"{name}{between}{typed}"),
            Dialogue(),
            today=TODAY,
        )
        assert heard.has_both, (name, between, typed)
        assert fold(heard.full_name) == fold(unicodedata.normalize("NFC", name))
        assert heard.birth_date in typed
