"""Who wants to be told, of whom, and every message that goes out.

A watch holds no name and no date: only keyed hashes that the person's row will have when a list
brings it. The contact is sealed. So a stolen database tells neither who waits nor for whom.
"""

from typing import ClassVar

from django.db import models

from tracuu.messaging.enums import (
    ChannelName,
    ContactState,
    DeliveryState,
    Kind,
    Priority,
    Way,
)
from tracuu.units.models import Unit


class Contact(models.Model):
    """One way to one person: an e-mail address, a browser's push subscription, a code on paper.

    Its owner has a secret (`secret_hash`) that opens the page where everything is seen and erased.
    """

    id = models.BigIntegerField(primary_key=True)
    channel = models.CharField(max_length=12, choices=ChannelName.choices)
    state = models.CharField(max_length=12, choices=ContactState.choices, default=ContactState.NEW)
    sealed = models.BinaryField(help_text="The address and the owner's secret, for this id.")
    address_hash = models.BigIntegerField(
        null=True, help_text="Keyed hash of the address, so that it is one contact, not two."
    )
    secret_hash = models.BigIntegerField(unique=True)
    language = models.CharField(max_length=2, default="vi")
    index_key_id = models.SmallIntegerField()
    sealing_key_id = models.SmallIntegerField()
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["Contact"]] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel", "address_hash"], name="contact_once")
        ]
        indexes = [
            models.Index(
                fields=["created_at"],
                name="contact_unconfirmed",
                condition=models.Q(state=ContactState.NEW),
            )
        ]


class Watch(models.Model):
    """Somebody waits for news of one person at one unit.

    - `block_hash`: the block key of name and full date by which its row is found
    - `person_hash`: the exact name and date; `bare_hash`: the same without marks
    - `proof_hash`: set when the second fact was typed along, which opens reasons and dates
    """

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+", db_index=False)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="watches")
    block_hash = models.BigIntegerField()
    person_hash = models.BigIntegerField()
    bare_hash = models.BigIntegerField()
    is_unmarked = models.BooleanField()
    proof_hash = models.BigIntegerField(null=True)
    index_key_id = models.SmallIntegerField()
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    is_done = models.BooleanField(default=False, help_text="The card was given out: ends silently.")

    objects: ClassVar[models.Manager["Watch"]] = models.Manager()

    class Meta:
        constraints = [
            # Asked twice is wanted once. A second fact that came later makes a second watch.
            models.UniqueConstraint(
                fields=["contact", "unit", "person_hash", "proof_hash"],
                name="watch_once",
                nulls_distinct=False,
            )
        ]
        indexes = [
            models.Index(fields=["block_hash"], name="watch_block"),
            models.Index(fields=["unit", "created_at"], name="watch_unit"),
            models.Index(fields=["expires_at"], name="watch_expiry"),
        ]


class Delivery(models.Model):
    """One message to one contact about one person and one event; there is never a second.

    `person` and `event` are the caller's words: an application's number, "list:12". What the message
    says beyond its kind is sealed. Whoever sends holds a lease; a dead sender's lease ends, and the
    message goes out again under the same code, by which a mailbox or browser knows it again.
    """

    contact = models.ForeignKey(
        Contact, null=True, on_delete=models.SET_NULL, related_name="deliveries"
    )
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    event = models.CharField(max_length=40)
    person = models.BigIntegerField()
    sealed = models.BinaryField(null=True)
    state = models.CharField(
        max_length=12, choices=DeliveryState.choices, default=DeliveryState.QUEUED
    )
    priority = models.SmallIntegerField(choices=Priority.choices, default=Priority.NEWS)
    code = models.CharField(max_length=12, null=True, unique=True)
    created_at = models.DateTimeField()
    not_before = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    attempts = models.SmallIntegerField(default=0)
    is_uncertain = models.BooleanField(
        default=False, help_text="A sender died with it in hand: it may have gone out twice."
    )
    sent_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=200, blank=True)
    via = models.ForeignKey(
        Contact,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,
        help_text="The contact behind, where it goes since Zalo has no way open.",
    )
    way = models.CharField(
        max_length=12, choices=Way.choices, blank=True, help_text="How it went, or why it did not."
    )
    external_id = models.CharField(
        max_length=80, null=True, help_text="The far end's id of it: whoever has one has taken it."
    )
    delivered_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["Delivery"]] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "event", "contact"], name="one_message_an_event"
            )
        ]
        indexes = [
            models.Index(
                fields=["priority", "not_before", "id"],
                name="delivery_next",
                condition=models.Q(state=DeliveryState.QUEUED),
            ),
            models.Index(
                fields=["lease_until"],
                name="delivery_lease",
                condition=models.Q(state=DeliveryState.SENDING),
            ),
            models.Index(fields=["event", "state"], name="delivery_event"),
            models.Index(
                fields=["external_id"],
                name="delivery_external",
                condition=models.Q(external_id__isnull=False),
            ),
            models.Index(
                fields=["sent_at"],
                name="delivery_kept_words",
                condition=models.Q(state=DeliveryState.SENT, sealed__isnull=False),
            ),
            models.Index(
                fields=["contact"],
                name="delivery_no_way",
                condition=models.Q(state=DeliveryState.WAITING, way__in=(Way.OTHER, Way.NONE)),
            ),
            models.Index(
                fields=["via"], name="delivery_via", condition=models.Q(via__isnull=False)
            ),
            models.Index(fields=["unit", "state", "created_at"], name="delivery_unit"),
        ]
