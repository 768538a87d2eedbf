"""Nothing personal reaches the editors, and what is no name stays as it was asked."""

import pytest
from benchmarks.answers import read_content

from tracuu.answers.masking import mask


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("tôi tên Nguyễn Văn Không muốn hỏi lệ phí", "tôi tên [tên] muốn hỏi lệ phí"),
        ("Tên em là Trần Thị Hoa Mai ạ", "Tên em là [tên] ạ"),
        ("toi la nguyen van khong muon lam lai the", "toi la [tên] muon lam lai the"),
        ("cho hoi tran thi be nam co the chua", "cho hoi [tên] co the chua"),
        ("thẻ của Lê Hoài An xong chưa", "thẻ của [tên] xong chưa"),
        ("NGUYỄN VĂN KHÔNG CÓ THẺ CHƯA", "[tên] CÓ THẺ CHƯA"),
        ("thẻ của chị Lan đâu rồi", "thẻ của chị [tên] đâu rồi"),
        ("sinh 02/09/1990 thì làm được chưa", "[ngày] thì làm được chưa"),
        ("em sinh năm 2010 làm được không", "em [ngày] làm được không"),
        ("ngày 5 tháng 6 năm 1988 là ngày sinh", "[ngày] là ngày sinh"),
        ("số căn cước 079091001234 của tôi", "số căn cước [số] của tôi"),
        ("gọi lại số 0901 234 567 giúp", "gọi lại số [số] giúp"),
        ("gọi 0901.234.567", "gọi [số]"),
        ("hồ sơ HS-001234 tới đâu rồi", "hồ sơ HS-[số] tới đâu rồi"),
        ("xe 59X1-12345 của em", "xe [số] của em"),
        ("nhà 12/3/4 thì đăng ký ở đâu", "nhà [số] thì đăng ký ở đâu"),
        ("ở số nhà 45 đường Minh Hoạ, làm ở đâu", "ở [địa chỉ], làm ở đâu"),
        ("gửi vào khong@example.vn nhé", "gửi vào [liên kết] nhé"),
        ("link https://example.vn/a?b=1 có thật không", "link [liên kết] có thật không"),
    ],
)
def test_what_is_personal_gives_way(typed, kept):
    assert mask(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "lệ phí 30.000đ hay 15k",
        "từ 14 tuổi, 7 ngày làm việc, mức 2, 12 số",
        "phản ánh thái độ cán bộ",
        "đang kỳ thi có làm được không",
        "luật căn cước 2023, mẫu CT07, VNeID",
        "ho khau, ho so, le phi, dang ky, phan anh, ly hon, vo chong",
        "công an phường Tân Phú có làm không",
    ],
)
def test_what_is_no_person_stays(typed):
    assert mask(typed) == typed


def test_ways_of_asking_stay_readable():
    corpus, _ = read_content()
    texts = [one.text for one in corpus.examples]

    changed = [text for text in texts if mask(text) != text]

    assert len(changed) <= len(texts) * 0.01, changed[:20]


def test_masking_twice_changes_nothing():
    once = mask("Tôi là Nguyễn Văn Không, sinh 02/09/1990, sđt 0901 234 567")

    assert mask(once) == once
