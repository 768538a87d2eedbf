"""Officers, what they may do in which unit, and the invitations that let them in."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from tracuu.accounts.enums import Role
from tracuu.units.models import Unit


class OfficerManager(BaseUserManager["Officer"]):
    """Officers are added by `operations`; Django asks its manager for them by e-mail."""

    def get_by_natural_key(self, username: str | None) -> "Officer":
        return self.get(email__iexact=username)


class Officer(AbstractBaseUser):
    """A person who works in the console. The e-mail address is the name to sign in with."""

    email = models.EmailField(max_length=160, unique=True)
    full_name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    objects: ClassVar[OfficerManager] = OfficerManager()

    def __str__(self) -> str:
        return self.full_name

    # Django and allauth ask these of every user; our rights come from memberships alone.
    def has_perm(self, _perm: str, _obj: Any = None) -> bool:
        return False

    def has_module_perms(self, _label: str) -> bool:
        return False


class Membership(models.Model):
    """An officer's role in a unit. It is ended, never deleted: the record goes on naming it."""

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=16, choices=Role.choices)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["Membership"]] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["officer", "unit"],
                condition=models.Q(ended_at=None),
                name="one_role_an_officer_and_unit",
            )
        ]


class Invitation(models.Model):
    """A link that lets one person in, once and for some days. Only its digest is kept."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    email = models.EmailField(max_length=160)
    role = models.CharField(max_length=16, choices=Role.choices)
    digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["Invitation"]] = models.Manager()
