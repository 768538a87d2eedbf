"""Times every page of the console that can be opened, as its chief, in this process."""

import secrets
import time
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse

from benchmarks.inside.filling import unit_of
from benchmarks.measure import percentile
from tracuu.accounts.enums import Role
from tracuu.accounts.operations import add_officer, give_role
from tracuu.cards.enums import RowKind
from tracuu.cards.models import CardList
from tracuu.console.urls import urlpatterns

_OK = 200


def run(options: dict[str, Any]) -> list[dict[str, Any]]:
    """The median and p95 in ms of each page's GET, and its bytes."""
    settings.SECOND_FACTOR_REQUIRED = False
    settings.ALLOWED_HOSTS = ["testserver"]
    unit = unit_of(0)
    chief = add_officer(
        email="chief@bench.example", full_name="Nguyễn Văn An", password=secrets.token_hex(16)
    )
    give_role(officer=chief, unit=unit, role=Role.CHIEF)
    client = Client()
    client.force_login(chief, backend=settings.AUTHENTICATION_BACKENDS[0])
    largest = CardList.objects.filter(unit=unit).order_by("-rows_read").first()
    known = {"slug": unit.slug, "pk": largest.pk if largest else 0, "kind": RowKind.NAMESAKE}
    figures = []
    for name, names in _pages():
        if not names <= set(known):
            continue
        if name.startswith(("account_", "mfa_")):
            continue
        url = reverse(f"console:{name}", kwargs={one: known[one] for one in names})
        if client.get(url).status_code != _OK:
            continue  # asks for POST, or for a thing of another kind
        taken = []
        for _ in range(options["rounds"]):
            began = time.perf_counter()
            answer = client.get(url)
            taken.append((time.perf_counter() - began) * 1000)
        size = sum(map(len, answer)) if answer.streaming else len(answer.content)
        figures.append(
            {
                "page": name,
                "p50": percentile(taken, 0.5),
                "p95": percentile(taken, 0.95),
                "bytes": size,
            }
        )
    return figures


def _pages() -> list[tuple[str, set[str]]]:
    """The console's own addresses by name, and what each wants to know."""
    return sorted(
        (each.name, set(each.pattern.converters))
        for group in urlpatterns
        if isinstance(group, URLResolver)
        for each in group.url_patterns
        if isinstance(each, URLPattern) and each.name and "account" not in str(each.pattern)
    )
