"""What each role opens. `check_can_x` raises a sentence, `can_x` answers yes or no.

A unit in which the officer has no role does not exist for them: `NotYours`, answered with 404.
Supervisors hold their role in every unit below their own.
"""

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tracuu.accounts.enums import Role
from tracuu.accounts.errors import NotAllowed, NotYours
from tracuu.accounts.models import Officer
from tracuu.accounts.queries import list_roles
from tracuu.units.models import Unit

Check = Callable[[Officer, Unit], None]

_EVERYBODY = frozenset(Role)
_AT_THE_COUNTER = frozenset({Role.CLERK, Role.EDITOR, Role.CHIEF})
_EDITORS = frozenset({Role.EDITOR, Role.CHIEF})
_CHIEF = frozenset({Role.CHIEF})
_OVERSEERS = frozenset({Role.CHIEF, Role.SUPERVISOR})


def _require(officer: Officer, unit: Unit, roles: frozenset[Role], sentence: str | Promise) -> None:
    held = officer.roles_known.get(unit.pk)
    if held is None:
        held = list_roles(officer, unit)
    if not held:
        raise NotYours(unit.slug)
    if not held & roles:
        raise NotAllowed(str(sentence))


def _answers(check: Check, officer: Officer, unit: Unit) -> bool:
    try:
        check(officer, unit)
    except (NotAllowed, NotYours):
        return False
    return True


def check_can_read_unit(officer: Officer, unit: Unit) -> None:
    """Any role in the unit, or supervisor above it."""
    _require(officer, unit, _EVERYBODY, "")


def can_read_unit(officer: Officer, unit: Unit) -> bool:
    return _answers(check_can_read_unit, officer, unit)


def check_can_look_up_people(officer: Officer, unit: Unit) -> None:
    """Those who stand at the unit's counter; a supervisor reads numbers, not people."""
    sentence = _("Chỉ cán bộ của chính đơn vị này được tra cứu hồ sơ của người dân.")
    _require(officer, unit, _AT_THE_COUNTER, sentence)


def can_look_up_people(officer: Officer, unit: Unit) -> bool:
    return _answers(check_can_look_up_people, officer, unit)


def check_can_hand_over(officer: Officer, unit: Unit) -> None:
    sentence = _("Chỉ cán bộ của chính đơn vị này được ghi nhận trả thẻ.")
    _require(officer, unit, _AT_THE_COUNTER, sentence)


def can_hand_over(officer: Officer, unit: Unit) -> bool:
    return _answers(check_can_hand_over, officer, unit)


def check_can_edit_lists(officer: Officer, unit: Unit) -> None:
    """Upload a list, read its preview, correct it, throw it away."""
    sentence = _("Việc này dành cho cán bộ danh sách hoặc phụ trách của đơn vị.")
    _require(officer, unit, _EDITORS, sentence)


def can_edit_lists(officer: Officer, unit: Unit) -> bool:
    return _answers(check_can_edit_lists, officer, unit)


def check_can_publish_lists(officer: Officer, unit: Unit) -> None:
    """Make a list that passed its checks true, and undo that."""
    sentence = _("Chỉ cán bộ danh sách hoặc phụ trách của đơn vị được công bố danh sách.")
    _require(officer, unit, _EDITORS, sentence)


def can_publish_lists(officer: Officer, unit: Unit) -> bool:
    return _answers(check_can_publish_lists, officer, unit)


def check_can_override_refusals(officer: Officer, unit: Unit) -> None:
    """Publish what the checks refused."""
    sentence = _("Chỉ phụ trách đơn vị được công bố danh sách mà hệ thống đã từ chối.")
    _require(officer, unit, _CHIEF, sentence)


def can_override_refusals(officer: Officer, unit: Unit) -> bool:
    return _answers(check_can_override_refusals, officer, unit)


def check_can_approve(officer: Officer, unit: Unit) -> None:
    """Say yes to what somebody else prepared."""
    sentence = _("Chỉ phụ trách hoặc cấp trên của đơn vị được phê duyệt.")
    _require(officer, unit, _OVERSEERS, sentence)


def can_approve(officer: Officer, unit: Unit) -> bool:
    return _answers(check_can_approve, officer, unit)


def check_can_manage_officers(officer: Officer, unit: Unit) -> None:
    sentence = _("Chỉ phụ trách đơn vị được mời cán bộ và đổi vai trò.")
    _require(officer, unit, _CHIEF, sentence)


def can_manage_officers(officer: Officer, unit: Unit) -> bool:
    return _answers(check_can_manage_officers, officer, unit)


def check_can_connect_zalo(officer: Officer, unit: Unit) -> None:
    """Connect the unit's Official Account, and leave it."""
    sentence = _("Chỉ phụ trách đơn vị được kết nối tài khoản Zalo của đơn vị.")
    _require(officer, unit, _CHIEF, sentence)


def can_connect_zalo(officer: Officer, unit: Unit) -> bool:
    return _answers(check_can_connect_zalo, officer, unit)


def check_can_read_audit(officer: Officer, unit: Unit) -> None:
    sentence = _("Chỉ phụ trách hoặc cấp trên của đơn vị được xem nhật ký.")
    _require(officer, unit, _OVERSEERS, sentence)


def can_read_audit(officer: Officer, unit: Unit) -> bool:
    return _answers(check_can_read_audit, officer, unit)
