"""Hashes are asked for within a unit, by the index that begins with the unit (ADR 0019)."""

import random
import re

import pytest
from django.db import connection

from factories import make_unit, person, publish_people, write_list
from tracuu.audit.operations import COMMAND_LINE
from tracuu.cards import candidates
from tracuu.cards.counter.finding import find_for_counter
from tracuu.cards.lists import known
from tracuu.cards.lists.comparing import Newcomers, find_foreign
from tracuu.cards.lists.reading import read_list
from tracuu.cards.models import Application
from tracuu.core import clock, database
from tracuu.core.database import refresh_statistics

pytestmark = pytest.mark.django_db

MAI = person("Lê Thị Mai", "05/06/1980", receipt="HS-00071")


@pytest.fixture
def asked(monkeypatch):
    """Every hand-written question to the database that is asked from now on, with its parameters."""
    questions = []
    ask = database.select

    def remember(sql, parameters=(), **options):
        questions.append((sql, parameters))
        return ask(sql, parameters, **options)

    for module in (database, candidates):
        monkeypatch.setattr(module, "select", remember)
    return questions


def crowd(unit):
    """So many people of the unit that nobody reads them all for one; nothing is true of them."""
    rng = random.Random(1)
    Application.objects.bulk_create(
        Application(
            id=1_000_000 + number,
            unit=unit,
            sealed=b"",
            person_hash=rng.getrandbits(62),
            receipt_hash=rng.getrandbits(62),
            index_key_id=1,
            sealing_key_id=1,
        )
        for number in range(3000)
    )
    refresh_statistics("cards_application")


def plans(asked, words):
    """How the database would answer those of the questions that hold these words."""
    wanted = [one for one in asked if words in one[0]]
    assert wanted, "the question was not asked"
    with connection.cursor() as cursor:
        explain = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
        found = []
        for sql, parameters in wanted:
            cursor.execute(f"{explain} {sql}", parameters)
            found.append("\n".join(str(row[-1]) for row in cursor.fetchall()))
    return found


def is_found_by(plan, index, column):
    """Whether the index is asked for the hashes themselves, not for everything of the unit."""
    mark = (
        f"Index Cond: .*{column}" if connection.vendor == "postgresql" else rf"=\? AND {column}=\?"
    )
    return index in plan and re.search(mark, plan) is not None


def test_a_list_s_people_are_found_by_the_index_of_their_unit(tmp_path, asked):
    unit = make_unit()
    publish_people(unit, tmp_path, MAI)
    mai = Application.objects.get()
    crowd(unit)
    asked.clear()
    met = known.find_by_hashes(mai.unit_id, persons=[mai.person_hash], receipts=[mai.receipt_hash])
    assert list(met) == [mai.pk]
    by_person, by_receipt = plans(asked, "FROM cards_application")
    assert is_found_by(by_person, "application_person", "person_hash")
    assert is_found_by(by_receipt, "application_receipt", "receipt_hash")
    assert not known.find_by_hashes(mai.unit_id + 1, persons=[mai.person_hash], receipts=[])


def test_the_counter_finds_a_receipt_by_the_index_of_its_unit(tmp_path, asked):
    unit = make_unit()
    publish_people(unit, tmp_path, MAI)
    crowd(unit)
    asked.clear()
    found = find_for_counter(unit=unit, text="hs 00071", actor=COMMAND_LINE)
    assert [one.identity.full_name for one in found.people] == ["Lê Thị Mai"]
    (plan,) = plans(asked, "receipt_hash")
    assert is_found_by(plan, "application_receipt", "receipt_hash")


def test_another_unit_s_people_are_found_by_the_index_of_that_unit(tmp_path, asked):
    city = make_unit("tp", "Công an Thành phố", publishes_lists=False)
    ours = make_unit("quan-10", "Công an Quận 10", parent=city)
    theirs = make_unit(parent=city)
    publish_people(theirs, tmp_path, MAI)
    crowd(theirs)
    with read_list(write_list(tmp_path / "new.xlsx", [MAI]), today=clock.today()) as rows:
        newcomers = Newcomers(count=1, kept=list(rows))
    asked.clear()
    assert find_foreign(ours, newcomers, accepted=1).unit_id == theirs.pk
    (plan,) = plans(asked, "a.person_hash")
    assert is_found_by(plan, "application_person", "person_hash")
