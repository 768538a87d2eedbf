"""kill -9 at any instant of an import or a rotation leaves the old state or the new one."""

import random
import sqlite3
import time

import psycopg
import pytest

from factories import person, write_list
from installation import Installation
from tracuu.demo.people import People

pytestmark = pytest.mark.slow

OLD = [person("Lê Thị Mai", "05/06/1980", receipt="HS-1", status="Đang in")]
KILLS = 6


@pytest.fixture
def installation(tmp_path):
    made = Installation(tmp_path / "home")
    made.ok("init")
    made.ok("units", "add", "--slug", "tan-phu", "--name", "Công an quận Tân Phú")
    return made


def wait_until_rows_are_rewritten(installation, running, column):
    sql = f"SELECT COUNT(*) FROM cards_application WHERE {column} > 1"
    before = scalar(installation, sql)
    for _ in range(3000):
        if scalar(installation, sql) > before or running.poll() is not None:
            return
        time.sleep(0.01)


def drawn(amount):
    people = People(7)
    rows = []
    for number in range(amount):
        one = people.draw()
        rows.append(
            person(one.full_name, f"{one.birth_date:%d/%m/%Y}", receipt=f"T-{number}", sex=one.sex)
        )
    return rows


def scalar(installation, sql):
    url = installation.environment.get("DATABASE_URL")
    if url:
        with psycopg.connect(url) as connection:
            return connection.execute(sql).fetchone()[0]
    connection = sqlite3.connect(installation.home / "tracuu.sqlite3")
    try:
        return connection.execute(sql).fetchone()[0]
    finally:
        connection.close()


def wait_until_rows_are_staged(installation, running):
    before = scalar(installation, "SELECT COALESCE(MAX(id), 0) FROM cards_cardlist")
    for _ in range(2000):
        newest = scalar(installation, "SELECT COALESCE(MAX(id), 0) FROM cards_cardlist")
        if newest > before or running.poll() is not None:
            return
        time.sleep(0.01)


def test_an_import_that_is_killed_leaves_the_old_list_or_the_new(installation, tmp_path):
    rng = random.Random(11)
    old = write_list(tmp_path / "old.xlsx", OLD)
    rows = drawn(4000)
    new = write_list(
        tmp_path / "new.xlsx", [person("Lê Thị Mai", "05/06/1980", receipt="HS-1"), *rows]
    )
    installation.ok("lists", "import", "--unit", "tan-phu", str(old))

    seen = set()
    for _ in range(KILLS):
        running = installation.start("lists", "import", "--unit", "tan-phu", str(new))
        wait_until_rows_are_staged(installation, running)
        time.sleep(rng.uniform(0.0, 0.6))
        running.kill()
        running.wait()
        stage = installation.lookup("Lê Thị Mai", "05/06/1980")["stage"]
        published = scalar(
            installation, "SELECT COUNT(*) FROM cards_cardlist WHERE state = 'published'"
        )
        assert (stage, published) in {("printing", 1), ("at_unit", 2)}
        last = installation.lookup(rows[-1][0], rows[-1][1], "--receipt", "T-3999")
        assert (last["outcome"] == "found") == (published == 2)
        seen.add(stage)
        if published == 2:
            newest = scalar(
                installation, "SELECT MAX(id) FROM cards_cardlist WHERE state = 'published'"
            )
            installation.ok("lists", "undo", "--unit", "tan-phu", str(newest))
    assert "printing" in seen
    installation.run("lists", "import", "--unit", "tan-phu", str(new))
    assert installation.lookup("Lê Thị Mai", "05/06/1980")["stage"] == "at_unit"


@pytest.mark.parametrize("name", ["sealing", "index"])
def test_a_rotation_that_is_killed_misses_nobody_and_goes_on(installation, tmp_path, name):
    rng = random.Random(5)
    rows = drawn(3000)
    path = write_list(tmp_path / "list.xlsx", rows)
    installation.run("lists", "import", "--unit", "tan-phu", str(path))
    column = f"{name}_key_id"

    for _ in range(3):
        running = installation.start("keys", "rotate", name)
        wait_until_rows_are_rewritten(installation, running, column)
        time.sleep(rng.uniform(0.0, 0.3))
        running.kill()
        running.wait()
        for row in rng.sample(rows, 2):
            found = installation.lookup(row[0], row[1], "--receipt", row[3])
            assert found["outcome"] == "found"
    installation.ok("keys", "rotate", name)

    assert scalar(installation, f"SELECT COUNT(DISTINCT {column}) FROM cards_application") == 1
    assert scalar(installation, f"SELECT MIN({column}) FROM cards_application") > 1
    for row in rng.sample(rows, 5):
        found = installation.lookup(row[0], row[1], "--receipt", row[3])
        assert found["outcome"] == "found"
