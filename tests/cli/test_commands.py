import json

import pytest

from factories import person, write_list
from installation import Installation

pytestmark = pytest.mark.slow

MAI = ("Lê Thị Mai", "05/06/1980")


@pytest.fixture
def installation(tmp_path):
    made = Installation(tmp_path / "home")
    made.ok("init")
    made.ok("units", "add", "--slug", "tan-phu", "--name", "Công an quận Tân Phú")
    return made


def test_the_main_job_at_the_command_line(installation, tmp_path):
    path = write_list(tmp_path / "list.xlsx", [person(*MAI), person("Vũ Lan Hương", "31/02/1990")])

    done = installation.run("lists", "import", "--unit", "tan-phu", str(path), "--json")

    assert done.returncode == 1
    report = json.loads(done.stdout)
    counts = {key: report[key] for key in ("rows_read", "accepted", "rejected", "published")}
    assert counts == {"rows_read": 2, "accepted": 1, "rejected": 1, "published": True}
    assert report["problems"][0]["row"] == 3
    assert installation.lookup("le thi mai", "5/6/1980")["outcome"] == "found"
    assert installation.lookup("Vũ Lan Hương", "28/02/1990")["outcome"] == "unconfirmed"


def test_a_dry_run_prints_the_rows_as_understood(installation, tmp_path):
    path = write_list(tmp_path / "list.xlsx", [person(*MAI, sex="Nữ")])

    done = installation.run(
        "lists", "import", "--unit", "tan-phu", str(path), "--dry-run", "--rows"
    )

    assert done.returncode == 0
    (line,) = done.stdout.splitlines()
    assert json.loads(line) == {
        "sheet": "Danh sách",
        "row": 2,
        "full_name": "Lê Thị Mai",
        "birth_date": "1980-06-05",
        "sex": "Nữ",
        "warnings": [],
    }


def test_a_file_that_is_no_list_ends_with_two_and_a_sentence(installation, tmp_path):
    path = tmp_path / "photo.xlsx"
    path.write_bytes(b"\x7fELF" + bytes(2000))

    done = installation.run("lists", "import", "--unit", "tan-phu", str(path))

    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("lookup", "--unit", "khong-co", "--name", "Lê Thị Mai", "--birth-date", "5/6/1980"),
        ("lookup", "--unit", "tan-phu", "--name", "Lê Thị Mai", "--birth-date", "31/2/1980"),
        ("units", "add", "--slug", "tan-phu", "--name", "Trùng"),
        ("units", "add", "--slug", "Tân Phú", "--name", "Slug sai"),
        ("units", "add", "--slug", "api", "--name", "Slug đã có"),
        ("lists", "import", "--unit", "tan-phu", "khong-co.xlsx"),
        ("lists", "import", "--unit", "khong-co", "khong-co.xlsx"),
    ],
)
def test_wrong_use_gets_one_sentence(installation, arguments):
    done = installation.run(*arguments)

    assert done.returncode == 2
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


def test_without_keys_the_operator_is_told_what_to_run(tmp_path):
    done = Installation(tmp_path / "empty").run("lookup", "--unit", "x")

    assert done.returncode == 2
    assert "tracuu init" in done.stderr


def test_production_refuses_the_keys_of_a_demonstration(tmp_path):
    made = Installation(tmp_path / "home")
    made.ok("init", "--demo")
    production = {
        "TRACUU_MODE": "production",
        "TRACUU_BASE_URL": "https://tracuu.example",
        "TRACUU_LOOKUP_LIMITS": "on",
    }

    done = made.run("lookup", "--unit", "tan-phu", "--name", "x", "--birth-date", "y", **production)

    assert done.returncode == 2
    assert "demonstration" in done.stderr
