"""Hashes are asked for within a unit, by the index that begins with the unit (ADR 0019)."""

import pytest
from django.db import connection

from factories import make_unit, person, publish_people, write_list
from tracuu.audit.operations import COMMAND_LINE
from tracuu.cards.counter.finding import find_for_counter
from tracuu.cards.lists import comparing, known
from tracuu.cards.lists.comparing import Newcomers, find_foreign
from tracuu.cards.lists.reading import read_list
from tracuu.cards.models import Application
from tracuu.core import clock, database

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

    for module in (database, known, comparing, "tracuu.cards.candidates"):
        name = module if isinstance(module, str) else module.__name__
        monkeypatch.setattr(f"{name}.select", remember, raising=False)
    return questions


def plans(asked, words):
    """How the database would answer those of the questions that hold these words."""
    wanted = [one for one in asked if words in one[0]]
    assert wanted, "the question was not asked"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # A table of one row is read whole, whatever there is.
            cursor.execute("SET LOCAL enable_seqscan = off")
        explain = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
        found = []
        for sql, parameters in wanted:
            cursor.execute(f"{explain} {sql}", parameters)
            found.append("\n".join(str(row[-1]) for row in cursor.fetchall()))
    return found


def test_a_list_s_people_are_found_by_the_index_of_their_unit(tmp_path, asked):
    publish_people(make_unit(), tmp_path, MAI)
    mai = Application.objects.get()
    asked.clear()
    met = known.find_by_hashes(mai.unit_id, persons=[mai.person_hash], receipts=[mai.receipt_hash])
    assert list(met) == [mai.pk]
    by_person, by_receipt = plans(asked, "FROM cards_application")
    assert "application_person" in by_person
    assert "application_receipt" in by_receipt
    assert not known.find_by_hashes(mai.unit_id + 1, persons=[mai.person_hash], receipts=[])


def test_the_counter_finds_a_receipt_by_the_index_of_its_unit(tmp_path, asked):
    unit = make_unit()
    publish_people(unit, tmp_path, MAI)
    asked.clear()
    found = find_for_counter(unit=unit, text="hs 00071", actor=COMMAND_LINE)
    assert [one.identity.full_name for one in found.people] == ["Lê Thị Mai"]
    (plan,) = plans(asked, "receipt_hash")
    assert "application_receipt" in plan


def test_another_unit_s_people_are_found_by_the_index_of_that_unit(tmp_path, asked):
    city = make_unit("tp", "Công an Thành phố", publishes_lists=False)
    ours = make_unit("quan-10", "Công an Quận 10", parent=city)
    theirs = make_unit(parent=city)
    publish_people(theirs, tmp_path, MAI)
    with read_list(write_list(tmp_path / "new.xlsx", [MAI]), today=clock.today()) as rows:
        newcomers = Newcomers(count=1, kept=list(rows))
    asked.clear()
    assert find_foreign(ours, newcomers, accepted=1).unit_id == theirs.pk
    (plan,) = plans(asked, "a.person_hash")
    assert "application_person" in plan
