"""The shared strings of a workbook: read as far as somebody asks, right in whatever order."""

import random

import pytest

from tracuu.cards.lists.reading.errors import ListNotReadable
from tracuu.cards.lists.reading.xlsx.strings import SharedStrings


def test_they_are_read_as_far_as_somebody_asks():
    read = []

    def batches():
        for batch in range(10):
            read.append(batch)
            yield [f"{batch}-{place}" for place in range(100)]

    strings = SharedStrings(batches())
    assert strings[5] == "0-5"
    assert read == [0]
    assert strings[440] == "4-40"
    assert read == [0, 1, 2, 3, 4]
    assert strings[999] == "9-99"
    for number in (1000, -1):
        with pytest.raises(ListNotReadable):
            strings[number]


def test_so_many_that_they_go_to_the_disk_are_found_in_any_order():
    letters = "ặ" * 60
    strings = SharedStrings(
        [f"{n}{letters}" for n in range(at, at + 700)] for at in range(0, 35_000, 700)
    )
    for number in random.Random(1).sample(range(35_000), 3000):
        assert strings[number] == f"{number}{letters}"
    strings.close()
