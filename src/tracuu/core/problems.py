"""Errors for machines: `application/problem+json` (RFC 9457)."""

import json
from typing import Any

from django.http import HttpResponse

CONTENT_TYPE = "application/problem+json"


def problem(status: int, title: str, *, detail: str = "", **extra: Any) -> HttpResponse:
    """Say what is wrong: `title` names the kind, `detail` this occurrence.

    `extra` members stand beside them (`errors`, `challenge`). Answers about problems are not kept.
    """
    content = {"type": "about:blank", "title": title, "status": status, "detail": detail, **extra}
    return HttpResponse(
        json.dumps(content, ensure_ascii=False),
        status=status,
        content_type=CONTENT_TYPE,
        headers={"Cache-Control": "no-store"},
    )
