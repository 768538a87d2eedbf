"""The calls to Zalo that we make for one Official Account, typed."""

import time
from collections.abc import Mapping
from contextlib import ExitStack
from types import TracebackType
from typing import Any, Self

import httpx2
import structlog
from django.conf import settings

from tracuu.core.database import refuse_transaction
from tracuu.messaging.chat.content import Outgoing
from tracuu.messaging.errors import ContactGone, MaybeSent, NeverSendable, TryLater
from tracuu.messaging.models import OfficialAccount
from tracuu.messaging.zalo import answers, faults, shapes, tokens
from tracuu.messaging.zalo.calling import call, open_http, read_id, read_number
from tracuu.messaging.zalo.codes import Family, Refusal, Verdict, as_error, read_refusal
from tracuu.messaging.zalo.oauth import appsecret_proof

_CS = "/v3.0/oa/message/cs"
_GETOA = "/v2.0/oa/getoa"
_HISTORY_PAGE = 10
_LIST_PAGE = 50
_TEMPLATES = 100
# How long a token is used before the row is asked again: disconnecting ends what runs.
_TOKEN_SECONDS = 5.0
_NO_BUTTONS = frozenset({"zalo_-201", "zalo_-233"})
_log = structlog.get_logger()


def ask_account(token: str) -> answers.Profile:
    """The account behind a token that is nobody's yet; raises what `ZaloClient` does."""
    with open_http() as http:
        told = _ask(http, token, "GET", _GETOA)
    if isinstance(told, Refusal):
        raise as_error(told)
    return answers.read_profile(told.get("data"))


def _ask(
    http: httpx2.Client,
    token: str,
    method: str,
    path: str,
    *,
    family: Family = Family.OA,
    is_sending: bool = False,
    **request: Any,
) -> Mapping[str, Any] | Refusal:
    """The answer; whether it is one is decided by its number alone."""
    host = settings.ZALO_BUSINESS_URL if family is Family.ZNS else settings.ZALO_OPENAPI_URL
    headers = {
        "access_token": token,
        # Apps that do not ask for it leave it unread.
        "appsecret_proof": appsecret_proof(settings.ZALO_APP_SECRET, token),
    }
    answer = call(http, method, f"{host}{path}", is_sending=is_sending, headers=headers, **request)
    number = read_number(answer.get("error"))
    if number is None:
        raise (MaybeSent if is_sending else TryLater)("zalo_no_number")
    return answer if number == 0 else read_refusal(family, number)


