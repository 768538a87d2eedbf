"""What can go wrong with applications and lists, each as a sentence that tells what to do."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldError:
    """One field that cannot be used: `field` and `code` for machines, `message` for people (vi)."""

    field: str
    code: str
    message: str


class LookupNotUnderstood(Exception):
    """What was typed cannot be looked up; `errors` says what to mend, field by field."""

    def __init__(self, errors: list[FieldError]) -> None:
        super().__init__("; ".join(error.code for error in errors))
        self.errors = errors


class PeopleNotUnderstood(Exception):
    """Something typed about several people cannot be looked up; `faults` says what, by their places
    in the request, which count from 0.
    """

    def __init__(self, faults: dict[int, list[FieldError]]) -> None:
        super().__init__(f"{len(faults)} of them")
        self.faults = faults


class UnitTakesNoLookups(Exception):
    """The unit was closed, or only the units below it publish lists."""


class NeverCertain(Exception):
    """News of such a name and date could never be surely this person's; says what is missing."""


class TooManyLookups(Exception):
    """A limit was met. Solve `challenge` (if there is one) or wait `retry_after` seconds."""

    def __init__(self, *, scope: str, retry_after: int, difficulty: int) -> None:
        super().__init__(scope)
        self.scope = scope
        self.retry_after = retry_after
        self.difficulty = difficulty

    @property
    def can_be_solved(self) -> bool:
        """Whether a proof of work (or the short wait) opens the way; else only time does."""
        return self.difficulty > 0


class ListNotPublished(Exception):
    """The list was read, and nothing of it went live; the message says why."""


class UploadNotStored(Exception):
    """The file could not be kept; nothing of it was; the message says why."""


class ListNotReady(Exception):
    """The list is in another state than this needs; the message says what to do."""


class ListRefused(Exception):
    """What speaks against publishing; a chief may override those that `is_overridable`."""

    def __init__(self, refusals: Sequence["Refusal"]) -> None:
        super().__init__(" ".join(refusal.sentence for refusal in refusals))
        self.refusals = list(refusals)


class UndoNotAllowed(Exception):
    """Who asks may not undo this now, or nobody may; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason against publishing a list: `code` for machines, `sentence` for the officer (vi)."""

    code: str
    sentence: str
    is_overridable: bool = True


class ReaderSuperseded(Exception):
    """Another process reads the list now; this one has written nothing more, and stops."""


class QueryNotUnderstood(Exception):
    """What an officer typed at the counter finds nobody as it stands; the message says what to mend."""


class ApplicationNotHere(Exception):
    """The unit has no such application, or none that counts any more."""


class CardNotHandedOver(Exception):
    """This card is not to be given out now; the message says why and what to do."""


class AlreadyHandedOver(CardNotHandedOver):
    """Somebody else gave it out before; the message says who and when."""


class CorrectionNotPossible(Exception):
    """A file cannot be sent back (or taken in) like this; the message says why and what to do."""


class ReasonNotValid(Exception):
    """A reason cannot be kept as it was written; the message says what to mend."""


class LettersNotPrinted(Exception):
    """Nothing was printed; the message says why and what to do."""


class LetterNotFound(Exception):
    """No letter bears this code, or it is too old."""


class BindingNotPossible(Exception):
    """No chat can be bound to this application; the message says why and what to do."""
