"""The tree of units, their names old and new, and who took over from whom."""

from typing import ClassVar

from django.db import models

from tracuu.units.enums import Area, UnitKind


class Unit(models.Model):
    """A police unit that receives, keeps and hands over cards. The tree is data, not code."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160, blank=True)
    kind = models.CharField(max_length=16, choices=UnitKind.choices, default=UnitKind.COMMUNE)
    area = models.CharField(max_length=16, choices=Area.choices, default=Area.CITY)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    address = models.CharField(max_length=240, blank=True)
    is_invented = models.BooleanField(
        default=False, help_text="Address and phone are made up for a demonstration."
    )
    phone = models.CharField(max_length=40, blank=True)
    opening_hours = models.JSONField(
        default=list,
        help_text='A list of {"days": [1..7], "opens": "07:00", "closes": "21:00"}; 1 is Monday.',
    )
    requires_second_fact = models.BooleanField(
        default=False, help_text="Name and birth date alone never show anything."
    )
    publishes_lists = models.BooleanField(default=True)
    closed_on = models.DateField(null=True, blank=True)
    search_text = models.TextField(
        blank=True, help_text="Folded name, old names and places, one a line between line feeds."
    )

    objects: ClassVar[models.Manager["Unit"]] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")), name="unit_is_not_its_own_parent"
            )
        ]


class UnitAlias(models.Model):
    """Another word people search with: an old name, a place, a ward inside."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="aliases")
    text = models.CharField(max_length=160)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "text"], name="alias_once_a_unit")]


class Succession(models.Model):
    """`new` took over the people and cards of `old` (the reforms of 2025 were such)."""

    old = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="successions")
    new = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="predecessions")
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["old", "new"], name="succession_once")]
