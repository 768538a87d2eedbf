import datetime

import pytest

from factories import make_unit
from tracuu.demo.units import add_demo_units
from tracuu.units.errors import UnitNotFound, UnitNotValid
from tracuu.units.models import Succession, Unit
from tracuu.units.operations import add_unit
from tracuu.units.queries import get_unit, list_scope_ids, list_successors, search_units
from tracuu.units.rules import hours_by_days

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("tan phu", "tan-phu"),
        ("Công an quận Tân Phú", "tan-phu"),
        ("CA Q. Tân Phú", "tan-phu"),
        ("tân ph", "tan-phu"),
        ("tay thanh", "tan-phu"),
        ("Tân Sơn Nhì", "tan-phu"),
        ("quận 1", "quan-1"),
        ("Q.1", "quan-1"),
        ("quan 9", "thu-duc"),
        ("Sài Gòn", "tp-ho-chi-minh"),
        ("Thu Duc City", "thu-duc"),
        ("bo cong an", "bo-cong-an"),
        ("taan phus", "tan-phu"),
        ("coong an quaanj taan phus", "tan-phu"),
        ("ta6n phu1", "tan-phu"),
    ],
)
def test_a_unit_is_found_by_name_old_name_or_place(typed, slug):
    add_demo_units()
    assert search_units(typed)[0].slug == slug


def test_words_that_nobody_has_find_nothing():
    add_demo_units()
    assert search_units("Atlantis") == []
    assert search_units("  !? ") == []


def test_the_demonstration_has_the_city_its_21_districts_and_thu_duc():
    add_demo_units()
    add_demo_units()
    city = get_unit("tp-ho-chi-minh")
    assert Unit.objects.filter(parent=city).count() == 22
    assert city.parent == get_unit("bo-cong-an")
    for unit in Unit.objects.filter(parent=city):
        assert unit.is_invented
        assert hours_by_days(unit.opening_hours) == [(1, 7, "7:00", "21:00")]


@pytest.mark.parametrize("slug", ["Tân Phú", "tan phu", "-tan", "tan--phu", "api", "", "x" * 81])
def test_a_slug_that_cannot_stand_in_an_address_is_refused(slug):
    with pytest.raises(UnitNotValid):
        add_unit(slug=slug, name="Công an phường")


def test_an_unknown_unit_is_an_error_of_its_own():
    with pytest.raises(UnitNotFound):
        get_unit("khong-co")


def test_a_unit_answers_for_those_it_took_over_however_often():
    first, second, third = (make_unit(slug, slug) for slug in ("a", "b", "c"))
    Succession.objects.create(old=first, new=second, on=datetime.date(2025, 3, 1))
    Succession.objects.create(old=second, new=third, on=datetime.date(2025, 7, 1))

    assert sorted(list_scope_ids(third)) == sorted([first.pk, second.pk, third.pk])
    assert list_scope_ids(first) == [first.pk]
    assert list_successors(first) == [second]
