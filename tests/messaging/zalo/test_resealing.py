"""A sealing key that goes leaves nothing of chat and Zalo behind that it had sealed."""

import pytest
from tests.messaging.zalo.test_accounts import add_user

from connected_zalo import tokens_of
from tracuu.cards.rotation import rotate
from tracuu.core import clock
from tracuu.core.crypto import keys
from tracuu.messaging import sealing
from tracuu.messaging.chat.content import Incoming, open_said
from tracuu.messaging.chat.speaking import hear
from tracuu.messaging.models import (
    ChatMessage,
    Conversation,
    OfficialAccount,
    ZaloEvent,
    ZaloUser,
)

pytestmark = pytest.mark.django_db
BODY = b'{"event_name":"user_send_text"}'


@pytest.mark.slow
def test_all_that_was_sealed_opens_after_a_rotation(zalo, own_keys, account, unit):
    secret = tokens_of(account)
    sealer = keys()[0]
    user = add_user(account)
    user.sealed_phone = sealer.seal(b"84900000101", sealing.of_phone(user.pk))
    user.save()
    now = clock.now()
    hear(contact=user.contact, unit_id=unit.pk, incoming=Incoming("m-1", now, text="Xin chào"))
    talk = Conversation.objects.get()
    talk.sealed = sealer.seal(b"asks for a name", sealing.of_dialogue(talk.pk))
    talk.save()
    for key in ("m-1:user_send_text", "m-2:user_send_text"):
        ZaloEvent.objects.create(
            key=key, name="user_send_text", sealed=sealer.seal(BODY, sealing.of_event(key)),
            sealing_key_id=sealer.active, sent_at=now, received_at=now, not_before=now,
        )  # fmt: skip
    ZaloEvent.objects.create(
        key="done", name="follow", sealed=None, sealing_key_id=1, sent_at=now, received_at=now,
        not_before=now, state="done",
    )  # fmt: skip

    rotate(own_keys, "sealing")

    sealer = keys()[0]
    assert sealer.active == 2
    assert tokens_of(account) == secret
    user, talk = ZaloUser.objects.get(), Conversation.objects.get()
    assert sealer.open(bytes(user.sealed_phone), sealing.of_phone(user.pk)) == b"84900000101"
    assert sealer.open(bytes(talk.sealed), sealing.of_dialogue(talk.pk)) == b"asks for a name"
    for event in ZaloEvent.objects.exclude(key="done"):
        assert sealer.open(bytes(event.sealed), sealing.of_event(event.key)) == BODY
    message = ChatMessage.objects.get()
    assert open_said(sealer, message.sealed, conversation_id=talk.pk).text == "Xin chào"
    for model in (OfficialAccount, ZaloUser, Conversation, ChatMessage):
        assert set(model.objects.values_list("sealing_key_id", flat=True)) == {2}
