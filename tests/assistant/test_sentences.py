"""A name and a date of birth inside of what people really write; and sentences in which nobody is."""

import datetime

import pytest

from tracuu.assistant.dialogue import Dialogue
from tracuu.assistant.enums import Step
from tracuu.assistant.understanding.dates import completed
from tracuu.assistant.understanding.heard import understand
from tracuu.assistant.understanding.people import find_people, find_person
from tracuu.messaging.chat.content import Incoming

TODAY = datetime.date(2026, 11, 28)
NOW = datetime.datetime(2026, 11, 28, 3, tzinfo=datetime.UTC)

WHOLE = [
    # Said politely, in whole sentences.
    ("Anh chị ơi tra giùm tôi với, tên chị là Nguyễn Thị Lan sinh ngày 3/4/1985 nha",
     "Nguyễn Thị Lan", "3/4/1985"),
    ("Dạ cho em hỏi, em tên là Lê Văn Ba, sinh ngày 1/2/1990, thẻ của em có chưa ạ?",
     "Lê Văn Ba", "1/2/1990"),
    ("Xin chào, tôi muốn kiểm tra căn cước, họ tên tôi là Trần Thị Kim Ngân, sinh năm 1979 ạ",
     "Trần Thị Kim Ngân", "1979"),
    ("Tôi là Phạm Văn Hùng, sinh 12/12/1965, làm thẻ hồi tháng 9 mà tới giờ chưa có",
     "Phạm Văn Hùng", "12/12/1965"),
    ("nhờ cán bộ xem giúp thẻ của mẹ em là bà Nguyễn Thị Tư sinh ngày 5 tháng 5 năm 1948 đã về chưa",
     "Nguyễn Thị Tư", "5 tháng 5 năm 1948"),
    ("Chào ad, mình là Đỗ Minh Quân, mình sinh ngày 09-10-2001, mình nộp hồ sơ lâu rồi",
     "Đỗ Minh Quân", "09-10-2001"),
    ("Cho hỏi thẻ căn cước của ông Võ Văn Sáu sinh 1950 đến đâu rồi", "Võ Văn Sáu", "1950"),
    ("Kính gửi công an quận, tôi tên Huỳnh Thị Mỹ Dung, sinh ngày 20.11.1988, xin hỏi thẻ đã có chưa",
     "Huỳnh Thị Mỹ Dung", "20.11.1988"),
    ("vợ tôi tên Bùi Thị Hạnh sinh ngày 30/04/1975 chờ ba tháng rồi, xem hộ tôi", "Bùi Thị Hạnh", "30/04/1975"),
    ("con gái em là Đặng Ngọc Anh sn 15/06/2010, tra giúp em nhé", "Đặng Ngọc Anh", "15/06/2010"),
    ("em làm thẻ ngày 3/10/2025, em tên Lê Thị Bé, sinh ngày 2/9/1990", "Lê Thị Bé", "2/9/1990"),
    ("Hẹn lấy ngày 10/11/2026 mà chưa có, tôi Nguyễn Văn Út sinh 1/1/1960", "Nguyễn Văn Út", "1/1/1960"),
    ("sinh ngày 17/05/1991, tên Nguyễn Hữu Trí, nhờ tra giúp", "Nguyễn Hữu Trí", "17/05/1991"),
    ("17/05/1991 là ngày sinh của tôi, tôi tên là Nguyễn Hữu Trí", "Nguyễn Hữu Trí", "17/05/1991"),
    ("Bác Hồ Văn Tám, sinh 2/3/1944, hỏi thẻ làm ở quận hồi tháng trước", "Hồ Văn Tám", "2/3/1944"),
    ("Ngô Thị Thu Hà nha em, sinh ngày 8 tháng 3 năm 1982, coi giùm chị", "Ngô Thị Thu Hà",
     "8 tháng 3 năm 1982"),
    # Without marks.
    ("cho hoi the cua nguyen van tam sinh nam 1950 co chua", "nguyen van tam", "1950"),
    ("toi ten la tran thi hoa sinh ngay 4 thang 7 nam 1969 nho xem gium the can cuoc", "tran thi hoa",
     "4 thang 7 nam 1969"),
    ("nho chi tra dum e voi, ten e la le thi cam tu, sn 5/6/1993", "le thi cam tu", "5/6/1993"),
    ("chau la pham minh khoi sinh 11/11/2008 da co the chua a", "pham minh khoi", "11/11/2008"),
    ("toi nguyen van tam 1/2/1950 lam the lau roi chua thay", "nguyen van tam", "1/2/1950"),
    ("xem ho the me toi voi, me toi ten doan thi lanh sinh 3-3-1955", "doan thi lanh", "3-3-1955"),
    ("ho ten huynh van no ngay sinh 6/6/1957 lam o phuong", "huynh van no", "6/6/1957"),
    ("bo em la truong quoc bao sinh ngay 19/8/1962 hoi the toi dau roi", "truong quoc bao", "19/8/1962"),
    # As the young write.
    ("e tên Lê Văn Ba sn 1990 check giùm e vs", "Lê Văn Ba", "1990"),
    ("ad ơi ck e tên trần minh đức sn 9/9/95 có thẻ ch ạ", "trần minh đức", "9/9/95"),
    ("mk là Vũ Hà My sn 01.01.2006 thẻ mk tới đâu r z", "Vũ Hà My", "01.01.2006"),
    ("check hộ t vs Phan Đình Phùng Anh 2/2/2004 nhaaa", "Phan Đình Phùng Anh", "2/2/2004"),
    ("e nguyễn thị như ý sn2003 ạ, cccd e có chưa z", "nguyễn thị như ý", "2003"),
    ("hú hú ad, tên:Đỗ Gia Huy, sn:12/7/2007", "Đỗ Gia Huy", "12/7/2007"),
    ("e sn 90 tên lê văn ba nha", "lê văn ba", "1990"),
    ("ủa ad sao k rep, e Trịnh Thu Trang 30/10/2002 nè", "Trịnh Thu Trang", "30/10/2002"),
    # English, or half of it.
    ("check giúp my card, name Tran Van An dob 01/02/1990", "Tran Van An", "01/02/1990"),
    ("Hi, my name is Nguyen Thi Lan, born on 3 April 1985, is my card ready?", "Nguyen Thi Lan",
     "3 April 1985"),
    ("Hello, I'm Pham Minh Chau, date of birth 12/08/1999. Please check my ID card", "Pham Minh Chau",
     "12/08/1999"),
    ("please look up the card of Le Van Ba, DOB: 01/02/1990", "Le Van Ba", "01/02/1990"),
    ("Name: Tran Van An\nDOB: 1st February 1990", "Tran Van An", "1 February 1990"),
    ("card của mom mình, name là Đinh Thị Mai, birthday 7/7/1960 nhé", "Đinh Thị Mai", "7/7/1960"),
    # Pasted.
    ("Họ và tên: Nguyễn Thị Lan\nNgày sinh: 03/04/1985\nGiới tính: Nữ\nQuê quán: Long An",
     "Nguyễn Thị Lan", "03/04/1985"),
    ("Họ, chữ đệm và tên: LÊ VĂN BA\nNgày, tháng, năm sinh: 01/02/1990\nNgày cấp: 10/05/2021",
     "LÊ VĂN BA", "01/02/1990"),
    ("CÔNG AN QUẬN TÂN PHÚ GIẤY HẸN Họ tên: TRẦN VĂN AN Sinh ngày: 01/02/1990 Hẹn trả ngày 20/12/2021",
     "TRẦN VĂN AN", "01/02/1990"),
    ("Nguyễn Thị Lan; 03/04/1985; Nữ; phường Tân Sơn Nhì", "Nguyễn Thị Lan", "03/04/1985"),
    # Of others.
    ("hàng xóm nhờ hỏi dùm cô Lý Thị Sen sinh 1958 thẻ về chưa", "Lý Thị Sen", "1958"),
    ("thẻ của con trai tôi Mai Tấn Phát sinh ngày 24/12/2011 xong chưa em", "Mai Tấn Phát", "24/12/2011"),
    ("Lê Thị An 2/9/1990 sao lâu vậy ad?", "Lê Thị An", "2/9/1990"),
    ("cho con hỏi ba con tên Dương Văn Mười, sinh 10/10/1952", "Dương Văn Mười", "10/10/1952"),
]  # fmt: skip

