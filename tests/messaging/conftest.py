import pytest
from tests.messaging.servers import push_service, smtp_server


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
