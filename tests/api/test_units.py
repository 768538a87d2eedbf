import datetime

import pytest
from django.test import Client

from factories import make_unit
from tracuu.units.models import Succession

pytestmark = pytest.mark.django_db

TAN_PHU = {
    "slug": "tan-phu",
    "name": "Công an quận Tân Phú",
    "address": "số 1, đường Minh Hoạ",
    "phone": "028 0000 0001",
    "hours": "Mỗi ngày 7:00–21:00",
}


def slugs(client, query):
    response = client.get("/api/v1/units", query)
    assert response.status_code == 200
    return [unit["slug"] for unit in response.json()["units"]]


@pytest.fixture
def units():
    make_unit()
    make_unit("binh-tan", "Công an quận Bình Tân", publishes_lists=False)
    make_unit("hoan-kiem", "Công an quận Hoàn Kiếm", aliases=["Hàng Bạc"])


def test_a_unit_is_found_without_diacritics(units, client):
    assert client.get("/api/v1/units", {"q": "tan phu"}).json() == {"units": [TAN_PHU]}


@pytest.mark.parametrize(
    ("query", "found"),
    [("Hàng Bạc", ["hoan-kiem"]), ("tân", ["binh-tan", "tan-phu"]), ("Đà Lạt", []), ("\0'%", [])],
)
def test_a_search(units, client, query, found):
    assert sorted(slugs(client, {"q": query})) == found


@pytest.mark.parametrize("query", [{}, {"q": ""}, {"q": "  "}])
def test_without_words_the_units_where_cards_can_be_looked_up(units, client, query):
    assert slugs(client, query) == ["hoan-kiem", "tan-phu"]


def test_one_unit(client):
    make_unit(name_en="Tan Phu District Police", is_invented=True)

    assert client.get("/api/v1/units/tan-phu").json() == TAN_PHU | {
        "name_en": "Tan Phu District Police",
        "kind": "commune",
        "publishes_lists": True,
        "closed_on": None,
        "successors": [],
        "is_invented": True,
    }


def test_a_closed_unit_tells_who_took_over(client):
    old, new = make_unit(), make_unit("tan-son-nhi", "Công an phường Tân Sơn Nhì")
    old.closed_on = datetime.date(2025, 3, 1)
    old.save()
    Succession.objects.create(old=old, new=new, on=old.closed_on)

    told = client.get("/api/v1/units/tan-phu").json()

    assert told["closed_on"] == "2025-03-01"
    assert told["successors"] == [{"slug": "tan-son-nhi", "name": "Công an phường Tân Sơn Nhì"}]


def test_hours_in_english(units, client):
    told = client.get("/api/v1/units/tan-phu", headers={"accept-language": "en"})
    assert told.headers["Content-Language"] == "en"
    assert told.json()["hours"].endswith("7:00–21:00")


def test_head_is_answered_like_get(units):
    response = Client().head("/api/v1/units/tan-phu")
    assert (response.status_code, response.content) == (200, b"")


def test_no_more_queries_for_more_units(django_assert_num_queries, client):
    make_unit()
    with django_assert_num_queries(1):
        assert len(slugs(client, {})) == 1
    make_unit("tan-binh", "Công an quận Tân Bình")
    make_unit("hoan-kiem", "Công an quận Hoàn Kiếm")
    with django_assert_num_queries(1):
        assert len(slugs(client, {})) == 3
