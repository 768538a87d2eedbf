"""Every number of the contract's tables has a verdict, and every verdict an error of ours."""

import datetime
import re

import pytest

from tracuu.console.zalo.sentences import knows
from tracuu.core import clock
from tracuu.messaging.errors import (
    AccountNotReady,
    ContactGone,
    NeverSendable,
    TryLater,
    WindowClosed,
)
from tracuu.messaging.zalo.codes import (
    OA_CODES,
    OAUTH_CODES,
    ZNS_CODES,
    Family,
    Verdict,
    as_error,
    read_refusal,
)
from zalo_emulator.errors import OA_MESSAGES, OAUTH_NAMES, ZNS_MESSAGES

# The first column of table 3.10 of the contract, and the older codes named under it.
TABLE_3_10 = """
-32 -100 -200 -201 -204/-205 -209 -210 -211 -212 -213 -214 -216 -217 -218 -219 -220 -221 -223 -224
-227 -230 -232 -233 -234 -235 -237/-238/-241 -240 -242 -244 -248 -249 -320/-321 -403 -1340/-1341
-202 -207 -208 -215 -222 -305 -311 -231
"""
# Table 6.3, as it is written there, without its words.
TABLE_6_3 = """
-100; -101; -102; -103; -104; -105; -106; -107; -108; -109 (-1091); -110; -111; -112; -1121; -1122;
-1123; -1124; -113 (-1131, -1132); -114; -115; -116; -117; -118; -119; -120 (-1201, -1202); -121;
-122; -123; -124; -1241; -125; -126; -127; -128/-129; -130; -131; -132; -133; -134; -135, -1351;
-136, -137; -138, -1381; -139; -140; -141; -142/-143; -144, -1441; -145; -146; -147; -1471/-1472;
-148/-149/-1491/-150; -151/-152; -153; -158/-159; -160; -161; -162
"""
TABLE_1_5 = "-14002 -14003 -14004 -14005 -14014 -14020 -14018"
NOON = datetime.datetime(2026, 3, 2, 5, 0, 20, tzinfo=datetime.UTC)


def numbers(table):
    return {int(number) for number in re.findall(r"-\d+", table)}


@pytest.mark.parametrize(
    ("table", "codes", "beyond"),
    [
        (TABLE_3_10, OA_CODES, {-124}),  # 1.7: any of three numbers says that a token is over
        (TABLE_6_3, ZNS_CODES, {-32}),  # 1.7: the limit of a minute
        (TABLE_1_5, OAUTH_CODES, set()),
    ],
)
def test_no_number_of_the_tables_is_missing_and_none_is_made_up(table, codes, beyond):
    assert set(codes) - beyond == numbers(table)


@pytest.mark.parametrize(
    ("said", "codes"),
    [(OA_MESSAGES, OA_CODES), (ZNS_MESSAGES, ZNS_CODES), (OAUTH_NAMES, OAUTH_CODES)],
)
def test_whatever_the_emulator_says_is_known(said, codes):
    assert set(said) <= set(codes)


@pytest.mark.parametrize(
    ("number", "verdict"),
    [
        (-32, Verdict.NEXT_MINUTE),
        (-200, Verdict.RETRY),
        (-216, Verdict.REFRESH),
        (-220, Verdict.REFRESH),
        (-124, Verdict.REFRESH),
        (-213, Verdict.STOP_CONTACT),
        (-227, Verdict.STOP_CONTACT),
        (-230, Verdict.WINDOW_CLOSED),
        (-232, Verdict.WINDOW_CLOSED),
        (-204, Verdict.STOP_ACCOUNT),
        (-211, Verdict.OUT_OF_QUOTA),
        (-224, Verdict.OPERATOR),
        (-242, Verdict.OPERATOR),
        (-201, Verdict.OUR_BUG),
        (-240, Verdict.OUR_BUG),
    ],
)
def test_the_verdicts_of_the_contract(number, verdict):
    assert read_refusal(Family.OA, number).verdict is verdict


def test_a_number_means_another_thing_in_another_family():
    assert read_refusal(Family.OA, -100).verdict is Verdict.OUR_BUG
    assert read_refusal(Family.ZNS, -100).verdict is Verdict.RETRY


def test_a_number_that_nobody_has_written_down_is_tried_again():
    refusal = read_refusal(Family.OA, -987)
    assert refusal.verdict is Verdict.RETRY
    assert refusal.code == "zalo_-987"


@pytest.mark.parametrize(
    ("verdict", "error"),
    [
        (Verdict.RETRY, TryLater),
        (Verdict.NEXT_MINUTE, AccountNotReady),
        (Verdict.REFRESH, AccountNotReady),
        (Verdict.STOP_CONTACT, ContactGone),
        (Verdict.WINDOW_CLOSED, WindowClosed),
        (Verdict.OUT_OF_QUOTA, WindowClosed),
        (Verdict.STOP_ACCOUNT, AccountNotReady),
        (Verdict.OPERATOR, AccountNotReady),
        (Verdict.TEMPLATE, NeverSendable),
        (Verdict.OUR_BUG, NeverSendable),
        (Verdict.NOT_OURS, NeverSendable),
    ],
)
def test_every_verdict_is_raised_as_one_error(verdict, error):
    number = next(
        number for codes in (OA_CODES, ZNS_CODES) for number, v in codes.items() if v is verdict
    )
    family = Family.OA if OA_CODES.get(number) is verdict else Family.ZNS
    raised = as_error(read_refusal(family, number))
    assert type(raised) is error
    assert raised.code == f"{family.value}_{number}"


@pytest.mark.parametrize(
    ("number", "until"),
    [
        (-32, datetime.datetime(2026, 3, 2, 5, 1, tzinfo=datetime.UTC)),  # the next minute
        (-220, datetime.datetime(2026, 3, 2, 5, 1, tzinfo=datetime.UTC)),
        (-204, datetime.datetime(2026, 3, 2, 6, 0, 20, tzinfo=datetime.UTC)),
    ],
)
def test_how_long_an_account_rests(number, until):
    with clock.stopped_at(NOON):
        assert as_error(read_refusal(Family.OA, number)).until == until


def test_templates_whose_day_is_used_up_rest_until_midnight_in_viet_nam():
    with clock.stopped_at(NOON):
        until = as_error(read_refusal(Family.ZNS, -144)).until
    assert until == datetime.datetime(2026, 3, 2, 17, 0, tzinfo=datetime.UTC)


def test_whatever_concerns_the_whole_account_has_a_sentence_for_its_people():
    told = {Verdict.REFRESH, Verdict.OUT_OF_QUOTA, Verdict.STOP_ACCOUNT, Verdict.OPERATOR}
    families = ((Family.OA, OA_CODES), (Family.ZNS, ZNS_CODES), (Family.OAUTH, OAUTH_CODES))
    missing = [
        read_refusal(family, number).code
        for family, codes in families
        for number, verdict in codes.items()
        if verdict in told and not knows(read_refusal(family, number).code)
    ]
    assert missing == []