class ZaloClient:
    """A context manager around one connection; for one thread, and not within a transaction.

    Every method raises the errors of `messaging.errors`: `TryLater` (`MaybeSent` when a message may
    have gone out), `ContactGone`, `WindowClosed`, `NeverSendable`, `ChannelNotReady` when Zalo is not
    reached, `AccountNotReady` when only this account has to wait or needs somebody. Ids are text.
    """

    def __init__(self, account: OfficialAccount) -> None:
        self._account = account
        self._stack = ExitStack()
        self._http: httpx2.Client | None = None
        self._token, self._token_at = "", float("-inf")
        self._takes_buttons = True

    def __enter__(self) -> Self:
        refuse_transaction()
        self._http = self._stack.enter_context(open_http())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()
        self._http = None

    def send(self, user_id: str, outgoing: Outgoing) -> str:
        """Send a message to somebody within the window; Zalo's id of it.

        Where Zalo takes no buttons (that it does is not in its documentation), the choices go out
        numbered in the words, and the assistant understands a number that is typed.
        """
        shapes.check_limits(outgoing)
        recipient = {"user_id": user_id}
        if not outgoing.buttons or not self._takes_buttons:
            return self._send(recipient, shapes.numbered(outgoing))
        try:
            return self._send(recipient, shapes.with_buttons(outgoing))
        except NeverSendable as error:
            if error.code not in _NO_BUTTONS:
                raise
        message_id = self._send(recipient, shapes.numbered(outgoing))
        # It was the buttons, then.
        self._takes_buttons = False
        _log.warning("zalo_takes_no_buttons", account=self._account.pk)
        return message_id

    def _send(self, recipient: Mapping[str, str], message: Mapping[str, Any]) -> str:
        body = {"recipient": recipient, "message": message}
        data = self._call("POST", _CS, json=body, is_sending=True)
        return read_id(data.get("message_id")) if isinstance(data, dict) else ""

    def send_template(
        self,
        phone: str,
        template_id: str,
        data: Mapping[str, str],
        tracking_id: str,
        *,
        is_trial: bool = False,
    ) -> str:
        """Send a ZBS template to a telephone number; Zalo's id of it. It costs money, but for a trial:
        that one goes to administrators of the app and of the OA only, also before it is approved.

        `ContactGone` says that nobody is at this number, not that the person's chat is gone;
        `NeverSendable` may be the template's fault (`zns_-131`: not approved).
        """
        number = shapes.template_phone(phone)
        if number is None:
            raise ContactGone("zns_phone")
        body: dict[str, Any] = {
            "phone": number,
            "template_id": template_id,
            "template_data": dict(data),
            "tracking_id": tracking_id,
        }
        if is_trial:
            body["mode"] = "development"
        told = self._call(
            "POST", "/message/template", family=Family.ZNS, json=body, is_sending=True
        )
        return read_id(told.get("msg_id")) if isinstance(told, dict) else ""

    def list_allowances(self) -> list[answers.Allowance]:
        """What the OA's package holds beyond the free 48 hours."""
        body = {"quota_owner": "OA", "product_type": "cs", "quota_type": "sub_quota"}
        return answers.read_allowances(self._call("POST", "/v3.0/oa/quota/message", json=body))

    def ask_template_allowance(self) -> answers.Allowance:
        """How many template messages are left today."""
        data = self._call("GET", "/message/quota", family=Family.ZNS)
        return answers.read_template_allowance(data)

    def list_templates(self) -> list[answers.TemplateName]:
        """The account's ZBS templates, approved or not: the first hundred."""
        asked = {"offset": 0, "limit": _TEMPLATES}
        data = self._call("GET", "/template/all", family=Family.ZNS, params=asked)
        return answers.read_template_names(data)

    def get_template(self, template_id: str) -> answers.TemplateFacts:
        """One of them with its parameters; raises `NeverSendable` (`zns_-109`) when there is none."""
        asked = {"template_id": template_id}
        data = self._call("GET", "/template/info/v2", family=Family.ZNS, params=asked)
        return answers.read_template(data)

    def list_users(
        self,
        offset: int,
        count: int = _LIST_PAGE,
        *,
        is_follower: bool | None = None,
        period: str = "",
    ) -> answers.UserPage:
        """Who follows or wrote, at most 50 of the first 10,000; followers only, if asked.

        `period` is that of their last interaction as Zalo writes it (`L7D`, `2026_11_01:2026_11_30`).
        """
        asked: dict[str, Any] = {"offset": offset, "count": min(count, _LIST_PAGE)}
        if is_follower is not None:
            asked["is_follower"] = "true" if is_follower else "false"
        if period:
            asked["last_interaction_period"] = period
        return answers.read_users(self._get("/v3.0/oa/user/getlist", asked))

    def forget_user(self, user_id: str) -> None:
        """Have Zalo delete what the OA noted about a person."""
        self._call("POST", "/v2.0/oa/deletefollowerinfo", json={"user_id": user_id})

    def get_account(self) -> answers.Profile:
        """The account behind the token."""
        return answers.read_profile(self._call("GET", _GETOA))

    def list_history(self, user_id: str, count: int) -> list[answers.HistoryItem]:
        """The newest `count` messages with one person, the newest first."""
        found: list[answers.HistoryItem] = []
        while len(found) < count:
            size = min(_HISTORY_PAGE, count - len(found))
            asked = {"user_id": user_id, "offset": len(found), "count": size}
            page = answers.read_history(self._get("/v2.0/oa/conversation", asked))
            found += page
            if len(page) < size:
                break
        return found

    def _get(self, path: str, asked: Mapping[str, Any]) -> Any:
        """GET parameters stand in one parameter `data`, as JSON (contract, "Rules common to all")."""
        return self._call("GET", path, params={"data": shapes.as_json(asked)})

    def _call(
        self,
        method: str,
        path: str,
        *,
        family: Family = Family.OA,
        is_sending: bool = False,
        **request: Any,
    ) -> Any:
        """`data` of the answer; a token that was refused is refreshed once."""
        assert self._http is not None, "used outside of `with`"
        request |= {"family": family, "is_sending": is_sending}
        token = self._current_token()
        told = _ask(self._http, token, method, path, **request)
        if isinstance(told, Refusal) and told.verdict is Verdict.REFRESH:
            told = _ask(self._http, self._refreshed(token), method, path, **request)
        if isinstance(told, Refusal):
            self._note_refusal(told)
            raise as_error(told)
        if is_sending:
            self._note_success(family)
        return told.get("data")

    def _note_refusal(self, refusal: Refusal) -> None:
        faults.note_refusal(self._account, refusal)

    def _note_success(self, family: Family) -> None:
        faults.note_success(self._account, family)

    def _current_token(self) -> str:
        if time.monotonic() - self._token_at > _TOKEN_SECONDS:
            self._token = tokens.access_token(self._account)
            self._token_at = time.monotonic()
        return self._token

    def _refreshed(self, refused: str) -> str:
        self._token = tokens.refresh(self._account, refused=refused)
        self._token_at = time.monotonic()
        return self._token
