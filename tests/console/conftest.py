"""Officers of the tests: An and Bình of Tân Phú, Chi of Tân Bình, Dũng above them both."""

import pytest
from django.core.cache import cache

from factories import make_officer, make_unit
from tracuu.accounts.enums import Role


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """Hashing that costs nothing, and no tries that another test used up."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()


@pytest.fixture
def city(db):
    return make_unit("tp-ho-chi-minh", "Công an Thành phố Hồ Chí Minh", publishes_lists=False)


@pytest.fixture
def unit(city):
    return make_unit(parent=city)


@pytest.fixture
def other_unit(city):
    return make_unit("tan-binh", "Công an quận Tân Bình", parent=city)


@pytest.fixture
def an(unit):
    return make_officer("an@tan-phu.example", "Nguyễn Văn An", unit, Role.CHIEF)


@pytest.fixture
def binh(unit):
    return make_officer("binh@tan-phu.example", "Trần Thị Bình", unit, Role.CLERK)


@pytest.fixture
def chi(other_unit):
    return make_officer("chi@tan-binh.example", "Lê Thị Chi", other_unit, Role.CHIEF)


@pytest.fixture
def dung(city):
    return make_officer("dung@hcm.example", "Phạm Văn Dũng", city, Role.SUPERVISOR)
