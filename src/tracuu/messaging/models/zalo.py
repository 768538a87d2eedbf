"""Units on Zalo: their Official Accounts (OA), the people who wrote or follow, and what Zalo called."""

from typing import ClassVar

from django.db import models

from tracuu.accounts.models import Officer
from tracuu.messaging.enums import AccountState, EventPriority, EventState
from tracuu.messaging.models.messages import Contact
from tracuu.units.models import Unit


class OfficialAccount(models.Model):
    """A unit's OA and the tokens with which we act for it, sealed. One row a unit.

    An OA that one unit left may become another's: of its rows one at most is not `stopped`, and
    `tenure` tells the people of the one from those of the other (`zalo.users.address_of`).

    `failure` is the word of the last fault that needs a person (an operator's or a chief's); a
    refresh that failed for good makes it `broken` until a chief goes through the consent page again.
    """

    unit = models.OneToOneField(Unit, on_delete=models.PROTECT, related_name="official_account")
    oa_id = models.CharField(max_length=32)
    tenure = models.SmallIntegerField(
        default=0, help_text="How many units had this OA here before this one."
    )
    name = models.CharField(max_length=160, blank=True)
    state = models.CharField(
        max_length=12, choices=AccountState.choices, default=AccountState.CONNECTED
    )
    sealed = models.BinaryField(null=True, help_text="Access and refresh token, for this id.")
    sealing_key_id = models.SmallIntegerField()
    access_ends_at = models.DateTimeField(null=True)
    refreshed_at = models.DateTimeField(null=True)
    connected_at = models.DateTimeField()
    left_at = models.DateTimeField(
        null=True, help_text="When the unit left it: what was said before is that unit's."
    )
    connected_by = models.ForeignKey(
        Officer, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    failure = models.CharField(max_length=60, blank=True)
    failed_at = models.DateTimeField(null=True)
    rests_until = models.DateTimeField(
        null=True, help_text="Zalo asked us to wait, or a quota is out."
    )
    heard_at = models.DateTimeField(null=True, help_text="When the webhook heard something of it.")
    heard_event = models.CharField(max_length=60, blank=True)
    profile = models.JSONField(default=dict, help_text="What Zalo last said of the account itself.")
    quota = models.JSONField(default=dict, help_text="What Zalo last said is left, by kind.")
    quota_at = models.DateTimeField(null=True)
    reconciled_at = models.DateTimeField(null=True)
    templates = models.JSONField(
        default=dict, help_text="The ids of its approved ZBS templates, by kind of message."
    )

    objects: ClassVar[models.Manager["OfficialAccount"]] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["oa_id"],
                condition=~models.Q(state=AccountState.STOPPED),
                name="account_held_by_one",
            ),
            models.UniqueConstraint(fields=["oa_id", "tenure"], name="account_tenure_once"),
        ]


class ZaloUser(models.Model):
    """A person as one OA knows them. Who it is lies sealed in the contact ("oa_id/user_id").

    `interacted_at` (re)starts the 48 hours and 7 days within which the OA may write.
    """

    contact = models.OneToOneField(
        Contact, primary_key=True, on_delete=models.CASCADE, related_name="zalo_user"
    )
    account = models.ForeignKey(OfficialAccount, on_delete=models.CASCADE, related_name="users")
    is_following = models.BooleanField(default=False)
    followed_at = models.DateTimeField(null=True)
    unfollowed_at = models.DateTimeField(null=True)
    interacted_at = models.DateTimeField(null=True)
    greeted_at = models.DateTimeField(null=True)
    sealed_phone = models.BinaryField(
        null=True, help_text="A telephone number that the person gave in the chat, for this id."
    )
    next_contact = models.ForeignKey(
        Contact,
        null=True,
        on_delete=models.SET_NULL,
        related_name="stands_behind",
        help_text="Where news goes that Zalo lets nobody send: an e-mail address given in the chat.",
    )
    sealing_key_id = models.SmallIntegerField()
    created_at = models.DateTimeField()

    objects: ClassVar[models.Manager["ZaloUser"]] = models.Manager()

    class Meta:
        indexes = [
            models.Index(fields=["account", "is_following"], name="zalo_followers"),
            models.Index(
                fields=["interacted_at"],
                name="zalo_idle",
                condition=models.Q(is_following=False),
            ),
        ]


