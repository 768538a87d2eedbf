"""The demonstration answers as the README promises, and at rest it names nobody."""

import re
import sqlite3

import psycopg
import pytest
from python_calamine import CalamineWorkbook

from installation import Installation
from tracuu.core.keys import load_ring

pytestmark = pytest.mark.slow
CODE = re.compile(r"[0-9CHKMNPTVX]{4}(?:-[0-9CHKMNPTVX]{4}){2}")


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    made = Installation(tmp_path_factory.mktemp("demo") / "home")
    first = made.run("init", "--demo")
    assert first.returncode == 0, first.stderr
    again = made.run("init", "--demo")  # a second time keeps the data, and the codes
    made.codes = CODE.findall(again.stderr)
    assert made.codes == CODE.findall(first.stderr)
    return made


def test_the_people_of_the_readme(demo):
    assert demo.lookup("Nguyễn Hữu Trí", "17/05/1991")["stage"] == "at_unit"
    assert demo.lookup("le thi thuy duong", "3-12-88")["outcome"] == "found"
    assert demo.lookup("Nguyễn Thị Hoa", "01/01/1975")["outcome"] == "unconfirmed"
    assert demo.lookup("Nguyễn Thị Hoa", "01/01/1975", "--receipt", "TP-211015")["details"]
    assert demo.lookup("Phạm Văn Năm", "01/01/1950")["outcome"] == "unconfirmed"
    assert demo.lookup("Phạm Văn Năm", "01/01/1950", "--receipt", "TP-211021")["details"]


def test_the_next_mornings_list_waits_to_be_published_and_answers_who_waited(demo):
    assert demo.lookup("Trần Quốc Minh", "12/03/1997")["outcome"] == "unconfirmed"

    path = demo.home / "demo" / "tan-phu-2021-12-15.xlsx"
    demo.ok("lists", "import", "--unit", "tan-phu", "--as-of", "2021-12-15", str(path))

    told = demo.lookup("Trần Quốc Minh", "12/03/1997")
    assert (told["stage"], told["data_as_of"]) == ("at_unit", "2021-12-15")
    # The others are as they were.
    assert demo.lookup("Nguyễn Hữu Trí", "17/05/1991")["stage"] == "at_unit"


def test_two_people_hold_slips_whose_codes_are_second_facts(demo):
    tri, hoa = demo.codes
    assert demo.lookup("Nguyễn Hữu Trí", "17/05/1991", "--receipt", tri)["details"]["box"]
    assert demo.lookup("Nguyễn Thị Hoa", "01/01/1975", "--receipt", hoa)["details"]


def everything_stored(demo) -> bytes:
    url = demo.environment.get("DATABASE_URL")
    if not url:
        connection = sqlite3.connect(demo.home / "tracuu.sqlite3")
        try:
            return "\n".join(connection.iterdump()).encode()
        finally:
            connection.close()
    parts = []
    with psycopg.connect(url) as connection:
        tables = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        ).fetchall()
        for (table,) in tables:
            with connection.cursor().copy(f'COPY "{table}" TO STDOUT') as copy:
                parts.extend(bytes(block) for block in copy)
    return b"".join(parts)


# Keyed hashes have some 19 digits, sealed values hundreds of hex digits: among so many random ones a
# telephone number of ten turns up by chance now and then. Their bytes are searched as bytes instead.
RANDOM = re.compile(rb"[0-9a-fA-F]{13,}")


def searchable(dump: bytes) -> bytes:
    """The dump without its random digits, and after it what its blobs hold."""
    blobs = [run for run in RANDOM.findall(dump) if len(run) % 2 == 0]
    return b"\n".join([RANDOM.sub(b"#", dump), *(bytes.fromhex(run.decode()) for run in blobs)])


def test_a_number_would_be_seen_wherever_it_stood():
    number = b"0901234567"
    assert number in searchable(b"INSERT INTO t VALUES(7,'0901234567')")
    assert number in searchable(
        b"INSERT INTO t VALUES(7,X'" + (b"\xaa" + number).hex().encode() + b"')"
    )
    assert number not in searchable(b"INSERT INTO t VALUES(-5090123456781234567)")


def test_a_dump_of_the_database_names_nobody(demo):
    dump = everything_stored(demo)
    stored = searchable(dump) + b"".join(
        file.read_bytes() for file in demo.home.glob("tracuu.sqlite3*") if file.is_file()
    )
    rows = CalamineWorkbook.from_path(
        str(demo.home / "demo" / "tan-phu-2021-12-14.xlsx")
    ).get_sheet_by_index(0).to_python()[6:2006]  # fmt: skip
    assert len(rows) == 2000
    for code in demo.codes:
        assert code.encode() not in stored
        assert code.replace("-", "").encode() not in stored

    for row in rows:
        name, receipt, identity, phone = (str(row[column]) for column in (1, 4, 5, 6))
        seen = [secret for secret in (name, name.upper(), receipt, identity, phone)
                if secret.encode() in stored]  # fmt: skip
        assert seen == []
        if isinstance(row[2], str):
            assert row[2].encode() not in stored
            assert "-".join(reversed(row[2].split("/"))).encode() not in stored
    assert b"tan-phu" in stored


def test_the_two_keys_are_separate(demo):
    rings = [load_ring(demo.home / "keys", name) for name in ("sealing", "index", "django")]
    keys = [key for ring in rings for key in ring.keys.values()]
    assert len(set(keys)) == 3
    for file in (demo.home / "keys").glob("*.json"):
        assert file.stat().st_mode & 0o077 == 0
