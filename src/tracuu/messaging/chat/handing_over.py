"""Who speaks in a conversation: it goes to the officers, one takes it, answers, and gives it back.

Every change is made under the lock of the conversation's row, and counted in its `version`. Of two
officers who answer at once, the second sees what the first did and is told (`ConversationHeld`): who
has it is in the row, and what an officer has said since a page was made has a higher number than the
last message that the page showed.

`taken_at` is since when the officers have it: handed over, or taken by the one who has it.
`waiting_since` is set while a citizen waits for a person's word, whoever speaks meanwhile: a question
that nobody answered in time stays among those that wait although the assistant speaks again.
"""

import datetime
from dataclasses import replace

from django.db import models, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from tracuu.accounts.models import Officer
from tracuu.audit.operations import Actor, record
from tracuu.core import clock
from tracuu.core.crypto import keys
from tracuu.messaging.chat.announcing import longest_answer, speaker_of
from tracuu.messaging.chat.content import SPEAKER, Button, Outgoing, Tap, open_said
from tracuu.messaging.chat.speaking import say
from tracuu.messaging.chat.windows import WindowKind, window_of
from tracuu.messaging.enums import Author, ConversationState
from tracuu.messaging.errors import AnswerNotPossible, ConversationHeld, ConversationNotHere
from tracuu.messaging.models import ChatMessage, Conversation
from tracuu.units.models import Unit

_CHANGING = (
    "state",
    "waiting_since",
    "reason",
    "officer",
    "taken_at",
    "chased_at",
    "version",
)


def hand_over(*, conversation: Conversation, reason: str) -> None:
    """Let an officer answer; the assistant is silent from now on.

    In the caller's transaction, with the row of the conversation locked. What waits already goes on
    waiting since then; what an officer has stays with that officer.
    """
    if conversation.state == ConversationState.ASSISTANT:
        conversation.state = ConversationState.WAITING
        conversation.taken_at = clock.now()
    if conversation.state == ConversationState.WAITING:
        conversation.reason = reason
    if conversation.waiting_since is None:
        conversation.waiting_since = clock.now()
        conversation.chased_at = None
    _save(conversation)


@transaction.atomic
def take(*, unit: Unit, number: int, actor: Actor, instead_of: int | None = None) -> Conversation:
    """The officer has it from now on.

    From another officer only knowingly: `instead_of` is the number of whom it is taken from. Raises
    `ConversationNotHere` or `ConversationHeld`.
    """
    conversation = hold(unit, number)
    _refuse_if_held(conversation, actor, instead_of)
    if conversation.officer_id != actor.officer_id:
        _give_to(conversation, actor)
        _save(conversation)
        _record("conversation_taken", conversation, actor)
    return conversation


@transaction.atomic
def answer(*, unit: Unit, number: int, actor: Actor, outgoing: Outgoing, seen: int) -> ChatMessage:
    """Say it as the officer; who answers what nobody has takes it.

    `seen` is the number of the last message that the officer's page showed: the same page sent twice
    says it once. Raises `ConversationNotHere`, `ConversationHeld` or `AnswerNotPossible`; nothing is
    said then.
    """
    conversation = hold(unit, number)
    _refuse_if_held(conversation, actor, None, is_answer=True)
    _refuse_if_answered(conversation, actor, seen)
    before = _find_own(conversation, actor, outgoing.text, seen)
    if before is not None:
        return before
    if not outgoing.text.strip():
        raise AnswerNotPossible(_("Hãy viết câu trả lời."))
    most = longest_answer(conversation)
    if len(outgoing.text) > most:
        raise AnswerNotPossible(
            _("Câu trả lời dài quá %(most)s chữ. Hãy viết ngắn lại, hoặc gửi làm hai tin.")
            % {"most": most}
        )
    _refuse_if_out_of_reach(conversation)
    if conversation.officer_id != actor.officer_id:
        _give_to(conversation, actor)
    speaker = speaker_of(conversation)
    message = say(
        conversation=conversation,
        outgoing=replace(outgoing, payload=((SPEAKER, speaker),) if speaker else ()),
        author=Author.OFFICER,
        officer=conversation.officer,
    )
    conversation.waiting_since = conversation.chased_at = None
    _save(conversation)
    _record("conversation_answered", conversation, actor)
    return message


@transaction.atomic
def hand_back(*, unit: Unit, number: int, actor: Actor, seen: int) -> Conversation:
    """The assistant speaks again, and says so in one sentence where that costs nothing.

    Raises `ConversationNotHere`, `ConversationHeld`, or `AnswerNotPossible` when the citizen said
    something that the officer's page did not show (`seen` as in `answer`).
    """
    conversation = hold(unit, number)
    _refuse_if_held(conversation, actor, None)
    _refuse_if_more_was_said(conversation, seen)
    let_assistant_speak(conversation)
    with translation.override(conversation.contact.language):
        ask = _("Hỏi cán bộ")
        say_if_free(
            conversation,
            _("Từ đây trợ lý tự động trả lời bạn. Cần gặp cán bộ, bạn hãy bấm “Hỏi cán bộ”."),
            (Button(ask, Tap.SAY, ask),),
        )
    _record("conversation_handed_back", conversation, actor)
    return conversation


@transaction.atomic
def close(*, unit: Unit, number: int, actor: Actor, seen: int) -> Conversation:
    """Nothing more is to be said: the assistant speaks again when the citizen does, and nobody waits.

    Raises as `hand_back` does.
    """
    conversation = hold(unit, number)
    _refuse_if_held(conversation, actor, None)
    _refuse_if_more_was_said(conversation, seen)
    let_assistant_speak(conversation)
    _record("conversation_closed", conversation, actor)
    return conversation


