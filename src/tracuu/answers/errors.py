class TopicNotFound(Exception):
    """No topic has this slug."""


class ContentNotValid(Exception):
    """The content cannot be kept like this; the message says which part and what to change."""


class AnswersOverlap(ContentNotValid):
    """Two answers of one topic and unit would hold on the same day."""


class VersionNotOpen(Exception):
    """What was asked of this version does not fit its state; the message says why."""
