"""A citizen who chats with a unit, and transcripts of such chats as readable test data.

A transcript is lines of who says what. Indented lines go on with the line before.

    citizen: Nguyễn Hữu Trí         what is written
    tap: Thôi                       a button under the last message, by its label
    sends: image                    something that is no text
    assistant: Bạn cần việc gì?     what is said then; "…" stands for anything
      [Tra cứu CCCD] [Hỏi cán bộ]   its buttons, all of them in their order; may be left out
    silence                         nothing is said then
    clock: +31                      minutes pass
    officer: takes                  an officer has the conversation; or `gives back`
"""

import datetime
import itertools
import re
from dataclasses import dataclass, field
from pathlib import Path

from factories import make_unit, person
from tracuu.assistant.conversations import dialogue_of
from tracuu.assistant.operations import greet, take_turn
from tracuu.core import clock
from tracuu.core.crypto import keys
from tracuu.messaging.chat.content import Button, Incoming, Said, Tap, open_said
from tracuu.messaging.contacts import add_contact
from tracuu.messaging.enums import Author, ChannelName, ConversationState
from tracuu.messaging.models import ChatMessage, Conversation, OfficialAccount, ZaloUser
from tracuu.units.models import Unit

NOON = datetime.datetime(2021, 12, 14, 5, 0, tzinfo=datetime.UTC)
TRI = person("Nguyễn Hữu Trí", "17/05/1991", receipt="HS-00012", phone="0901234567",
             id_number="079091001234", status="Đã về đơn vị", box="A12", collected="01/11/2021")  # fmt: skip
AN = person("Lê Thị An", "02/09/1990", receipt="HS-00013", phone="0901234999", status="Đang in",
            collected="01/12/2021")  # fmt: skip
BINH = person("Trần Văn Bình", "03/04/1985", receipt="HS-00014", status="Cần bổ sung",
              note="Ảnh mờ")  # fmt: skip
HOA = person("Nguyễn Thị Hoa", "01/01/1975", receipt="HS-00015", status="Đã về đơn vị", box="B1")
OTHER_HOA = person("Nguyễn Thị Hoa", "01/01/1975", receipt="HS-00016", status="Đang in")
NAM = person("Phạm Văn Năm", "1950", receipt="HS-00017", status="Đã về đơn vị", box="C7")
EVERYBODY = (TRI, AN, BINH, HOA, OTHER_HOA, NAM)
_numbers = itertools.count(1)


def make_account(unit: Unit) -> OfficialAccount:
    account, _is_new = OfficialAccount.objects.get_or_create(
        unit=unit,
        defaults={
            "oa_id": f"9{unit.pk:017d}",
            "name": unit.name,
            "sealing_key_id": keys()[0].active,
            "connected_at": clock.now(),
        },
    )
    return account


def make_user(unit: Unit, *, language: str = "vi") -> ZaloUser:
    account = make_account(unit)
    contact, _secret = add_contact(
        channel=ChannelName.ZALO,
        address=f"{account.oa_id}/{next(_numbers):018d}",
        language=language,
    )
    return ZaloUser.objects.create(
        contact=contact,
        account=account,
        sealing_key_id=keys()[0].active,
        created_at=clock.now(),
    )


