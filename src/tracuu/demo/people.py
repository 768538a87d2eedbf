"""Invented people, drawn so that names and dates collide about as often as in real life.

The weights (`names-data.json`) are aggregate counts; their sources stand inside. Nobody real is in it.
"""

import datetime
import itertools
import json
import random
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

_SMOOTHING = 25.0


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who does not exist. `sex` is "Nam" or "Nữ"."""

    full_name: str
    birth_date: datetime.date
    sex: str


class _Wheel:
    """A weighted choice in logarithmic time."""

    def __init__(self, pairs: Sequence[Sequence[Any]]) -> None:
        self._values = [value for value, _ in pairs]
        self._sums = list(itertools.accumulate(float(weight) for _, weight in pairs))

    def draw(self, rng: random.Random) -> Any:
        return self._values[
            bisect(self._sums, rng.random() * self._sums[-1], hi=len(self._sums) - 1)
        ]

    @property
    def total(self) -> float:
        return self._sums[-1]


class _Given:
    """A given name after a middle name: the pair's count, smoothed with the share of the name."""

    def __init__(self, given: Sequence[Any], after: dict[str, Sequence[Any]]) -> None:
        self._all = _Wheel(given)
        self._after = {middle: _Wheel(pairs) for middle, pairs in after.items()}

    def draw(self, middle: str, rng: random.Random) -> str:
        wheel = self._after.get(middle)
        if wheel and rng.random() < wheel.total / (wheel.total + _SMOOTHING):
            return str(wheel.draw(rng))
        return str(self._all.draw(rng))


@lru_cache(maxsize=1)
def names_data() -> dict[str, Any]:
    """The weights, as they are stored."""
    text = resources.files("tracuu.demo").joinpath("names-data.json").read_text(encoding="utf-8")
    data: dict[str, Any] = json.loads(text)
    return data


class People:
    """Draws people; the same seed draws the same people."""

    def __init__(self, seed: int, *, minority_share: float = 0.035) -> None:
        data = names_data()
        self._rng = random.Random(seed)
        self._minority_share = minority_share
        self._ethnic = data["ethnic"]
        self._family = _Wheel(data["surnames_national"])
        self._cohorts = _Wheel([(cohort, cohort["pop"]) for cohort in data["cohorts"]])
        self._sexes = {sex: data[sex] for sex in ("m", "f")}
        self._given = {
            sex: _Given(part["given"], part["given_after"]) for sex, part in self._sexes.items()
        }
        self._middle = {
            (sex, kind): _Wheel([pair for pair in part[kind] if pair[0] not in {"Thị", "Văn"}])
            for sex, part in self._sexes.items()
            for kind in ("mid_3", "mid1_4")
        }
        self._second = {
            "Thị": _Wheel(data["f"]["mid2_after_Thi"]),
            "f": _Wheel(data["f"]["mid2_other"]),
            "m": _Wheel(data["m"]["mid2_other"]),
        }

    def draw(self) -> Person:
        rng = self._rng
        cohort = self._cohorts.draw(rng)
        sex = rng.choice("mf")
        date = self._date(cohort)
        if rng.random() < self._minority_share:
            name = self._minority_name(sex)
        else:
            name = self._name(cohort, sex)
        return Person(name, date, "Nam" if sex == "m" else "Nữ")

    def _date(self, cohort: dict[str, Any]) -> datetime.date:
        rng = self._rng
        year = rng.randint(cohort["from"], cohort["to"])
        if rng.random() < cohort["d0101"]:
            return datetime.date(year, 1, 1)
        first = datetime.date(year, 1, 1).toordinal()
        return datetime.date.fromordinal(
            rng.randrange(first, datetime.date(year + 1, 1, 1).toordinal())
        )

    def _name(self, cohort: dict[str, Any], sex: str) -> str:
        rng = self._rng
        family = self._family.draw(rng)
        if rng.random() < 0.005:  # noqa: PLR2004 (about one name in 200 has no middle name)
            return f"{family} {self._given[sex].draw('', rng)}"
        has_three = rng.random() < cohort["f3" if sex == "f" else "m3"]
        middle = self._first_middle(cohort, sex, has_three=has_three)
        if has_three:
            return f"{family} {middle} {self._given[sex].draw(middle, rng)}"
        second = self._second["Thị" if middle == "Thị" else sex].draw(rng)
        return f"{family} {middle} {second} {self._given[sex].draw(second, rng)}"

    def _first_middle(self, cohort: dict[str, Any], sex: str, *, has_three: bool) -> str:
        common, share = ("Văn", cohort["van3"] if has_three else 0.04)
        if sex == "f":
            common, share = ("Thị", cohort["thi3" if has_three else "thi4"])
        if self._rng.random() < share:
            return str(common)
        return str(self._middle[sex, "mid_3" if has_three else "mid1_4"].draw(self._rng))

    def _minority_name(self, sex: str) -> str:
        rng = self._rng
        group = self._ethnic[rng.choice(sorted(self._ethnic))]
        pattern = group.get("pattern") or group[f"pattern_{sex}"]
        given = group.get("given") or group[f"given_{sex}"]
        return str(
            pattern.format(given=rng.choice(given), clan=rng.choice(group.get("clan", [""])))
        )
