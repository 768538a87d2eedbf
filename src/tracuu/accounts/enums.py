from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What an officer may do in a unit; `permissions.py` says what each role opens."""

    CLERK = "clerk", _("Cán bộ trả thẻ")
    EDITOR = "editor", _("Cán bộ danh sách")
    CHIEF = "chief", _("Phụ trách")
    SUPERVISOR = "supervisor", _("Giám sát cấp trên")
