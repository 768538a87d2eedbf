"""Anything that anybody writes, at any step: never a fault, always a known state, nobody's data."""

import datetime
import string
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from assistant.chatting import EVERYBODY, NOON, Chat
from tracuu.assistant.decisions import ASKING
from tracuu.assistant.dialogue import Dialogue, Offer, open_dialogue, seal_dialogue
from tracuu.assistant.doing.deeds import DEEDS
from tracuu.assistant.enums import Deed, Goal, Note, Step, Wish
from tracuu.assistant.rules import STEPS, WISHES, decide
from tracuu.assistant.understanding.heard import understand
from tracuu.assistant.understanding.numbers import masked
from tracuu.assistant.understanding.wishes import COMMANDS
from tracuu.cards.enums import ProofKind
from tracuu.core.crypto import keys
from tracuu.messaging.chat.content import Incoming
from tracuu.messaging.enums import ConversationState

TODAY = datetime.date(2026, 11, 28)
PIECES = [
    "Nguyễn Hữu Trí", "nguyen huu tri", "Lê Thị An", "17/05/1991", "17 thang 5 nam 1991", "31/02/1990",
    "1991", "1/2", "HS-00012", "4567", "079091001234", "0901234567", "thôi", "sai rồi", "nhầm tên", "1",
    "5", "9", "báo cho tôi", "ngừng báo", "ngừng báo 2", "lệ phí bao nhiêu?", "gặp cán bộ", "ok", "?",
    "👍", "English", "tiếng việt", "OTP 123456", "đồ ngu", "hồ sơ của tôi", "\n", ",", "sinh ngày", "năm",
    *COMMANDS, "#chude le-phi-bao-nhieu", "#ngungbao all", "#loai phone_last4", "#ngaycu 17/05/1991",
]  # fmt: skip
letters = st.text(
    alphabet=string.ascii_letters + string.digits + " ạàáảãăâđêôơưÀĐƯ.,/-?!#'\"\0\n‍👍\u0301\u200b",
    max_size=60,
)
texts = st.one_of(
    st.text(max_size=300),
    letters,
    st.lists(st.one_of(st.sampled_from(PIECES), letters), min_size=1, max_size=6).map(" ".join),
)
kinds = st.sampled_from(["text"] * 12 + ["image", "sticker", "audio", "location", "file", "odd"])
words = st.sampled_from(["", "Nguyễn Hữu Trí", "Lê Thị An", "x"])
dialogues = st.builds(
    Dialogue,
    step=st.sampled_from(Step),
    goal=st.sampled_from(Goal),
    full_name=words,
    birth_date=st.sampled_from(["", "17/05/1991", "1950", "x"]),
    fact_kind=st.sampled_from(["", *ProofKind.values, "x"]),
    fact=st.sampled_from(["", "4567", "HS-00012"]),
    topic=st.sampled_from(["", "le-phi-bao-nhieu"]),
    offers=st.lists(
        st.builds(Offer, label=words, tap=st.sampled_from(["say", "open", "call"]), value=words),
        max_size=5,
    ).map(tuple),
    misses=st.integers(0, 3),
    rude=st.integers(0, 2),
    link=st.sampled_from(["", "0011223344556677"]),
)


def incoming(text, kind="text"):
    return Incoming("m", NOON, kind=kind, text=text)


@given(texts, kinds, dialogues, st.booleans())
@settings(max_examples=1500)
def test_any_text_at_any_step_ends_in_a_known_step_with_a_known_deed(text, kind, dialogue, waits):
    heard = understand(incoming(text, kind), dialogue, today=TODAY)
    decision = decide(dialogue, heard, is_waiting=waits)

    assert decision.deed in DEEDS
    assert decision.dialogue.step in Step
    assert set(decision.notes) <= set(Note)
    if decision.deed is Deed.LOOK_UP:
        assert decision.dialogue.has_person
    if decision.dialogue.step is Step.BIRTH:
        assert decision.dialogue.full_name or dialogue.step is Step.BIRTH
    if waits and heard.wish is None and dialogue.step not in ASKING and not heard.page:
        # Free words are the officer's.
        assert decision.deed is Deed.NOTHING


@given(texts)
def test_no_long_number_is_left_in_what_is_kept(text):
    kept = masked(text)
    digits = "".join(sign if sign in "0123456789" else " " for sign in kept)
    assert all(len(run) < 9 for run in digits.split())
    assert len(kept) == len(text)


@given(dialogues)
def test_a_dialogue_is_sealed_and_opened_as_it_was(dialogue):
    sealer = keys()[0]
    sealed = seal_dialogue(sealer, replace(dialogue, said_at=NOON.timestamp()), conversation_id=7)
    opened = open_dialogue(sealer, sealed, conversation_id=7, now=NOON)
    assert replace(opened, said_at=0.0) == dialogue
    assert open_dialogue(sealer, sealed, conversation_id=8, now=NOON) == Dialogue()
    late = NOON + datetime.timedelta(minutes=31)
    assert open_dialogue(sealer, sealed, conversation_id=7, now=late) == Dialogue()


def test_every_wish_every_step_and_every_deed_has_its_function():
    assert set(WISHES) == set(Wish)
    assert set(STEPS) == set(Step)
    assert set(DEEDS) == set(Deed)
    assert set(COMMANDS.values()) <= set(Wish)


SECRETS = [box for *_, box, _collected, _note in EVERYBODY if box] + ["HS-000", "01/11/2021"]
STRANGERS = st.sampled_from(["Nguyễn Hữu Trí", "Lê Thị An", "Trần Văn Bình", "x", "Đỗ Thị Vắng"])


@pytest.mark.slow
@given(st.lists(texts, min_size=1, max_size=4))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_a_chat_says_nothing_of_anybody_is_shown(unit, said):
    """No second fact of anybody is typed, so nothing of a second tier may ever appear."""
    chat = Chat(unit)
    assume(not any(fact in text for text in said for fact in ("4567", "00012", "1234")))
    for text in said:
        answer = chat.says(text)
        assert len(answer) <= 2000
        assert len(chat.buttons()) <= 5
        for secret in SECRETS:
            assert secret not in answer or secret in text
        if "Thẻ của bạn" in answer or "Your card" in answer:
            typed = " ".join(said)
            assert "1991" in typed or "1990" in typed or "1985" in typed
    assert chat.conversation().state in ConversationState
