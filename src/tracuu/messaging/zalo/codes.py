"""Every number by which Zalo refuses, and what it means for us.

The tables are those of the contract (`references/zalo-oa.md`): 3.10 with the older codes that other
clients saw, 6.3 and 1.5. The same number means different things in different families.
"""

import datetime
from dataclasses import dataclass
from enum import Enum

from tracuu.core import clock
from tracuu.messaging.errors import (
    AccountNotReady,
    ContactGone,
    NeverSendable,
    SendingFailed,
    TryLater,
    WindowClosed,
)

_HOUR = datetime.timedelta(hours=1)


class Verdict(Enum):
    """What follows from a refusal."""

    RETRY = "retry"  # this call again, later
    NEXT_MINUTE = "next minute"  # every call of the account waits until the minute is over
    REFRESH = "refresh"  # a new access token, and once more
    STOP_CONTACT = "stop contact"  # nobody is there for us any more
    WINDOW_CLOSED = "window closed"  # this person, on this way, not now
    OUT_OF_QUOTA = "out of quota"  # whoever is not in the free 48 hours; the others go on
    STOP_ACCOUNT = "stop account"  # nothing goes out for this OA, until somebody acts
    OPERATOR = "operator"  # something has to be set in a console of Zalo's, or paid
    TEMPLATE = "template"  # the operator's too, but of one template; others and the chat go on
    OUR_BUG = "our bug"  # we sent what is not allowed; again would be the same again
    NOT_OURS = "not ours"  # of a product that we do not call


class Family(Enum):
    """Three families of numbers; the value is how a number is kept (`Delivery.failure`)."""

    OA = "zalo"
    ZNS = "zns"
    OAUTH = "oauth"


@dataclass(frozen=True, slots=True)
class Refusal:
    """One answer that is no success."""

    family: Family
    number: int
    verdict: Verdict

    @property
    def code(self) -> str:
        """The word that is kept with a delivery or an account: `zalo_-230`."""
        return f"{self.family.value}_{self.number}"


def _numbers(verdict: Verdict, numbers: str) -> dict[int, Verdict]:
    return {int(number): verdict for number in numbers.split()}


OA_CODES: dict[int, Verdict] = {
    **_numbers(Verdict.NEXT_MINUTE, "-32"),
    **_numbers(Verdict.RETRY, "-200 -214"),
    **_numbers(Verdict.REFRESH, "-216 -220 -124"),
    **_numbers(Verdict.STOP_CONTACT, "-213 -217 -227"),
    # -218: this person's allowance is used up; -244: refuses this kind; -234: not at night
    **_numbers(Verdict.WINDOW_CLOSED, "-218 -230 -231 -232 -234 -244 -305 -311"),
    **_numbers(Verdict.OUT_OF_QUOTA, "-211"),
    **_numbers(Verdict.STOP_ACCOUNT, "-204 -205 -219 -223"),
    **_numbers(Verdict.OPERATOR, "-207 -208 -209 -212 -215 -221 -222 -224 -235 -242 -320 -321"),
    # -100: what was uploaded has expired, and was sent all the same; -248: what the message says
    **_numbers(Verdict.OUR_BUG, "-100 -201 -202 -210 -233 -240 -248 -249"),
    **_numbers(Verdict.NOT_OURS, "-237 -238 -241 -403 -1340 -1341"),
}
ZNS_CODES: dict[int, Verdict] = {
    **_numbers(Verdict.NEXT_MINUTE, "-32"),
    **_numbers(Verdict.RETRY, "-100"),
    **_numbers(Verdict.REFRESH, "-124"),
    # Nobody at this telephone number: no Zalo, an old one, or refused us.
    **_numbers(Verdict.STOP_CONTACT, "-108 -114 -118 -119 -141"),
    **_numbers(Verdict.WINDOW_CLOSED, "-133 -134 -139 -140 -1471 -1472"),
    **_numbers(Verdict.STOP_ACCOUNT, "-115 -126 -135 -1351 -137 -144 -1441 -145 -160"),
    **_numbers(Verdict.TEMPLATE, "-109 -117 -127 -131 -146 -147"),
    **_numbers(
        Verdict.OPERATOR,
        "-101 -102 -103 -104 -105 -120 -1201 -1202 -1241 -125 -136 -138 -1381",
    ),
    **_numbers(
        Verdict.OUR_BUG,
        "-106 -107 -110 -111 -112 -1121 -1122 -1124 -113 -1131 -1132 -116 -121 -122 -130 -132 -153"
        " -161 -162",
    ),
    **_numbers(
        Verdict.NOT_OURS,
        "-1091 -1123 -123 -128 -129 -142 -143 -148 -149 -1491 -150 -151 -152 -158 -159",
    ),
}
OAUTH_CODES: dict[int, Verdict] = {
    **_numbers(Verdict.OPERATOR, "-14002 -14003 -14004"),
    **_numbers(Verdict.OUR_BUG, "-14005 -14018"),
    **_numbers(Verdict.STOP_ACCOUNT, "-14014 -14020"),
}
_TABLES = {Family.OA: OA_CODES, Family.ZNS: ZNS_CODES, Family.OAUTH: OAUTH_CODES}
OUT_OF_QUOTA_CODES = frozenset(
    f"{Family.OA.value}_{number}"
    for number, verdict in OA_CODES.items()
    if verdict is Verdict.OUT_OF_QUOTA
)
# What was bought or allowed for the day is used up.
_UNTIL_TOMORROW = frozenset({"zns_-115", "zns_-126", "zns_-144", "zns_-1441", "zns_-160"})


def read_refusal(family: Family, number: int) -> Refusal:
    """What this number means; one that no table knows is tried again, as often as any other fault."""
    return Refusal(family, number, _TABLES[family].get(number, Verdict.RETRY))


def rests_until(refusal: Refusal) -> datetime.datetime:
    """Until when the account is left alone after a refusal that concerns all of it."""
    now = clock.now()
    # A token refused twice: somebody else was given a newer one between our two calls.
    if refusal.verdict in (Verdict.NEXT_MINUTE, Verdict.REFRESH):
        return now.replace(second=0, microsecond=0) + datetime.timedelta(minutes=1)
    if refusal.code in _UNTIL_TOMORROW:
        return clock.day_bounds(clock.today())[1]
    return now + _HOUR


def as_error(refusal: Refusal) -> SendingFailed:
    """What is raised for it."""
    if concerns_account(refusal):
        return AccountNotReady(refusal.code, rests_until(refusal))
    return _ERRORS[refusal.verdict](refusal.code)


def concerns_account(refusal: Refusal) -> bool:
    """Whether nothing of this family goes out for the account any more, whoever it is for."""
    return refusal.verdict in _OF_THE_ACCOUNT


_OF_THE_ACCOUNT = frozenset(
    {Verdict.NEXT_MINUTE, Verdict.REFRESH, Verdict.STOP_ACCOUNT, Verdict.OPERATOR}
)
_ERRORS: dict[Verdict, type[SendingFailed]] = {
    Verdict.RETRY: TryLater,
    Verdict.STOP_CONTACT: ContactGone,
    Verdict.WINDOW_CLOSED: WindowClosed,
    Verdict.OUT_OF_QUOTA: WindowClosed,
    Verdict.TEMPLATE: NeverSendable,
    Verdict.OUR_BUG: NeverSendable,
    Verdict.NOT_OURS: NeverSendable,
}
