"""Times turns of conversations in this process, with lookups on the web page in between."""

import itertools
import random
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.test import Client

from benchmarks.inside.lookup import Asked, mixture
from benchmarks.measure import percentile, spread
from tracuu.answers.learned import fit_model, is_stale
from tracuu.answers.loading import SHIPPED, load_content
from tracuu.assistant.operations import take_turn
from tracuu.audit.operations import COMMAND_LINE
from tracuu.core import clock
from tracuu.core.crypto import keys
from tracuu.messaging.chat.content import Incoming
from tracuu.messaging.contacts import add_contact
from tracuu.messaging.enums import ChannelName
from tracuu.messaging.models import OfficialAccount, ZaloUser
from tracuu.units.models import Unit

_QUESTIONS = ("lệ phí?", "cccd lam bao lau co v ad", "mất thẻ thì làm sao", "còn trẻ em thì sao")
_USERS = 50
_Does = Callable[[Asked, ZaloUser], object]
_ids = itertools.count(time.time_ns())


def run(options: dict[str, Any]) -> dict[str, Any]:
    """Each kind in turn, so that all meet the same weather; with `count` 0 only what they stand on."""
    load_content(SHIPPED, actor=COMMAND_LINE)
    if is_stale():
        fit_model()
    if not options["count"]:
        return {}
    settings.ALLOWED_HOSTS = ["testserver"]
    rng = random.Random(options["seed"])
    asked = mixture(options["shares"], options["count"], rng)
    users = _users(asked[0].unit)
    client = Client()
    kinds: dict[str, _Does] = {
        "page": lambda one, _user: _page(client, one),
        "lookup": lambda one, user: _say(user, f"{one.query.full_name} {one.query.birth_date}"),
        "menu": lambda _one, user: _say(user, "menu"),
        "question": lambda _one, user: _say(user, rng.choice(_QUESTIONS)),
    }
    taken: dict[str, list[float]] = {kind: [] for kind in kinds}
    for number, one in enumerate(asked):
        for kind, does in kinds.items():
            user = users[number % _USERS]
            started = time.perf_counter()
            does(one, user)
            if number >= len(asked) // 10:  # the first ones warm up
                taken[kind].append((time.perf_counter() - started) * 1000)
    return {
        kind: {**spread(values), "p95": percentile(values, 0.95)} for kind, values in taken.items()
    }


def _users(unit: Unit) -> list[ZaloUser]:
    sealer = keys()[0]
    account, _is_new = OfficialAccount.objects.get_or_create(
        unit=unit,
        defaults={
            "oa_id": "1", "sealing_key_id": sealer.active, "connected_at": clock.now(),
        },
    )  # fmt: skip
    users = []
    for _ in range(_USERS):
        contact, _secret = add_contact(
            channel=ChannelName.ZALO, address=f"1/{next(_ids)}", language="vi"
        )
        users.append(
            ZaloUser.objects.create(
                contact=contact, account=account, sealing_key_id=sealer.active,
                created_at=clock.now(),
            )
        )  # fmt: skip
    return users


def _say(user: ZaloUser, text: str) -> None:
    take_turn(user=user, incoming=Incoming(f"m{next(_ids)}", clock.now(), text=text))


def _page(client: Client, one: Asked) -> None:
    client.post(
        f"/{one.unit.slug}/tra-cuu/",
        {"full_name": one.query.full_name, "birth_date": one.query.birth_date},
    )
