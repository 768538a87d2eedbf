"""The worker's own process: what is looked up in it (in the chat) is counted like elsewhere."""

import subprocess
import sys

import pytest
from tests.concurrency.test_kill import scalar

from installation import Installation

pytestmark = pytest.mark.slow

# A job that counts a lookup, sees it written, counts another and tells its worker to stop.
WORK = """
import os, signal
import django
django.setup()
from django.db import connection
from tracuu.cards.counting import count_lookup
from tracuu.cards.enums import Outcome
from tracuu.cards.models import LookupCount
from tracuu.cli.serving import run_worker
from tracuu.core.jobs import queue
from tracuu.units.models import Unit

@queue.task()
def look_up():
    try:
        count_lookup(Unit.objects.get(), Outcome.FOUND)
        while not LookupCount.objects.exists():
            pass
        count_lookup(Unit.objects.get(), Outcome.FOUND)
    finally:
        connection.close()
        os.kill(os.getpid(), signal.SIGTERM)

look_up()
run_worker()
"""


def test_lookups_in_the_worker_are_counted_also_the_last_before_it_stops(tmp_path):
    installation = Installation(tmp_path / "home")
    installation.ok("init")
    installation.ok("units", "add", "--slug", "tan-phu", "--name", "Công an quận Tân Phú")
    environment = {**installation.environment, "DJANGO_SETTINGS_MODULE": "tracuu.config.settings"}
    subprocess.run(
        [sys.executable, "-c", WORK], env=environment, check=True, timeout=60, capture_output=True
    )
    sql = "SELECT sum(count) FROM cards_lookupcount WHERE outcome = 'found'"
    assert scalar(installation, sql) == 2
