"""Being told: asked for, seen and ended in the chat. Nobody's name is kept for it (ADR 0011, 0017)."""

import datetime

from django.utils.translation import gettext

from tracuu.assistant.decisions import Decision
from tracuu.assistant.dialogue import Dialogue
from tracuu.assistant.doing import buttons, later
from tracuu.assistant.doing.looking_up import slow_down
from tracuu.assistant.doing.people import elsewhere
from tracuu.assistant.doing.places import asked_again
from tracuu.assistant.doing.replying import MOST_BUTTONS, Reply, Turn, lines, paragraphs
from tracuu.assistant.enums import Step, Wish
from tracuu.assistant.understanding.wishes import ALL
from tracuu.assistant.watch_labels import find_labels, payload_of
from tracuu.cards.errors import (
    LookupNotUnderstood,
    NeverCertain,
    TooManyLookups,
    UnitTakesNoLookups,
)
from tracuu.cards.identity import Identity
from tracuu.cards.telling.notices import label_of
from tracuu.cards.telling.watching import watch_person
from tracuu.cards.wording import date_text, error_sentence
from tracuu.core import clock
from tracuu.messaging.chat.content import Button
from tracuu.messaging.contacts import erase_watch
from tracuu.messaging.errors import TooManyContacts
from tracuu.messaging.models import Watch
from tracuu.names import parse_birth_date
from tracuu.units.models import Unit
from tracuu.units.wording import unit_name

_NUMBER = "number "
_LONGEST_ID = 19  # of 64 bits


def watch(turn: Turn, decision: Decision) -> Reply:
    """Wait for news of this person on behalf of whoever writes."""
    dialogue = decision.dialogue
    try:
        asked = watch_person(
            unit=turn.unit,
            full_name=dialogue.full_name,
            birth_date=dialogue.birth_date,
            proof=dialogue.proof,
            contact=turn.contact,
            caller=turn.caller,
        )
    except UnitTakesNoLookups:
        return elsewhere(turn, dialogue)
    except LookupNotUnderstood as error:
        text = lines(*(error_sentence(each) for each in error.errors))
        return _mend(dialogue, text)
    except NeverCertain as error:
        return _mend(dialogue, str(error))
    except TooManyLookups as error:
        return slow_down(turn, dialogue, error)
    except TooManyContacts:
        text = gettext("Zalo này đang chờ tin của nhiều người rồi. Hãy ngừng bớt rồi nhờ lại.")
        return Reply(text, dialogue, (buttons.watches(), buttons.person()))
    label = _label(dialogue)
    closed, ways_later = later.offer(turn)
    text = paragraphs(
        gettext("Đã ghi nhận cho %(label)s. Có tin, chúng tôi sẽ báo, đến ngày %(until)s.")
        % {"label": label, "until": _day(asked.expires_at)},
        gettext("Khi danh sách mới có hồ sơ này, bạn nhận đúng một tin cho mỗi bước."),
        gettext(
            "Tin báo không bao giờ hỏi mật khẩu, mã OTP hay tiền. Mỗi tin có một mã để bạn kiểm tra có"
            " đúng là của đơn vị không."
        ),
        closed,
        gettext("Muốn thôi, bạn gõ “ngừng báo”."),
    )
    ways: tuple[Button, ...] = (*ways_later, buttons.watches(), buttons.another(), buttons.person())
    if dialogue.others:
        name = dialogue.others[0][0]
        ways = (
            buttons.hidden(gettext("Tra tiếp: %(name)s") % {"name": name}, Wish.NEXT),
            *ways,
        )
    return Reply(text, dialogue, ways, payload=payload_of(asked, label))


def _label(dialogue: Dialogue) -> str:
    """Whom, in initials and year of birth: a watch is only made of what was understood."""
    born = parse_birth_date(dialogue.birth_date, today=clock.today())
    return label_of(Identity(dialogue.full_name, born.isoformat()))


def _mend(dialogue: Dialogue, text: str) -> Reply:
    ways = (
        buttons.wrong_name(),
        buttons.wrong_birth(),
        buttons.one_more_fact(),
        buttons.person(),
    )
    return Reply(text, dialogue.at(Step.ANSWERED), ways)


