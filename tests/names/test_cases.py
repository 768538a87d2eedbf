import csv
import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

from tracuu.names.__main__ import judge

TODAY = dt.date(2026, 11, 24)
CASES = Path(__file__).with_name("cases-dev.csv")


def cases():
    with CASES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("case", [c for c in cases() if c["should_match"] != "yes"])
def test_never_shows_a_record_that_needs_a_question(case):
    assert judge(case, TODAY) != "yes", case["why"]


@pytest.mark.parametrize(("expected", "least"), [("yes", 0.97), ("ask", 0.90), ("no", 0.97)])
def test_enough_cases_come_out_right(expected, least):
    found = Counter(
        judge(case, TODAY) == expected for case in cases() if case["should_match"] == expected
    )
    assert found[True] / found.total() >= least
