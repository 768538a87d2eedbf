"""The demonstration answers as the README promises, and at rest it names nobody."""

import sqlite3

import psycopg
import pytest
from python_calamine import CalamineWorkbook

from installation import Installation
from tracuu.core.keys import load_ring

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    made = Installation(tmp_path_factory.mktemp("demo") / "home")
    made.ok("init", "--demo")
    made.ok("init", "--demo")  # a second time keeps the data
    return made


def test_the_people_of_the_readme(demo):
    assert demo.lookup("Nguyễn Hữu Trí", "17/05/1991")["stage"] == "at_unit"
    assert demo.lookup("le thi thuy duong", "3-12-88")["outcome"] == "found"
    assert demo.lookup("Nguyễn Thị Hoa", "01/01/1975")["outcome"] == "unconfirmed"
    assert demo.lookup("Nguyễn Thị Hoa", "01/01/1975", "--receipt", "TP-211015")["details"]
    assert demo.lookup("Phạm Văn Năm", "01/01/1950")["outcome"] == "unconfirmed"
    assert demo.lookup("Phạm Văn Năm", "01/01/1950", "--receipt", "TP-211021")["details"]


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


def test_a_dump_of_the_database_names_nobody(demo):
    dump = everything_stored(demo)
    binary = dump + b"".join(
        file.read_bytes() for file in demo.home.glob("tracuu.sqlite3*") if file.is_file()
    )
    rows = CalamineWorkbook.from_path(
        str(demo.home / "demo" / "tan-phu-2021-12-14.xlsx")
    ).get_sheet_by_index(0).to_python()[6:2006]  # fmt: skip
    assert len(rows) == 2000

    for row in rows:
        name, receipt, identity, phone = (str(row[column]) for column in (1, 4, 5, 6))
        for secret in (name, name.upper(), receipt, identity, phone):
            assert secret.encode() not in binary
        if isinstance(row[2], str):
            assert row[2].encode() not in dump
            assert "-".join(reversed(row[2].split("/"))).encode() not in dump
    assert b"tan-phu" in dump


def test_the_two_keys_are_separate(demo):
    rings = [load_ring(demo.home / "keys", name) for name in ("sealing", "index", "django")]
    keys = [key for ring in rings for key in ring.keys.values()]
    assert len(set(keys)) == 3
    for file in (demo.home / "keys").glob("*.json"):
        assert file.stat().st_mode & 0o077 == 0
