"""For which place each sealed column of chat and Zalo is sealed: elsewhere it does not open.

Whoever seals or opens one takes its context from here; `resealing` does when a key is rotated.
"""


def of_tokens(account_id: int) -> bytes:
    """`OfficialAccount.sealed`."""
    return b"zalo-tokens|%d" % account_id


def of_phone(contact_id: int) -> bytes:
    """`ZaloUser.sealed_phone`."""
    return b"zalo-phone|%d" % contact_id


def of_forgetting(account_id: int) -> bytes:
    """`Forgetting.sealed`."""
    return b"zalo-forget|%d" % account_id


def of_event(key: str) -> bytes:
    """`ZaloEvent.sealed`."""
    return b"zalo-event|" + key.encode()


def of_dialogue(conversation_id: int) -> bytes:
    """`Conversation.sealed`."""
    return b"dialogue|%d" % conversation_id


def of_words(conversation_id: int) -> bytes:
    """`ChatMessage.sealed`."""
    return b"said|%d" % conversation_id