NAME_ONLY = [
    ("tra giùm chị tên Nguyễn Thị Lan với", "Nguyễn Thị Lan"),
    ("em muốn kiểm tra thẻ, em tên là Lê Văn Ba ạ", "Lê Văn Ba"),
    ("xem hộ thẻ của Trần Thị Kim Ngân với ạ", "Trần Thị Kim Ngân"),
    ("ten toi la nguyen van tam", "nguyen van tam"),
    ("check my card please, my name is Nguyen Thi Lan", "Nguyen Thi Lan"),
]

NOBODY = [
    "tôi làm thẻ ngày 3/10/2025 mà tới giờ chưa có, bao giờ có vậy?",
    "ngày 2/9/2026 công an phường có làm việc không?",
    "sinh ngày 3/4/2012 thì đã làm được căn cước chưa?",
    "con tôi sinh năm 2012 có phải làm căn cước không",
    "người sinh năm 1966 thì thẻ có giá trị đến bao giờ?",
    "lệ phí làm thẻ từ 1/1/2027 là bao nhiêu",
    "le phi bao nhieu v ad",
    "ho so gom nhung gi",
    "lý do gì mà lâu thế, tôi nộp ngày 5/6/2026",
    "mai có làm việc không ạ",
    "la sao vay ban",
    "tạm trú ở đường Nguyễn Thị Minh Khai thì làm thẻ ở đâu?",
    "trường Lê Quý Đôn tổ chức làm căn cước ngày 12/10/2026 phải không",
    "phường Trần Hưng Đạo nay đổi tên là gì?",
    "em muốn đổi tên trên thẻ thì cần giấy tờ gì",
    "đổi ngày sinh từ 1/2/1990 sang 2/1/1990 thì làm sao",
    "bị mất căn cước ngày 20/11/2026 giờ phải làm gì?",
    "tên con không có trong hộ khẩu thì làm sao",
    "tên trên thẻ bị sai thì sửa ở đâu",
    "giấy hẹn ghi ngày 10/12/2021 tôi đến lấy được không",
    "thẻ hết hạn ngày 17/05/2026 thì đổi ở đâu",
    "I was born in 1990, do I need a new card?",
    "how much is the fee from 01/01/2027?",
    "vneid mức 2 làm từ ngày 1/7/2024 có phải làm lại không",
    "cho hỏi số điện thoại của công an phường",
    "gặp anh Minh được không ạ",
    "đến bao giờ mới có thẻ hả trời, chờ từ 9/2025",
    "tôi sinh 1950 không có giấy khai sinh thì làm thế nào?",
    "Luật Căn cước có hiệu lực từ ngày 1/7/2024 đúng không?",
    "ở Lê Văn Sỹ có điểm làm thẻ nào mở cửa chủ nhật không",
]

