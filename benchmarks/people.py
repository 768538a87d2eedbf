"""Who stands on the lists of the benchmarks: invented people, the same for the same seed."""

import datetime
import random
import zlib
from collections.abc import Iterator
from dataclasses import replace

from benchmarks.noise import record_text
from tracuu.cards.identity import Identity
from tracuu.demo.people import People, Person
from tracuu.names import parse_birth_date, parse_name

TODAY = datetime.date(2026, 11, 24)
_WARDS = ("Hiệp Tân", "Hòa Thạnh", "Phú Thạnh", "Phú Trung", "Sơn Kỳ", "Tân Quý", "Tây Thạnh")


def people(seed: int, count: int) -> Iterator[Person]:
    """Draw `count` people."""
    drawn = People(seed)
    return (drawn.draw() for _ in range(count))


def last4(seed: int, number: int) -> str:
    """The last four digits of the ID number of person `number`; needs no list to be found again."""
    return f"{zlib.crc32(b'%d|%d' % (seed, number)) % 10_000:04d}"


def clean_records(seed: int, count: int) -> Iterator[Identity]:
    """Records as a careful officer writes them."""
    for number, person in enumerate(people(seed, count)):
        yield _identity(person, seed, number)


def noisy_records(seed: int, count: int) -> Iterator[Identity]:
    """Records as real lists have them (`benchmarks.noise`), read as an import reads them."""
    rng = random.Random(f"records {seed}")
    for number, person in enumerate(people(seed, count)):
        name, date = record_text(person, rng)
        read = parse_birth_date(date, today=TODAY)
        yield replace(
            _identity(person, seed, number),
            full_name=parse_name(name).text,
            birth_date=read.isoformat(),
        )


def _identity(person: Person, seed: int, number: int) -> Identity:
    return Identity(
        full_name=person.full_name,
        birth_date=person.birth_date.isoformat(),
        sex=person.sex,
        receipt=f"HS-{seed}-{number:07d}",
        id_last4=last4(seed, number),
        ward=_WARDS[number % len(_WARDS)],
        collected_on="2021-11-15",
    )
