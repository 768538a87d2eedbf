import pytest
from tests.messaging.servers import push_service, smtp_server
from tests.messaging.zalo_world import zalo_at_noon

from emulated_zalo import served


@pytest.fixture
def mailbox(settings):
    with smtp_server() as (url, mailbox):
        settings.SMTP_URL = url
        settings.MAIL_FROM = "tra-cuu@tan-phu.example"
        settings.BASE_URL = "https://tra-cuu.example"
        yield mailbox


@pytest.fixture
def service(settings):
    with push_service() as service:
        settings.PUSH_HOSTS = frozenset({service.host})
        settings.BASE_URL = "https://tra-cuu.example"
        yield service
        assert service.faults == []


@pytest.fixture(scope="module")
def zalo_address(tmp_path_factory):
    with served(tmp_path_factory.mktemp("zalo") / "zalo.sqlite3") as address:
        yield address


@pytest.fixture
def zalo(zalo_address, settings):
    with zalo_at_noon(zalo_address, settings) as zalo:
        yield zalo
