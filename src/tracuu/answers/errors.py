class TopicNotFound(Exception):
    """No topic has this slug."""


class ContentNotValid(Exception):
    """The content cannot be kept like this; the message says which part and what to change."""


class AnswersOverlap(ContentNotValid):
    """Two answers of one topic and unit would hold on the same day."""


class VersionNotOpen(Exception):
    """What was asked of this version does not fit its state; the message says why."""


class NothingToDecide(Exception):
    """These questions were decided on before, or are another unit's."""


class AnsweredWorse(Exception):
    """Questions of the regression set would be answered worse, and no chief has given their word."""


class LessonNotOpen(Exception):
    """What was asked of this lesson or suggestion does not fit its state; the message says why."""


class TooManyQuestions(Exception):
    """One address asked faster than people do; it may go on after `retry_after` seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(retry_after)
        self.retry_after = retry_after
