"""The calls to Zalo that we make for one Official Account, typed. (Only what the reconcile needs.)"""

import json
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import httpx2
from django.conf import settings

from tracuu.core.crypto import keys
from tracuu.messaging.errors import TryLater
from tracuu.messaging.models import OfficialAccount


@dataclass(frozen=True, slots=True, repr=False)
class UserPage:
    """Some of the ids of who follows or wrote; `total` of all that match."""

    total: int
    user_ids: tuple[str, ...]


class ZaloClient:
    """A context manager around one connection."""

    def __init__(self, account: OfficialAccount) -> None:
        self._account = account
        self._http = httpx2.Client(
            base_url=settings.ZALO_OPENAPI_URL, timeout=10.0, trust_env=False
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._http.close()

    def list_users(
        self, offset: int, count: int = 50, *, is_follower: bool | None = None, period: str = ""
    ) -> UserPage:
        """Who follows or wrote, at most 50 of the first 10,000; `period` as Zalo writes it."""
        asked: dict[str, Any] = {"offset": offset, "count": count}
        if is_follower is not None:
            asked["is_follower"] = "true" if is_follower else "false"
        if period:
            asked["last_interaction_period"] = period
        try:
            answer = self._http.get(
                "/v3.0/oa/user/getlist",
                params={"data": json.dumps(asked)},
                headers={"access_token": self._token()},
            ).json()
        except (httpx2.HTTPError, ValueError):
            raise TryLater("zalo_away") from None
        if answer["error"]:
            raise TryLater(f"zalo_{answer['error']}")
        users = answer["data"]["users"]
        return UserPage(answer["data"]["total"], tuple(each["user_id"] for each in users))

    def _token(self) -> str:
        sealed = bytes(self._account.sealed or b"")
        return keys()[0].open(sealed, b"zalo-account|%d" % self._account.pk).decode()
