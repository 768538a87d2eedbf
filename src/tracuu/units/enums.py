from django.db import models
from django.utils.translation import gettext_lazy as _


class UnitKind(models.TextChoices):
    MINISTRY = "ministry", _("Bộ")
    PROVINCE = "province", _("Tỉnh, thành phố")
    DISTRICT = "district", _("Quận, huyện")
    COMMUNE = "commune", _("Xã, phường, đặc khu")


class Area(models.TextChoices):
    """Which legal term applied to a unit before July 2024 (Law on Citizen Identity 2014, art. 25)."""

    CITY = "city", _("Thành phố, thị xã")
    REMOTE = "remote", _("Miền núi vùng cao, biên giới, hải đảo")
    OTHER = "other", _("Khu vực khác")