def list_watches(turn: Turn, decision: Decision) -> Reply:
    """Everything that this account waits for, each by the initials and the year that were said for it.

    A watch keeps no name (ADR 0011): what tells one from another is read from what was said here.
    """
    again = asked_again(decision.dialogue.step)
    found = _watches(turn)
    if not found:
        text = gettext("Zalo này không chờ tin của ai.")
        return Reply(paragraphs(text, again), decision.dialogue, (buttons.look_up(),))
    labels = find_labels(turn.conversation, found)
    told = [
        _line(number, watch, labels.get(watch.pk, ""), turn.unit)
        for number, watch in enumerate(found, start=1)
    ]
    how = gettext("Muốn thôi một lời nhờ, bạn gõ “ngừng báo” và số của nó, ví dụ: ngừng báo 1.")
    text = paragraphs(gettext("Bạn đang nhờ báo tin:"), lines(*told), later.shown(turn), how, again)
    return Reply(text, decision.dialogue, _stops(found, labels))


def _line(number: int, watch: Watch, label: str, unit: Unit) -> str:
    told = {
        "number": number,
        "whose": ", ".join(
            part for part in (label, unit_name(watch.unit) if watch.unit != unit else "") if part
        ),
        "time": f"{watch.created_at.astimezone(clock.VIETNAM):%H:%M}",
        "since": _day(watch.created_at),
        "until": _day(watch.expires_at),
    }
    if label:
        return gettext("%(number)s. %(whose)s: nhờ ngày %(since)s, báo đến ngày %(until)s.") % told
    told["whose"] = unit_name(watch.unit)
    return (
        gettext("%(number)s. %(whose)s: nhờ lúc %(time)s ngày %(since)s, báo đến ngày %(until)s.")
        % told
    )


def stop_watch(turn: Turn, decision: Decision) -> Reply:
    """End one, all, or ask which."""
    found = _watches(turn)
    wanted = decision.argument
    if wanted == ALL or (not wanted and len(found) == 1):
        chosen = found
    elif wanted.startswith(_NUMBER):
        number = int(wanted.removeprefix(_NUMBER))
        chosen = found[number - 1 : number] if number else []
    elif wanted.isdecimal() and len(wanted) < _LONGEST_ID:
        chosen = [watch for watch in found if watch.pk == int(wanted)]
    else:
        return list_watches(turn, decision)
    if not chosen:
        return list_watches(turn, decision)
    labels = find_labels(turn.conversation, chosen)
    for each in chosen:
        erase_watch(turn.contact, each.pk)
    left = len(found) - len(chosen)
    is_way_gone = not left and later.forget(turn)
    whose = labels.get(chosen[0].pk, "") if len(chosen) == 1 else ""
    text = lines(
        gettext("Đã ngừng báo cho %(label)s và xoá lời nhờ.") % {"label": whose}
        if whose
        else gettext("Đã ngừng báo và xoá lời nhờ."),
        gettext("Bạn còn %(count)s lời nhờ khác.") % {"count": left} if left else "",
        gettext("Số điện thoại hay e-mail bạn để lại cũng đã xoá.") if is_way_gone else "",
        asked_again(decision.dialogue.step),
    )
    ways = (buttons.watches(), buttons.look_up()) if left else (buttons.look_up(),)
    return Reply(text, decision.dialogue, ways)


def _watches(turn: Turn) -> list[Watch]:
    rows = Watch.objects.filter(contact=turn.contact).select_related("unit")
    return list(rows.order_by("created_at", "pk"))


def _stops(found: list[Watch], labels: dict[int, str]) -> tuple[Button, ...]:
    """One for each where they fit, and one for all of several."""
    everything = gettext("Ngừng báo tất cả")
    if len(found) == 1:
        return (buttons.hidden(gettext("Ngừng báo"), Wish.STOP_WATCH, ALL), buttons.look_up())
    few = found if len(found) < MOST_BUTTONS else []
    singles = tuple(
        buttons.hidden(_stop_label(number, labels.get(one.pk, "")), Wish.STOP_WATCH, str(one.pk))
        for number, one in enumerate(few, start=1)
    )
    return (*singles, buttons.hidden(everything, Wish.STOP_WATCH, ALL))


def _stop_label(number: int, label: str) -> str:
    if label:
        return gettext("Ngừng báo %(number)s: %(label)s") % {"number": number, "label": label}
    return gettext("Ngừng báo số %(number)s") % {"number": number}


def _day(at: datetime.datetime) -> str:
    return date_text(at.astimezone(clock.VIETNAM).date())