# Somebody stands in it, but what is asked holds for everybody: an answer, no lookup.
OF_THE_RULES = [
    "Tôi là Nguyễn Văn An, sinh ngày 1/2/1990, muốn đổi địa chỉ thường trú trên thẻ thì cần giấy tờ gì?",
    "con em Lê Thị Bé sinh 3/4/2012 thì làm căn cước được chưa ạ?",
    "em tên Trần Minh Đức sn 9/9/1995 bị mất cccd thì làm lại hết bao nhiêu tiền?",
    "me toi ten nguyen thi tu sinh 1948 co phai doi the khong",
    "tra giúp tôi số cccd của chị Trần Thị Lan sinh năm 1990",
]


def heard(text, dialogue=None):
    return understand(Incoming("m", NOW, text=text), dialogue or Dialogue(), today=TODAY)


@pytest.mark.parametrize(("text", "name", "born"), WHOLE)
def test_whoever_stands_in_a_sentence_with_a_birth_is_found(text, name, born):
    found = heard(text)

    assert (found.full_name, found.birth_date) == (name, born)
    assert not found.others


@pytest.mark.parametrize(("text", "name"), NAME_ONLY)
def test_a_name_alone_is_found_where_somebody_is_asked_for(text, name):
    found = heard(text)

    assert (found.full_name, found.birth_date) == (name, "")
    assert found.is_sure_name


@pytest.mark.parametrize("text", NOBODY)
def test_a_question_with_nobody_in_it_is_a_question(text):
    found = heard(text)

    assert not found.has_both
    assert not found.is_sure_name
    assert found.question


@pytest.mark.parametrize("text", OF_THE_RULES)
def test_a_question_about_the_rules_stays_one_whoever_asks_it(text):
    found = heard(text)

    assert not found.has_both
    assert not found.full_name
    assert found.question


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("tra giúp hai bé Nguyễn Văn An 1/2/2010 và Nguyễn Thị Bình 3/4/2012",
         [("Nguyễn Văn An", "1/2/2010"), ("Nguyễn Thị Bình", "3/4/2012")]),
        ("em hỏi cho 2 con: Lê Gia Bảo sinh ngày 5/5/2011, Lê Bảo Ngọc sinh ngày 6/6/2013 ạ",
         [("Lê Gia Bảo", "5/5/2011"), ("Lê Bảo Ngọc", "6/6/2013")]),
        ("Trần Văn An 01/02/1990\nTrần Thị Bình 03/04/1992\nTrần Văn Cường 05/06/1994",
         [("Trần Văn An", "01/02/1990"), ("Trần Thị Bình", "03/04/1992"),
          ("Trần Văn Cường", "05/06/1994")]),
    ],
)  # fmt: skip
def test_everybody_in_one_message_is_found(text, people):
    assert list(find_people(text, today=TODAY)) == people
    first = heard(text)
    assert [(first.full_name, first.birth_date), *first.others] == people


def test_one_person_with_two_dates_is_one_person():
    text = "Lê Văn Ba sinh 1/2/1990, giấy hẹn lấy ngày 10/12/2021"

    assert heard(text).others == ()
    assert find_person(text, today=TODAY).birth_date == "1/2/1990"


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("3/4", "3/4/1985"),
        ("dạ 3 tháng 4 ạ", "3/4/1985"),
        ("ngày 03 tháng 04", "03/04/1985"),
        ("mùng 3/4", "3/4/1985"),
        ("3-4", "3/4/1985"),
        ("3", ""),
        ("3/0", ""),
        ("không nhớ", ""),
        ("lệ phí 3/4 là sao", ""),
    ],
)
def test_day_and_month_make_a_whole_date_with_the_year_before(text, whole):
    assert completed(text, "1985") == whole
    asked = Dialogue(step=Step.BIRTH, full_name="Nguyễn Thị Lan", part="1985")
    if whole:
        assert heard(text, asked).birth_date == whole
        assert not heard(text, asked).is_part


def test_there_are_enough_of_them():
    assert len(WHOLE) + len(NAME_ONLY) + len(NOBODY) + len(OF_THE_RULES) >= 60
