import datetime

import pytest

from factories import make_unit
from tracuu.core import clock
from tracuu.messaging.zalo import journal
from webhooks.calls import APP_ID, KEY, NOON, make_account


@pytest.fixture(autouse=True)
def set_up(settings, tmp_path):
    settings.ZALO_APP_ID, settings.ZALO_OA_SECRET = APP_ID, KEY
    settings.HOME = tmp_path
    yield
    journal.close()


@pytest.fixture
def unit(db):
    return make_unit()


@pytest.fixture
def account(unit):
    return make_account(unit)


@pytest.fixture
def at():
    """Go to a moment, so many seconds after noon; the clock stands still there."""
    entered = []

    def go(seconds: float = 0) -> datetime.datetime:
        while entered:
            entered.pop().__exit__(None, None, None)
        moment = NOON + datetime.timedelta(seconds=seconds)
        stopped = clock.stopped_at(moment)
        stopped.__enter__()
        entered.append(stopped)
        return moment

    go()
    yield go
    while entered:
        entered.pop().__exit__(None, None, None)