def let_assistant_speak(conversation: Conversation, *, goes_on_waiting: bool = False) -> None:
    """Nobody has it any more; with `goes_on_waiting` the citizen's question stays open."""
    conversation.state = ConversationState.ASSISTANT
    conversation.officer = None
    conversation.taken_at = None
    if not goes_on_waiting:
        conversation.waiting_since = conversation.chased_at = None
        conversation.reason = ""
    _save(conversation)


def say_if_free(conversation: Conversation, text: str, buttons: tuple[Button, ...] = ()) -> None:
    """Say it as the assistant, unless it would cost something or not arrive."""
    if window_of(conversation).kind is WindowKind.FREE:
        say(conversation=conversation, outgoing=Outgoing(text, buttons))


def hold(unit: Unit, number: int) -> Conversation:
    """The conversation, locked until the transaction ends; raises `ConversationNotHere`."""
    rows = Conversation.objects.select_for_update(of=("self",)).select_related("contact")
    conversation = rows.filter(unit=unit, pk=number).first()
    if conversation is None:
        raise ConversationNotHere(number)
    return conversation


def _give_to(conversation: Conversation, actor: Actor) -> None:
    conversation.officer = Officer.objects.get(pk=actor.officer_id or 0)
    conversation.state = ConversationState.OFFICER
    conversation.taken_at = clock.now()


def _refuse_if_held(
    conversation: Conversation, actor: Actor, instead_of: int | None, *, is_answer: bool = False
) -> None:
    if conversation.officer_id in {None, actor.officer_id, instead_of}:
        return
    assert conversation.officer is not None
    name = conversation.officer.full_name
    since = f"{_local(conversation.taken_at):%H:%M}" if conversation.taken_at else "–"
    said = (
        _("%(officer)s đã nhận cuộc trò chuyện này lúc %(time)s. Tin của bạn chưa được gửi.")
        if is_answer
        else _("%(officer)s đã nhận cuộc trò chuyện này lúc %(time)s. Chưa có gì thay đổi.")
    )
    raise ConversationHeld(
        said % {"officer": name, "time": since},
        holder=name,
        officer_id=conversation.officer_id,
        answers=_answers_of_others(conversation, actor, seen=0, since=conversation.taken_at),
    )


def _refuse_if_answered(conversation: Conversation, actor: Actor, seen: int) -> None:
    answers = _others(conversation, actor).filter(pk__gt=seen)
    last = answers.order_by("-pk").first()
    if last is None:
        return
    name = last.officer.full_name if last.officer else "–"
    raise ConversationHeld(
        _(
            "%(officer)s vừa trả lời lúc %(time)s. Tin của bạn chưa được gửi; hãy đọc rồi quyết định."
        )
        % {"officer": name, "time": f"{_local(last.created_at):%H:%M}"},
        answers=_answers_of_others(conversation, actor, seen=seen),
    )


def _refuse_if_more_was_said(conversation: Conversation, seen: int) -> None:
    said = ChatMessage.objects.filter(conversation=conversation, author=Author.CITIZEN)
    if said.filter(pk__gt=seen).exists():
        raise AnswerNotPossible(_("Người dân vừa nhắn thêm. Hãy đọc rồi mới kết thúc."))


def _others(conversation: Conversation, actor: Actor) -> models.QuerySet[ChatMessage]:
    """What other officers said; who left the house is another one too."""
    said = ChatMessage.objects.filter(conversation=conversation, author=Author.OFFICER)
    return said.exclude(officer_id__isnull=False, officer_id=actor.officer_id or 0)


def _find_own(conversation: Conversation, actor: Actor, text: str, seen: int) -> ChatMessage | None:
    """What this officer said with the same words since the page was made."""
    sealer = keys()[0]
    said = ChatMessage.objects.filter(
        conversation=conversation,
        author=Author.OFFICER,
        officer_id=actor.officer_id or 0,
        pk__gt=seen,
    )
    for one in said:
        if open_said(sealer, one.sealed, conversation_id=conversation.pk).text == text:
            return one
    return None


def _answers_of_others(
    conversation: Conversation,
    actor: Actor,
    *,
    seen: int,
    since: datetime.datetime | None = None,
) -> list[str]:
    said = _others(conversation, actor).filter(pk__gt=seen)
    if since is not None:
        said = said.filter(created_at__gte=since)
    sealer = keys()[0]
    return [
        open_said(sealer, one.sealed, conversation_id=conversation.pk).text
        for one in said.order_by("pk")
    ]


def _refuse_if_out_of_reach(conversation: Conversation) -> None:
    kind = window_of(conversation).kind
    if kind is WindowKind.GONE:
        raise AnswerNotPossible(
            _("Người này đã chặn hoặc rời Zalo của đơn vị nên không nhận được tin nữa.")
        )
    if kind is WindowKind.LEFT:
        raise AnswerNotPossible(
            _("Đơn vị đã ngắt kết nối tài khoản Zalo mà người này nhắn, nên không gửi được.")
        )
    if kind is WindowKind.CLOSED:
        raise AnswerNotPossible(
            _(
                "Đã quá 7 ngày từ lần cuối người này nhắn, nên Zalo không cho gửi. Nếu người này để"
                " lại số điện thoại, hãy gọi; nếu không, hãy đợi người này nhắn lại."
            )
        )


def _local(moment: datetime.datetime | None) -> datetime.datetime:
    assert moment is not None
    return moment.astimezone(clock.VIETNAM)


def _save(conversation: Conversation) -> None:
    conversation.version += 1
    conversation.save(update_fields=_CHANGING)


def _record(action: str, conversation: Conversation, actor: Actor) -> None:
    record(
        actor=actor,
        action=action,
        subject=f"conversation:{conversation.pk}",
        unit_id=conversation.unit_id,
    )
