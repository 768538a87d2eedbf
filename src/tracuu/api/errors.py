"""Every error of the API as `application/problem+json`, in the language of the request."""

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any

import pydantic
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja.errors import ValidationError

from tracuu.answers.errors import TooManyQuestions
from tracuu.cards.errors import LookupNotUnderstood, TooManyLookups, UnitTakesNoLookups
from tracuu.cards.lookup import CHALLENGE_PURPOSE
from tracuu.cards.wording import error_sentence
from tracuu.core.challenges import new_challenge
from tracuu.core.middleware import log_fault
from tracuu.core.problems import problem
from tracuu.units.errors import UnitNotFound

View = Callable[..., HttpResponseBase]

# pydantic's kinds of errors: our code, and a sentence for people. Its own sentences quote the input.
_WORDS = {
    "missing": ("required", _("Thiếu mục này.")),
    "extra_forbidden": ("unknown", _("Không có mục nào tên như vậy.")),
    "string_type": ("type", _("Mục này phải là một chuỗi ký tự.")),
    "literal_error": ("choice", _("Giá trị này không nằm trong các lựa chọn.")),
    "string_too_long": ("too_long", _("Nội dung dài quá.")),
    "string_too_short": ("too_short", _("Nội dung ngắn quá.")),
}
_OTHERWISE = ("invalid", _("Không đọc được mục này."))


class BodyNotUsable(Exception):
    """The body is not even read field by field; `status` and `detail` (vi) say why."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail


NOT_JSON = (400, _("Nội dung gửi lên không phải JSON hợp lệ."))
TOO_LARGE = (413, _("Nội dung gửi lên lớn quá 8 KB."))
OTHER_MEDIA_TYPE = (415, _("Hãy gửi Content-Type: application/json."))


def not_found() -> HttpResponse:
    return problem(404, gettext("Không tìm thấy"), detail=gettext("Không có địa chỉ này."))


def unit_not_found() -> HttpResponse:
    return problem(404, gettext("Không tìm thấy"), detail=gettext("Không có đơn vị này."))


def fields_problem(errors: Iterable[Mapping[str, str]]) -> HttpResponse:
    return problem(
        422,
        gettext("Chưa tra cứu được"),
        detail=gettext("Hãy sửa các mục được nêu rồi gửi lại."),
        errors=list(errors),
    )


def limit_problem(error: TooManyLookups) -> HttpResponse:
    challenge = new_challenge(CHALLENGE_PURPOSE, error.difficulty) if error.can_be_solved else None
    response = problem(
        429,
        gettext("Tra cứu quá nhiều lần"),
        detail=(
            gettext("Hãy chờ một lúc, hoặc giải bài toán kèm theo rồi gửi lại.")
            if challenge
            else gettext("Hãy chờ một lúc rồi gửi lại.")
        ),
        retry_after=error.retry_after,
        challenge=challenge,
    )
    response.headers["Retry-After"] = str(error.retry_after)
    return response


def questions_problem(error: TooManyQuestions) -> HttpResponse:
    response = problem(
        429,
        gettext("Bạn hỏi nhanh quá"),
        detail=gettext("Hãy chờ một lúc rồi gửi lại."),
        retry_after=error.retry_after,
    )
    response.headers["Retry-After"] = str(error.retry_after)
    return response


def answer_error(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    """Turn any exception of an API view into its answer; what nobody foresaw is logged and 500."""
    match error:
        case UnitNotFound() | UnitTakesNoLookups():
            return unit_not_found()
        case Http404():
            return not_found()
        case LookupNotUnderstood():
            return fields_problem(
                {"field": one.field, "code": one.code, "message": error_sentence(one)}
                for one in error.errors
            )
        case TooManyLookups():
            return limit_problem(error)
        case TooManyQuestions():
            return questions_problem(error)
        case pydantic.ValidationError() | ValidationError():
            return _not_valid(error)
        case BodyNotUsable():
            title = gettext("Không đọc được yêu cầu")
            return problem(error.status, title, detail=gettext(error.detail))
    if isinstance(error, Exception):
        log_fault(request, error)
    return problem(500, gettext("Máy chủ gặp lỗi"), detail=gettext("Hãy thử lại sau ít phút."))


def _not_valid(error: pydantic.ValidationError | ValidationError) -> HttpResponse:
    found: list[Any]
    if isinstance(error, pydantic.ValidationError):
        found = error.errors(include_url=False, include_context=False, include_input=False)
    else:
        # ninja writes first where a parameter stands ("query"); names are what callers know
        found = [{**one, "loc": one["loc"][1:]} for one in error.errors]
    return fields_problem(_in_words(one["loc"], str(one["type"])) for one in found)


def _in_words(place: Iterable[Any], kind: str) -> dict[str, str]:
    code, message = _WORDS.get(kind, _OTHERWISE)
    # An unknown field may have any name that the caller likes; it is theirs, and shown cut.
    field = ".".join(str(part)[:60] for part in place)
    return {"field": field, "code": code, "message": gettext(message)}


def for_machines(view: View) -> View:
    """Let a view of the API say 404 and 405 as problems too, and answer HEAD like GET."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        asked = request.method
        if asked == "HEAD":
            request.method = "GET"
        try:
            response = view(request, *args, **kwargs)
        except Http404:
            return not_found()
        finally:
            request.method = asked
        if response.status_code == 405:  # noqa: PLR2004 (ninja answers it in plain text)
            allow = ", ".join(sorted(response.headers["Allow"].split(", ")))
            response = problem(
                405,
                gettext("Không có phương thức này"),
                detail=gettext("Địa chỉ này nhận %(methods)s.") % {"methods": allow},
            )
            response.headers["Allow"] = allow
        return response

    # Nothing here reads a cookie, so there is nothing to forge.
    answer.csrf_exempt = True  # type: ignore[attr-defined]
    return answer
