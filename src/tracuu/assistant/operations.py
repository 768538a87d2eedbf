"""One turn of a conversation is one transaction: heard, understood, done and answered, or none of it."""

import hmac
from dataclasses import replace

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from tracuu.assistant.about import is_about, with_person
from tracuu.assistant.conversations import (
    dialogue_of,
    find_conversation,
    hold_conversation,
    keep_dialogue,
    keepable,
)
from tracuu.assistant.decisions import Decision
from tracuu.assistant.dialogue import Dialogue, Offer
from tracuu.assistant.doing import buttons
from tracuu.assistant.doing.deeds import DEEDS
from tracuu.assistant.doing.menus import thanks_for_following, welcome
from tracuu.assistant.doing.replying import MOST_BUTTONS, Reply, Turn, fitting, paragraphs
from tracuu.assistant.enums import Deed, Note, Step, Wish
from tracuu.assistant.rules import decide
from tracuu.assistant.understanding.heard import Heard, understand
from tracuu.assistant.web_links import read_token
from tracuu.core import clock
from tracuu.core.limits import Limit, hit
from tracuu.messaging.chat.content import Incoming, Outgoing
from tracuu.messaging.chat.speaking import hear, say
from tracuu.messaging.enums import ConversationState
from tracuu.messaging.models import Contact, Conversation, ZaloUser
from tracuu.messaging.zalo.users import claim_greeting
from tracuu.units.models import Unit

# Faster than anybody writes: heard, and answered no more until the minute is over.
_TURNS = Limit("turn-user", 60, 60)
# Said by these themselves.
_ABOUT_WAITING = frozenset({Deed.HAND_OVER, Deed.SAY_STILL_WAITING, Deed.CALL_OFF})


@transaction.atomic
def take_turn(*, user: ZaloUser, incoming: Incoming) -> None:
    """Hear what was said and answer it; the same message again says nothing again.

    While an officer has the conversation the assistant only listens.
    """
    contact, unit = user.contact, user.account.unit
    kept = keepable(incoming, find_conversation(contact))
    conversation = hear(contact=contact, unit_id=unit.pk, incoming=kept)
    if conversation is None or conversation.state == ConversationState.OFFICER:
        return
    if settings.LOOKUP_LIMITS and hit(_TURNS, str(contact.pk)):
        return
    dialogue = dialogue_of(conversation)
    heard = understand(incoming, dialogue, today=clock.today())
    if heard.about and not is_about(heard.about, dialogue, conversation.pk):
        heard = replace(heard, wish=Wish.OLD_BUTTON)
    _choose_language(contact, heard)
    was_waiting = conversation.state == ConversationState.WAITING
    with translation.override(contact.language):
        is_unanswered = conversation.waiting_since is not None
        decision = decide(dialogue, heard, is_waiting=was_waiting, is_unanswered=is_unanswered)
        turn = Turn(conversation, contact, unit, heard)
        reply = DEEDS[decision.deed](turn, decision)
        _say(conversation, _with_notes(reply, decision, was_waiting=was_waiting), dialogue)


@transaction.atomic
def greet(*, user: ZaloUser, follows: bool = False) -> None:
    """Welcome who opens the chat or `follows`: what one can do here, what the police never ask.

    Once a day. Who has said something already, or was welcomed, is only told what following brings,
    and nothing that was asked for is forgotten.
    """
    unit = user.account.unit
    conversation = hold_conversation(user.contact, unit.pk)
    if conversation.state != ConversationState.ASSISTANT:
        return
    dialogue = dialogue_of(conversation)
    if not dialogue.is_new and not follows:
        return
    is_first = claim_greeting(user)
    with translation.override(user.contact.language):
        if is_first and dialogue.is_new:
            reply = Reply(welcome(unit), dialogue, buttons.menu())
        elif follows:
            reply = Reply(thanks_for_following(unit, dialogue, is_first=is_first), dialogue)
        else:
            return
        _say(conversation, reply, dialogue)


