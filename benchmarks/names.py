"""Throughput of tracuu.names: `python -m benchmarks.names`.

People are invented: the commonest family, middle and given names with their rough weights, and
dates even over a century. The median of several runs is printed, in thousands a second.
"""

import datetime as dt
import random
import statistics
import time
import unicodedata
from collections.abc import Callable, Sequence
from typing import TypeVar

from tracuu.names import (
    BirthDate,
    PersonName,
    clean_name,
    compare,
    parse_birth_date,
    parse_name,
    person_key,
    query_keys,
    record_keys,
)
from tracuu.names.legacy import Encoding, detect, repair

PEOPLE = 5_000
RUNS = 5
TODAY = dt.date(2026, 11, 24)

FAMILY = {"Nguyễn": 38, "Trần": 12, "Lê": 10, "Phạm": 7, "Phan": 5, "Hoàng": 4, "Vũ": 3, "Đặng": 2}
MIDDLE = {"Thị": 40, "Văn": 25, "Đức": 6, "Ngọc": 6, "Minh": 6, "Thị Thu": 5, "Xuân": 4, "Hữu": 3}
GIVEN = {
    "Anh": 7, "Trang": 5, "Linh": 5, "Hương": 4, "Tuấn": 4, "Sơn": 4, "Dũng": 4, "Hùng": 3,
    "Thảo": 3, "Hà": 3, "Huy": 2, "Phước": 2, "Yến": 2, "Quý": 1, "Tỵ": 1, "Khánh": 2,
}  # fmt: skip

Item = TypeVar("Item")
Row = tuple[PersonName, BirthDate]


def drawn(weights: dict[str, int], source: random.Random) -> str:
    return source.choices(list(weights), list(weights.values()))[0]


def invented_people(count: int) -> list[tuple[str, str]]:
    source = random.Random(2026)
    first = dt.date(1930, 1, 1)
    people = []
    for _ in range(count):
        name = " ".join(drawn(words, source) for words in (FAMILY, MIDDLE, GIVEN))
        born = first + dt.timedelta(days=source.randrange(33_000))
        people.append((name, born.strftime("%d/%m/%Y")))
    return people


def measured(what: str, operation: Callable[[Item], object], items: Sequence[Item]) -> None:
    seconds = []
    for _ in range(RUNS):
        start = time.perf_counter()
        for item in items:
            operation(item)
        seconds.append(time.perf_counter() - start)
    each = statistics.median(seconds) / len(items)
    print(f"{what:<44} {each * 1e6:8.2f} µs   {1 / each / 1000:8.0f} k/s")


def main() -> None:
    people = invented_people(PEOPLE)
    texts = [name for name, _ in people]
    names = [parse_name(text) for text in texts]
    births = [parse_birth_date(text, today=TODAY) for _, text in people]
    bare = [parse_name(" ".join(name.folded)) for name in names]
    rows = list(zip(names, births, strict=True))
    others = rows[1:] + rows[:1]

    measured("clean_name", clean_name, texts)
    measured("parse_name, marked", parse_name, texts)
    measured("parse_name, NFD", parse_name, [unicodedata.normalize("NFD", text) for text in texts])
    measured("parse_name, row number and NBSP", parse_name, [f"7. {text}\xa0" for text in texts])
    measured("parse_name, unknown words", parse_name, [f"Samuel {text}" for text in texts])
    measured("parse_birth_date, dd/mm/yyyy", read_date, [text for _, text in people])
    measured("parse_birth_date, in words", read_date, [in_words(text) for _, text in people])
    measured("compare, same person", judge, list(zip(rows, rows, strict=True)))
    unmarked = list(zip(bare, births, strict=True))
    measured("compare, query without marks", judge, list(zip(unmarked, rows, strict=True)))
    same_date = [(row, (other[0], row[1])) for row, other in zip(rows, others, strict=True)]
    measured("compare, other name, same date", judge, same_date)
    measured("compare, other person", judge, list(zip(rows, others, strict=True)))
    measured("record_keys", lambda row: record_keys(*row), rows)
    measured("query_keys", lambda row: query_keys(*row), rows)
    measured("person_key", lambda row: person_key(*row), rows)
    measured("legacy.repair, Unicode cell", lambda text: repair(text, Encoding.TCVN3), texts)
    measured(
        "legacy.detect, a column of 1,000", detect, [texts[at : at + 1000] for at in (0, 1000)]
    )
    keys = sum(len(record_keys(*row)) for row in rows) / len(rows)
    print(f"{'rows of keys for one record':<44} {keys:8.2f}")


def read_date(text: str) -> object:
    return parse_birth_date(text, today=TODAY)


def in_words(text: str) -> str:
    day, month, year = text.split("/")
    return f"ngày {day} tháng {month} năm {year}"


def judge(pair: tuple[Row, Row]) -> object:
    query, record = pair
    return compare(*query, *record)


if __name__ == "__main__":
    main()
