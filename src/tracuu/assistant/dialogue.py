"""Where a dialogue stands, sealed in its conversation, and forgotten after half an hour of silence."""

import datetime
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

import msgpack
import structlog

from tracuu.assistant.enums import Goal, Step
from tracuu.cards.enums import ProofKind
from tracuu.cards.lookup import Proof
from tracuu.core.crypto import SealBroken, Sealer
from tracuu.messaging.sealing import of_dialogue

# Whoever comes back later begins anew; a name that was half typed is not kept for them.
SILENCE = datetime.timedelta(minutes=30)
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True, repr=False)
class Offer:
    """A button under the last message: its number stands for it too. `tap` as `content.Tap`."""

    label: str
    tap: str
    value: str


@dataclass(frozen=True, slots=True, repr=False)
class Dialogue:
    """What of a conversation matters for its next turn.

    - `full_name`, `birth_date`, `fact_kind`, `fact`: as typed; "" while not known
    - `part`: the year (or month) of birth while the day is still asked for
    - `others`: who else was named in one message, name and date, to be looked up next
    - `topic`: the question answered last, for "còn trẻ em thì sao"; `rated`: what was thought of it
    - `asked`: how that was asked; `choices`: the topics that were offered for it
    - `polite`: how the assistant was last polite, which it is once
    - `offers`: the buttons of the last message, for those who type "2"
    - `misses`: turns in a row that were not understood; `rude`: that were abuse
    - `link`: what makes the link to the web form valid, once
    """

    step: Step = Step.MENU
    goal: Goal = Goal.LOOK_UP
    full_name: str = ""
    birth_date: str = ""
    part: str = ""
    others: tuple[tuple[str, str], ...] = ()
    fact_kind: str = ""
    fact: str = ""
    topic: str = ""
    rated: str = ""
    asked: str = ""
    choices: tuple[str, ...] = ()
    polite: str = ""
    offers: tuple[Offer, ...] = ()
    misses: int = 0
    rude: int = 0
    link: str = ""
    said_at: float = 0.0

    @property
    def is_new(self) -> bool:
        """Nothing was said for half an hour, or ever."""
        return not self.said_at

    @property
    def has_person(self) -> bool:
        return bool(self.full_name and self.birth_date)

    @property
    def proof(self) -> Proof | None:
        """The second fact, once its kind is known too."""
        if not self.fact or self.fact_kind not in ProofKind.values:
            return None
        return Proof(ProofKind(self.fact_kind), self.fact)

    def at(self, step: Step, **changes: Any) -> "Dialogue":
        """The same, at another step."""
        return replace(self, step=step, **changes)

    def rested(self) -> "Dialogue":
        """Nothing is asked for any more; whoever was looked up stays known."""
        return self.at(Step.ANSWERED if self.has_person else Step.MENU)

    def without_person(self) -> "Dialogue":
        """Nothing is known of a person any more; the topic stays."""
        return replace(
            self,
            goal=Goal.LOOK_UP,
            full_name="",
            birth_date="",
            part="",
            others=(),
            fact_kind="",
            fact="",
            link="",
        )


def seal_dialogue(sealer: Sealer, dialogue: Dialogue, *, conversation_id: int) -> bytes:
    """Sealed so that it opens in this conversation only."""
    plain: bytes = msgpack.packb(asdict(dialogue))
    return sealer.seal(plain, of_dialogue(conversation_id))


def open_dialogue(
    sealer: Sealer,
    sealed: bytes | memoryview | None,
    *,
    conversation_id: int,
    now: datetime.datetime,
) -> Dialogue:
    """Where the dialogue stands; a new one when it is too old, of another version, or broken."""
    if sealed is None:
        return Dialogue()
    try:
        told = msgpack.unpackb(sealer.open(bytes(sealed), of_dialogue(conversation_id)))
        dialogue = _dialogue(told)
    except (SealBroken, ValueError, TypeError, KeyError) as error:
        # Never a reason to leave somebody without an answer.
        _log.warning("dialogue_begun_anew", error=type(error).__name__)
        return Dialogue()
    is_over = now.timestamp() - dialogue.said_at > SILENCE.total_seconds()
    return Dialogue() if is_over else dialogue


def _dialogue(told: dict[str, Any]) -> Dialogue:
    known = {field.name for field in fields(Dialogue)}
    facts = {name: value for name, value in told.items() if name in known}
    facts["step"], facts["goal"] = Step(facts["step"]), Goal(facts["goal"])
    facts["offers"] = tuple(Offer(**offer) for offer in facts["offers"])
    facts["others"] = tuple((name, born) for name, born in facts.get("others", ()))
    facts["choices"] = tuple(facts.get("choices", ()))
    return Dialogue(**facts)
