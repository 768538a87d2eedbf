"""A unit says which approved template it uses for which kind of message."""

import pytest
from click.testing import CliRunner

from factories import make_unit
from tracuu.audit.models import Event
from tracuu.cli.zalo import zalo
from tracuu.core import clock
from tracuu.messaging.models import OfficialAccount

pytestmark = pytest.mark.django_db


@pytest.fixture
def account():
    return OfficialAccount.objects.create(
        unit=make_unit(), oa_id="1", sealing_key_id=1, connected_at=clock.now()
    )


def run(*arguments):
    return CliRunner().invoke(zalo, ["template", "--unit", "tan-phu", *arguments])


def test_a_template_is_chosen_listed_and_given_up(account):
    assert run("--kind", "ready", "--id", "310001").exit_code == 0
    assert run().output.split()[:2] == ["ready", "310001"]
    account.refresh_from_db()
    assert account.templates == {"ready": "310001"}
    assert run("--kind", "ready").exit_code == 0
    account.refresh_from_db()
    assert account.templates == {}
    assert Event.objects.filter(action="zalo_template_set").count() == 2


@pytest.mark.parametrize(
    "arguments", [("--kind", "ready", "--id", "x"), ("--kind", "chat", "--id", "310001")]
)
def test_what_cannot_be_a_template_is_refused(account, arguments):
    assert run(*arguments).exit_code != 0
    account.refresh_from_db()
    assert account.templates == {}


def test_a_unit_without_an_account_is_told_so():
    make_unit()
    done = run("--kind", "ready", "--id", "310001")
    assert done.exit_code != 0
    assert "chưa kết nối" in done.output