class ZaloEvent(models.Model):
    """One call of the webhook, as it came, kept once. Its body is forgotten when it was processed.

    `key` is the message's id and the event's name, or a digest of the body. `conversation_hash` says
    whose it is; what one person says or does (`priority` is `conversation`) is processed one after
    the other, by `sent_at`, and before what Zalo reports of our own messages.
    """

    account = models.ForeignKey(
        OfficialAccount, null=True, on_delete=models.CASCADE, related_name="+"
    )
    key = models.CharField(max_length=120, unique=True)
    name = models.CharField(max_length=60)
    conversation_hash = models.BigIntegerField(null=True)
    priority = models.SmallIntegerField(choices=EventPriority.choices, default=EventPriority.REST)
    sealed = models.BinaryField(null=True, help_text="The raw body, for this key.")
    sealing_key_id = models.SmallIntegerField()
    state = models.CharField(max_length=12, choices=EventState.choices, default=EventState.NEW)
    sent_at = models.DateTimeField()
    received_at = models.DateTimeField()
    not_before = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    attempts = models.SmallIntegerField(default=0)
    failure = models.CharField(max_length=120, blank=True)

    objects: ClassVar[models.Manager["ZaloEvent"]] = models.Manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["priority", "not_before", "id"],
                name="zalo_event_next",
                condition=models.Q(state__in=(EventState.NEW, EventState.TAKEN)),
            ),
            models.Index(
                fields=["conversation_hash", "sent_at", "id"],
                name="zalo_event_order",
                condition=models.Q(
                    state__in=(EventState.NEW, EventState.TAKEN),
                    priority=EventPriority.CONVERSATION,
                ),
            ),
            models.Index(
                fields=["conversation_hash"],
                name="zalo_event_whose",
                condition=models.Q(sealed__isnull=False),
            ),
            models.Index(
                fields=["lease_until"],
                name="zalo_event_lease",
                condition=models.Q(state=EventState.TAKEN),
            ),
            models.Index(
                fields=["received_at"],
                name="zalo_event_failed",
                condition=models.Q(state=EventState.FAILED),
            ),
            models.Index(fields=["received_at"], name="zalo_event_received"),
        ]


class Withdrawal(models.Model):
    """Somebody of an OA whose data were erased at their wish, as a keyed hash that names nobody.

    Without it the list of followers would bring them back the next night. Forgotten when they do
    something with the account again, or when its lists have named them no more for half a year.
    """

    account = models.ForeignKey(OfficialAccount, on_delete=models.CASCADE, related_name="+")
    person_hash = models.BigIntegerField(unique=True)
    index_key_id = models.SmallIntegerField()
    at = models.DateTimeField(help_text="When they wished it, by Zalo's clock.")
    listed_at = models.DateTimeField(help_text="When a list of followers last named them.")

    objects: ClassVar[models.Manager["Withdrawal"]] = models.Manager()


class Forgetting(models.Model):
    """A person whom we have erased and whom Zalo is to forget too: their id, sealed, until it has."""

    account = models.ForeignKey(OfficialAccount, on_delete=models.CASCADE, related_name="+")
    sealed = models.BinaryField(help_text="By which Zalo knows them, for this account.")
    sealing_key_id = models.SmallIntegerField()
    attempts = models.SmallIntegerField(default=0)
    not_before = models.DateTimeField()
    created_at = models.DateTimeField()

    objects: ClassVar[models.Manager["Forgetting"]] = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["not_before"], name="zalo_forgetting_next")]