@transaction.atomic
def continue_in_chat(*, unit: Unit, token: str, full_name: str, birth_date: str) -> bool:
    """Answer in the chat what was just looked up on the web page that the chat had opened.

    False when the link opens nothing any more: used, too old, or an officer has the conversation.
    """
    link = read_token(token, unit)
    if link is None:
        return False
    rows = Conversation.objects.select_for_update(of=("self",)).select_related("contact")
    conversation = rows.filter(pk=link.conversation_id, unit=unit).first()
    if conversation is None or conversation.state == ConversationState.OFFICER:
        return False
    dialogue = dialogue_of(conversation)
    if not dialogue.link or not hmac.compare_digest(dialogue.link, link.nonce):
        return False
    person = dialogue.without_person().at(Step.ANSWERED, full_name=full_name, birth_date=birth_date)
    contact = conversation.contact
    with translation.override(contact.language):
        turn = Turn(conversation, contact, unit, Heard())
        reply = DEEDS[Deed.LOOK_UP](turn, Decision(Deed.LOOK_UP, person))
        _say(conversation, reply, dialogue)
    return True


def _choose_language(contact: Contact, heard: Heard) -> None:
    """Who writes English is answered in English, until they write Vietnamese again."""
    wanted = contact.language
    if heard.wish is Wish.ENGLISH or heard.is_english:
        wanted = "en"
    elif heard.wish is Wish.VIETNAMESE or heard.is_vietnamese:
        wanted = "vi"
    if wanted != contact.language:
        contact.language = wanted
        contact.save(update_fields=["language"])


def _with_notes(reply: Reply, decision: Decision, *, was_waiting: bool) -> Reply:
    """What was sent that nobody needs is said first, that an officer is still awaited last."""
    text = paragraphs(*(_note(note) for note in decision.notes), reply.text)
    if was_waiting and reply.text and decision.deed not in _ABOUT_WAITING:
        text = paragraphs(text, gettext("Tin của bạn vẫn đang chờ cán bộ."))
    return replace(reply, text=text)


def _note(note: Note) -> str:
    if note is Note.LONG_NUMBER:
        return gettext(
            "Bạn vừa gửi một số có vẻ là số giấy tờ hoặc số điện thoại. Ở đây không cần số đó và chúng"
            " tôi không lưu lại; lần sau bạn đừng gửi."
        )
    if note is Note.SECRET_CODE:
        return gettext(
            "Bạn vừa gửi thứ giống mật khẩu hoặc mã OTP. Chúng tôi không cần và không lưu lại. Đừng đưa"
            " mã này cho bất kỳ ai, kể cả người xưng là công an."
        )
    return gettext(
        "Bạn đừng gửi ảnh giấy tờ vào đây. Chúng tôi không xem và không lưu ảnh hay tệp."
    )


def _say(conversation: Conversation, reply: Reply, before: Dialogue) -> None:
    """Say it, if there is anything, and keep where the dialogue stands."""
    dialogue = replace(
        reply.dialogue,
        misses=before.misses + 1 if reply.is_missed else 0,
        polite=reply.polite,
        rude=reply.dialogue.rude if reply.dialogue.rude > before.rude else 0,
    )
    if reply.text:
        found = tuple(
            with_person(one, dialogue, conversation.pk) for one in reply.buttons[:MOST_BUTTONS]
        )
        say(
            conversation=conversation,
            outgoing=Outgoing(fitting(reply.text), found, payload=reply.payload),
        )
        # Below words without buttons those of the message before stand for their numbers still.
        offers = tuple(Offer(one.label, one.tap.value, one.value) for one in found)
        dialogue = replace(dialogue, offers=offers or before.offers)
    else:
        dialogue = replace(dialogue, misses=before.misses, rude=before.rude, polite=before.polite)
    keep_dialogue(conversation, dialogue)
