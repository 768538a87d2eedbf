class NotYours(Exception):
    """The officer has no role in this unit: for them it does not exist (404)."""


class NotAllowed(Exception):
    """The officer's role does not open this (403); the message is a sentence for the officer."""


class OfficerNotValid(Exception):
    """An officer or a role cannot be made like this; the message says what to change."""


class InvitationNotValid(Exception):
    """The link is unknown, used, withdrawn or too old; the message says which way leads on."""


class LastChief(Exception):
    """A unit must keep one chief: nobody else could let the next one in."""
