import pytest

from connected_zalo import connect_unit, data_file, fresh_zalo
from emulated_zalo import served
from factories import make_unit


@pytest.fixture(scope="module")
def zalo_address(tmp_path_factory):
    with served(data_file(tmp_path_factory.mktemp("zalo"))) as address:
        yield address


@pytest.fixture
def zalo(zalo_address, settings):
    with fresh_zalo(zalo_address, settings) as zalo:
        yield zalo


@pytest.fixture
def unit(db):
    return make_unit()


@pytest.fixture
def account(zalo, unit):
    return connect_unit(zalo, unit)
