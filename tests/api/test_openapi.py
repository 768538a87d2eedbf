"""Schemathesis reads our own OpenAPI document and tries what the API does with it."""

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.checks import CHECKS, load_all_checks

load_all_checks()
# Left out, because a schema cannot say it: which texts are a name or a date of birth
# (positive_data_acceptance), and that there is nothing to sign in to.
_LEFT_OUT = {"positive_data_acceptance", "ignored_auth"}
_CHECKS = [check for check in CHECKS.get_all() if check.__name__ not in _LEFT_OUT]


# A body that breaks the schema may also be too large: that is said first.
REFUSALS = ["400", "404", "405", "406", "413", "415", "422", "429"]
config = schemathesis.Config.from_dict(
    {"checks": {"negative_data_rejection": {"expected-statuses": REFUSALS}}}
)
schema = schemathesis.openapi.from_wsgi("/api/openapi.json", WSGIHandler(), config=config)


@pytest.fixture(autouse=True)
def one_connection_without_limits(settings):
    """A real WSGI request ends with its connection; the tests' rows live in a transaction of it."""
    settings.LOOKUP_LIMITS = False
    both = (request_started, request_finished)
    for signal in both:
        signal.disconnect(close_old_connections)
    yield
    for signal in both:
        signal.connect(close_old_connections)


@schema.parametrize()
@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_the_api_does_what_its_document_says(unit, case):
    case.path_parameters = dict.fromkeys(case.path_parameters or {}, "tan-phu")
    case.call_and_validate(checks=_CHECKS)
