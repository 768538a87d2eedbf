"""What the frame of every console page shows: messages, the unit's menu, the other language."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.messages import get_messages
from django.http import HttpRequest

from tracuu.accounts import permissions
from tracuu.accounts.models import Officer
from tracuu.console.menu import menu_of
from tracuu.console.middleware import PREFIX
from tracuu.messaging.chat.inbox import count_waiting


def console(request: HttpRequest) -> dict[str, Any]:
    """Nothing for a citizen's page."""
    if not request.path_info.startswith(PREFIX) or not hasattr(request, "user"):
        return {}
    unit = getattr(request, "unit", None)
    shown: dict[str, Any] = {"messages": get_messages(request), "unit": unit}
    officer = request.user
    if unit is not None and isinstance(officer, Officer):
        may = {
            "hand_over": permissions.can_hand_over(officer, unit),
            "edit_lists": permissions.can_edit_lists(officer, unit),
            "manage_officers": permissions.can_manage_officers(officer, unit),
            "connect_zalo": permissions.can_connect_zalo(officer, unit),
            "read_audit": permissions.can_read_audit(officer, unit),
            "answer": permissions.can_answer_citizens(officer, unit),
        }
        waiting = count_waiting(unit).count if may["answer"] else 0
        shown |= {"may": may, "menu": menu_of(unit, request.path, may, waiting)}
    for language in ("vi", "en"):
        query = {**request.GET.dict(), "lang": language}
        shown[f"{language}_url"] = f"{request.path}?{urlencode(query)}"
    return shown
