"""Conversations with citizens, whoever answers: the assistant or an officer."""

from typing import ClassVar

from django.db import models

from tracuu.accounts.models import Officer
from tracuu.messaging.enums import Author, ConversationState
from tracuu.messaging.models.messages import Contact, Delivery
from tracuu.units.models import Unit


class Conversation(models.Model):
    """All that one contact and one unit write to each other.

    `sealed` is where the assistant's dialogue stands (`assistant`), for this id. While an officer has
    it (`state` is `officer`) the assistant is silent. `bound_person` is the application that this
    contact was bound to at the counter, which opens the second tier for it.
    """

    contact = models.OneToOneField(Contact, on_delete=models.CASCADE, related_name="conversation")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(
        max_length=12, choices=ConversationState.choices, default=ConversationState.ASSISTANT
    )
    sealed = models.BinaryField(null=True)
    sealing_key_id = models.SmallIntegerField()
    waiting_since = models.DateTimeField(null=True, help_text="Since when a person is waited for.")
    reason = models.CharField(max_length=40, blank=True, help_text="Why it was handed to officers.")
    officer = models.ForeignKey(Officer, null=True, on_delete=models.SET_NULL, related_name="+")
    taken_at = models.DateTimeField(null=True)
    chased_at = models.DateTimeField(null=True, help_text="When the chief was told of it.")
    last_inbound_at = models.DateTimeField(null=True)
    last_outbound_at = models.DateTimeField(null=True)
    version = models.IntegerField(
        default=0, help_text="Counts every change, for two officers at once."
    )
    bound_person = models.BigIntegerField(null=True)
    bound_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    objects: ClassVar[models.Manager["Conversation"]] = models.Manager()

    class Meta:
        indexes = [
            models.Index(fields=["unit", "state", "waiting_since"], name="conversation_inbox"),
            models.Index(fields=["unit", "last_inbound_at"], name="conversation_newest"),
            models.Index(
                fields=["unit", "waiting_since"],
                name="conversation_waiting",
                condition=models.Q(waiting_since__isnull=False),
            ),
            models.Index(
                fields=["id"],
                name="conversation_away",
                condition=~models.Q(state=ConversationState.ASSISTANT),
            ),
            models.Index(
                fields=["bound_person"],
                name="conversation_bound",
                condition=models.Q(bound_person__isnull=False),
            ),
        ]


class ChatMessage(models.Model):
    """One thing that was said. `external_id` is Zalo's, so that the same event never speaks twice."""

    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="messages", db_index=False
    )
    author = models.CharField(max_length=12, choices=Author.choices)
    officer = models.ForeignKey(Officer, null=True, on_delete=models.SET_NULL, related_name="+")
    sealed = models.BinaryField(help_text="The words and buttons, for this conversation.")
    sealing_key_id = models.SmallIntegerField()
    external_id = models.CharField(max_length=80, null=True)
    delivery = models.OneToOneField(
        Delivery, null=True, on_delete=models.SET_NULL, related_name="chat_message"
    )
    created_at = models.DateTimeField()

    objects: ClassVar[models.Manager["ChatMessage"]] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "external_id"], name="chat_message_once"
            )
        ]
        indexes = [
            models.Index(fields=["conversation", "created_at", "id"], name="chat_message_order")
        ]
