"""Background entries of the answers: each loads rows and calls one operation."""

import structlog
from django.db import connection
from huey import crontab

from tracuu.answers.asked import forget_old_questions
from tracuu.answers.errors import ContentNotValid
from tracuu.answers.learned import fit_if_stale
from tracuu.answers.lessons import learn_next
from tracuu.answers.queries import list_ending, list_quarantined
from tracuu.core import clock
from tracuu.core.jobs import queue

_log = structlog.get_logger()


@queue.periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
def refit_answers() -> None:
    """Learn content that changed otherwise than by a lesson; what changed is offered till then."""
    try:
        model = fit_if_stale()
        if model is not None:
            _log.info("answers_fitted", content=model.digest)
    except ContentNotValid as error:
        _log.warning("answers_not_fitted", reason=str(error))
    finally:
        connection.close()


@queue.task()  # type: ignore[untyped-decorator]
def learn_now() -> None:
    """Take up the lessons that wait; woken by whoever accepted what they teach."""
    _learn()


@queue.periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
def learn_every_minute() -> None:
    """Take up what a dead worker left."""
    _learn()


def _learn() -> None:
    try:
        while learn_next() is not None:
            pass
    finally:
        connection.close()


@queue.periodic_task(crontab(hour="2", minute="15"))  # type: ignore[untyped-decorator]
def list_nightly() -> None:
    """Say in the log how much waits for the editors (their first screen lists it); forget what is old."""
    try:
        ending, quarantined = list_ending(clock.today()), list_quarantined()
        if ending or quarantined:
            _log.warning("answers_to_review", ending=len(ending), quarantined=len(quarantined))
        forgotten = forget_old_questions(clock.today())
        if forgotten:
            _log.info("questions_forgotten", questions=forgotten)
    finally:
        connection.close()
