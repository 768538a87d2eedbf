"""The masked notice: nobody on it stands alone, nobody's name is anywhere."""

import datetime
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cards.uploads import AN, publish_rows

from factories import make_unit, person
from tracuu.audit.models import Event
from tracuu.cards.ageing import notices
from tracuu.cards.ageing.notices import (
    FEWEST,
    Content,
    Line,
    Masked,
    arrange,
    find_notice,
    has_notice,
    make_notice,
    take_notice_down,
)
from tracuu.cards.ageing.wording import ShownNotice
from tracuu.cards.errors import LettersNotPrinted
from tracuu.core import clock

TODAY = datetime.date(2022, 1, 1)
LAN = Masked("N.T.L.", 1962, "2021-4")


def test_who_shares_initials_and_year_is_shown_with_the_quarter():
    people = [LAN, LAN, Masked("N.T.L.", 1962, "2021-3")]
    assert arrange(people, TODAY).lines == [
        Line("N.T.L.", 1962, 1962, "2021-3", 1),
        Line("N.T.L.", 1962, 1962, "2021-4", 2),
    ]


def test_who_does_not_is_shown_more_coarsely_or_only_counted():
    alike = [Masked("T.V.B.", 1960, "2021-1"), Masked("L.B.", 1969, "2021-2"),
             Masked("P.X.B.", 1965, "2021-4")]  # fmt: skip
    alone = Masked("Đ.Q.X.", 1931, "2021-4")
    assert arrange([*alike, alone], TODAY) == Content([Line("…B.", 1960, 1969, "", 3)], others=1)


def test_children_are_on_no_board():
    assert arrange([Masked("N.T.L.", 2010, "2021-4")] * 5, TODAY) == Content([], others=5)


def test_a_long_notice_becomes_coarser(monkeypatch):
    monkeypatch.setattr(notices, "MOST_LINES", 2)
    people = [Masked(f"N.{letter}.A.", 1970, "2021-4") for letter in "BCD" for _ in range(3)]
    assert arrange(people, TODAY) == Content([Line("…A.", 1970, 1979, "", 9)], others=0)


_PEOPLE = st.lists(
    st.builds(
        Masked,
        st.sampled_from(["N.T.L.", "N.V.L.", "T.T.H.", "L.H.", "Đ.X."]),
        st.integers(1940, 2006),
        st.sampled_from(["2021-1", "2021-2"]),
    ),
    max_size=60,
)


@given(_PEOPLE)
def test_nobody_stands_alone_and_nobody_is_lost(people):
    content = arrange(people, TODAY)
    assert sum(line.cards for line in content.lines) + content.others == len(people)
    shared = Counter()
    for line in content.lines:
        shared[line.initials, line.first_year] += line.cards
    assert all(cards >= FEWEST for cards in shared.values())


@pytest.mark.django_db
def test_a_notice_is_made_of_the_cards_that_lie_long_and_taken_down(tmp_path):
    unit = make_unit()
    rows = [person(name, "17/05/1962", receipt=f"HS-{at}") for at, name in
            enumerate(["Nguyễn Thị Lan", "Ngô Thu Liên", "Nông Thị Loan", "Trần Văn Độc"])]  # fmt: skip
    publish_rows(unit, tmp_path, *rows, as_of=clock.today() - datetime.timedelta(days=46))
    recent = person("Lê Thị Mới", "17/05/1962")
    publish_rows(
        unit, tmp_path, recent, as_of=clock.today() - datetime.timedelta(days=45), name="2.xlsx"
    )
    assert not has_notice(unit)

    notice = make_notice(unit=unit, actor=AN)

    assert (notice.cards, notice.content["others"]) == (4, 1)
    assert [line[0] for line in notice.content["lines"]] == ["N.T.L."]
    shown = ShownNotice.of(find_notice(unit))
    assert shown.groups[0][1][0].cards == 3
    assert shown.groups[0][1][0].came.startswith("quý ")
    told = f"{notice.content} {Event.objects.get(action='notice_made').facts}"
    for name in ("Nguyễn", "Lan", "Độc", "17/05"):
        assert name not in told
    take_notice_down(unit=unit, actor=AN)
    assert find_notice(unit) is None


@pytest.mark.django_db
def test_without_such_cards_there_is_no_notice():
    unit = make_unit()
    with pytest.raises(LettersNotPrinted):
        make_notice(unit=unit, actor=AN)
    assert not has_notice(unit)
