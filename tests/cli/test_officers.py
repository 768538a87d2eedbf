import re

import pytest

from installation import Installation

pytestmark = pytest.mark.slow


@pytest.fixture
def installation(tmp_path):
    made = Installation(tmp_path / "home")
    made.ok("init")
    made.ok("units", "add", "--slug", "tan-phu", "--name", "Công an quận Tân Phú")
    return made


def test_the_first_officer_of_a_unit_is_invited_with_a_link(installation):
    done = installation.run(
        "officers", "invite", "--unit", "tan-phu", "--email", "an@tan-phu.example"
    )
    assert done.returncode == 0
    assert re.fullmatch(
        r"http://localhost:8000/console/account/invitation/[\w-]{43}/\n", done.stdout
    )
    assert installation.ok("audit", "verify") == "Nhật ký còn nguyên vẹn.\n"
    assert installation.ok("officers", "show", "--unit", "tan-phu") == ""


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("invite", "--unit", "khong-co", "--email", "an@b.vn"), "Không có đơn vị"),
        (("invite", "--unit", "tan-phu", "--email", "an"), "Hãy nhập một địa chỉ e-mail"),
        (("reset", "--email", "ai@do.vn"), "Không có cán bộ nào"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(installation, arguments, sentence):
    done = installation.run("officers", *arguments)
    assert done.returncode == 2
    assert sentence in done.stderr