@dataclass
class Chat:
    """One citizen and one unit; `last` is what the assistant said last."""

    unit: Unit
    user: ZaloUser = None
    last: Said | None = None
    passed: datetime.timedelta = field(default_factory=datetime.timedelta)

    def __post_init__(self):
        self.user = self.user or make_user(self.unit)

    def says(self, text: str, **facts) -> str:
        """What the assistant answers; "" when it is silent."""
        facts.setdefault("external_id", f"m{next(_numbers)}")
        with clock.stopped_at(NOON + self.passed):
            before = self.count()
            take_turn(user=self.user, incoming=Incoming(sent_at=clock.now(), text=text, **facts))
        return self._answer(before)

    def sends(self, kind: str, **payload: str) -> str:
        return self.says("", kind=kind, payload=tuple(payload.items()))

    def taps(self, label: str) -> str:
        (found,) = [one for one in self.buttons() if one.label == label]
        assert found.tap is Tap.SAY, label
        return self.says(found.value)

    def is_greeted(self) -> str:
        with clock.stopped_at(NOON + self.passed):
            before = self.count()
            greet(user=self.user)
        return self._answer(before)

    def buttons(self) -> tuple[Button, ...]:
        return self.last.buttons if self.last else ()

    def labels(self) -> list[str]:
        return [one.label for one in self.buttons()]

    def conversation(self) -> Conversation:
        return Conversation.objects.get(contact=self.user.contact_id)

    def dialogue(self):
        with clock.stopped_at(NOON + self.passed):
            return dialogue_of(self.conversation())

    def said(self, author: Author = Author.ASSISTANT) -> list[Said]:
        sealer = keys()[0]
        rows = ChatMessage.objects.filter(
            conversation__contact=self.user.contact_id, author=author
        ).order_by("pk")
        return [open_said(sealer, one.sealed, conversation_id=one.conversation_id) for one in rows]

    def count(self) -> int:
        return len(self.said())

    def wait(self, minutes: int) -> None:
        self.passed += datetime.timedelta(minutes=minutes)

    def set_state(self, state: ConversationState) -> None:
        Conversation.objects.filter(contact=self.user.contact_id).update(state=state)

    def _answer(self, before: int) -> str:
        said = self.said()[before:]
        assert len(said) <= 1, "one turn, one message"
        if not said:
            return ""
        (self.last,) = said
        return self.last.text


def make_tan_phu() -> Unit:
    return make_unit(name_en="Tan Phu District Police")


@dataclass
class Line:
    number: int
    who: str
    text: str
    buttons: list[str] | None = None


_BUTTON = re.compile(r"\[([^\]]+)\]")


def read_transcript(path: Path) -> list[Line]:
    lines: list[Line] = []
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not raw.strip() or raw.startswith("#"):
            continue
        if raw.startswith("  "):
            found = _BUTTON.findall(raw)
            if raw.strip().startswith("[") and found:
                lines[-1].buttons = [*(lines[-1].buttons or []), *found]
            else:
                lines[-1].text += f" {raw.strip()}"
            continue
        who, _, text = raw.partition(":")
        lines.append(Line(number, who.strip(), text.strip()))
    return lines


def play(chat: Chat, lines: list[Line], name: str) -> None:
    """Raises AssertionError with the line of the transcript that is not so."""
    answer = ""
    is_checked = True
    for line in lines:
        where = f"{name}:{line.number}"
        if line.who in {"citizen", "tap", "sends"}:
            assert is_checked, f"{where}: the answer before is not checked"
            does = {"citizen": chat.says, "tap": chat.taps, "sends": chat.sends}[line.who]
            if line.who == "tap":
                assert line.text in chat.labels(), f"{where}: {chat.labels()}"
            answer, is_checked = does(line.text), False
        elif line.who == "assistant":
            is_checked = True
            _check(where, line, answer, chat)
        elif line.who == "silence":
            is_checked = True
            assert answer == "", f"{where}: {answer}"
        elif line.who == "clock":
            chat.wait(int(line.text))
        elif line.who == "officer":
            state = "OFFICER" if line.text == "takes" else "ASSISTANT"
            chat.set_state(ConversationState[state])
        else:
            raise AssertionError(f"{where}: {line.who}?")


def _check(where: str, line: Line, answer: str, chat: Chat) -> None:
    said = " ".join(answer.split())
    wanted = ".*?".join(map(re.escape, " ".join(line.text.split()).split("…")))
    assert re.fullmatch(wanted, said), f"{where}:\n wanted: {line.text}\n said:   {said}"
    if line.buttons is not None:
        assert chat.labels() == line.buttons, f"{where}: {chat.labels()}"
