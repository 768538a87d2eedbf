"""Background entries of the answers: each loads rows and calls one operation."""

import structlog
from django.db import connection
from huey import crontab

from tracuu.answers.learned import fit_model, is_stale
from tracuu.answers.queries import list_ending, list_quarantined
from tracuu.core import clock
from tracuu.core.jobs import queue

_log = structlog.get_logger()


@queue.periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
def refit_answers() -> None:
    """Learn new ways of asking: while the model is stale, every question goes to a person."""
    try:
        if is_stale():
            model = fit_model()
            _log.info("answers_fitted", content=model.digest)
    finally:
        connection.close()


@queue.periodic_task(crontab(hour="2", minute="15"))  # type: ignore[untyped-decorator]
def list_nightly() -> None:
    """Say in the log how much waits for the editors; `tracuu answers ending` lists it."""
    try:
        ending, quarantined = list_ending(clock.today()), list_quarantined()
        if ending or quarantined:
            _log.warning("answers_to_review", ending=len(ending), quarantined=len(quarantined))
    finally:
        connection.close()
