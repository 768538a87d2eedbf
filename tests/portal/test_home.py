import datetime

import pytest

from factories import make_unit
from tracuu.units.models import Succession

pytestmark = pytest.mark.django_db


def close(unit):
    unit.closed_on = datetime.date(2025, 3, 1)
    unit.save()


@pytest.mark.parametrize("typed", ["tan phu", "Tân Phú", "cong an q. TAN PHU", "tan ph", "Sơn Kỳ"])
def test_a_unit_is_found_by_name_or_place_with_or_without_marks(client, typed):
    make_unit(aliases=["Sơn Kỳ"])
    make_unit("go-vap", "Công an quận Gò Vấp")

    page = client.get("/", {"q": typed}).content.decode()

    assert 'href="/tan-phu/"' in page
    assert "/go-vap/" not in page


def test_nothing_typed_lists_the_units_below_their_province(client):
    city = make_unit("tp-ho-chi-minh", "Công an Thành phố Hồ Chí Minh", publishes_lists=False)
    for number in (10, 3, 1):
        make_unit(f"quan-{number}", f"Công an Quận {number}", parent=city)

    page = client.get("/").content.decode()

    assert "Công an Thành phố Hồ Chí Minh" in page
    places = [page.index(f'href="/quan-{number}/"') for number in (1, 3, 10)]
    assert places == sorted(places)


def test_a_whole_country_is_listed_by_province(client):
    for province in ("ha-noi", "hue"):
        above = make_unit(province, f"Công an {province}", publishes_lists=False)
        for number in range(60):
            make_unit(f"{province}-{number}", f"Công an phường {number}", parent=above)

    page = client.get("/").content.decode()

    assert 'href="/ha-noi/"' in page
    assert "/ha-noi-1/" not in page
    assert len(page) < 12_000


def test_nothing_found_says_so_and_shows_the_list(client):
    make_unit()

    page = client.get("/", {"q": "xyz<b>"}).content.decode()

    assert "Không tìm thấy đơn vị nào" in page
    assert 'href="/tan-phu/"' in page
    assert 'value="xyz&lt;b&gt;"' in page


def test_a_closed_unit_is_found_and_marked(client):
    close(make_unit())

    page = client.get("/", {"q": "tan phu"}).content.decode()

    assert "Đã ngừng hoạt động" in page


def test_odd_searches_are_only_not_found(client):
    make_unit()
    for typed in ("\0", "%", "_" * 3000, "'", "   "):
        assert client.get("/", {"q": typed}).status_code == 200


def test_a_unit_shows_its_menu_hours_place_and_contacts(client):
    make_unit(is_invented=True)

    page = client.get("/tan-phu/").content.decode()

    assert 'href="/tan-phu/tra-cuu/"' in page
    assert "Mỗi ngày 7:00–21:00" in page
    assert "Số 1, đường Minh Hoạ" in page
    assert "Địa chỉ minh hoạ" in page
    assert 'href="tel:02800000001"' in page
    assert 'href="tel:19000368"' in page
    assert "không bao giờ yêu cầu bạn chuyển tiền" in page


def test_a_unit_without_lists_shows_the_units_below_it(client):
    city = make_unit("tp-ho-chi-minh", "Công an Thành phố Hồ Chí Minh", publishes_lists=False)
    make_unit(parent=city)

    page = client.get("/tp-ho-chi-minh/").content.decode()

    assert 'href="/tan-phu/"' in page
    assert "/tp-ho-chi-minh/tra-cuu/" not in page
    assert client.get("/tp-ho-chi-minh/tra-cuu/").url == "/tp-ho-chi-minh/"


def test_a_closed_unit_sends_people_on(client):
    old, new = make_unit(), make_unit("tay-thanh", "Công an phường Tây Thạnh")
    close(old)
    Succession.objects.create(old=old, new=new, on=old.closed_on)

    page = client.get("/tan-phu/").content.decode()

    assert 'href="/tay-thanh/"' in page
    assert 'href="/tan-phu/tra-cuu/"' not in page
    answer = client.post("/tan-phu/tra-cuu/", {"full_name": "Lê An", "birth_date": "1/1/1990"})
    assert answer.status_code == 302
    assert answer.url == "/tan-phu/"


def test_a_unit_without_facts_says_to_call_first(client):
    make_unit(address="", phone="", opening_hours=[])

    page = client.get("/tan-phu/").content.decode()

    assert "hãy gọi trước khi đến" in page


def test_an_unknown_unit_is_a_friendly_404_with_the_search(client):
    answer = client.get("/khong-co/")

    assert answer.status_code == 404
    page = answer.content.decode()
    assert "Không có trang này" in page
    assert 'name="q"' in page


@pytest.mark.parametrize(
    ("path", "method", "allowed"),
    [
        ("/", "post", "GET, HEAD"),
        ("/tan-phu/", "post", "GET, HEAD"),
        ("/tan-phu/tra-cuu/", "put", "GET, HEAD, POST"),
        ("/tan-phu/tra-cuu/", "delete", "GET, HEAD, POST"),
    ],
)
def test_other_methods_are_405(client, path, method, allowed):
    make_unit()

    answer = getattr(client, method)(path)

    assert answer.status_code == 405
    assert answer.headers["Allow"] == allowed
    assert "Trang này không mở được theo cách đó" in answer.content.decode()


def test_a_fault_is_a_friendly_500(client, monkeypatch):
    def break_down(_text):
        raise RuntimeError

    monkeypatch.setattr("tracuu.portal.views.home.search_units", break_down)
    client.raise_request_exception = False

    for path, words in (("/", "Trang đang gặp trục trặc"), ("/en/", "Something is out of order")):
        answer = client.get(path, {"q": "tan"})
        assert answer.status_code == 500
        assert words in answer.content.decode()


def test_pages_of_units_may_be_kept_for_a_minute(client):
    make_unit()

    assert client.get("/").headers["Cache-Control"] == "max-age=60"
    assert client.get("/tan-phu/").headers["Cache-Control"] == "max-age=60"
    assert client.get("/tan-phu/tra-cuu/").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("028 0000 0001", "02800000001"),
        ("(+84) 28-38.123.456", "+842838123456"),
        ("+84 (28) 3812 3456", "+842838123456"),
        ("(028) 0000 0001", "02800000001"),
        ("028 0000 0001 máy lẻ 102", "02800000001"),
        ("028 0000 0001 (101)", "02800000001"),
        ("028.0000.0001(101)", "02800000001"),
        ("028 0000 0001 - 028 0000 0002", "02800000001"),
        ("028 0000 0001/0900 000 000", "02800000001"),
        ("ĐT: 028 0000 0001", "02800000001"),
        ("1900 0368", "19000368"),
    ],
)
def test_a_number_is_dialled_without_its_extension_and_its_neighbour(client, written, dialled):
    make_unit(phone=written)

    page = client.get("/tan-phu/").content.decode()

    assert f'href="tel:{dialled}"' in page
    assert page.count("1900 0368") == 1  # once, also where the line is the unit's own
