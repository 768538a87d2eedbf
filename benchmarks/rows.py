"""The rows of many applications, made by the functions that an import uses, in several processes.

Each process writes files that a loader can pour into either database, so that ten million people
are sealed and hashed once.
"""

import marshal
from array import array
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from benchmarks.people import clean_records, noisy_records
from tracuu.cards.identity import Identity, block_hashes, person_hash, receipt_hash, seal_identity
from tracuu.core.crypto import BlindIndex, Sealer
from tracuu.core.keys import INDEX, SEALING, load_ring
from tracuu.names import BirthDate, parse_name, person_key, record_keys

SOURCES: dict[str, Callable[[int, int], Iterator[Identity]]] = {
    "clean": clean_records,
    "noisy": noisy_records,
}
BUCKETS = 64
_CHUNK = 5000
_PROCESSES = 2
ApplicationRow = tuple[int, int, bytes, int, int | None, int, int]


@dataclass(frozen=True, slots=True)
class Share:
    """The people of one unit: `count` of them, drawn from `seed`, with ids from `first_id` on."""

    unit_id: int
    seed: int
    first_id: int
    count: int


@dataclass(frozen=True, slots=True)
class Task:
    """What one process writes: some shares, into files with its number in their names."""

    number: int
    keys: Path
    folder: Path
    source: str
    shares: tuple[Share, ...]


def write_all(keys: Path, folder: Path, source: str, shares: list[Share]) -> None:
    """Write the rows of all shares into the folder, with both cores."""
    folder.mkdir(parents=True, exist_ok=True)
    tasks = [
        Task(number, keys, folder, source, tuple(shares[number::_PROCESSES]))
        for number in range(_PROCESSES)
    ]
    with ProcessPoolExecutor(_PROCESSES, mp_context=get_context("spawn")) as pool:
        list(pool.map(write_rows, tasks))


def split(unit_id: int, seed: int, first_id: int, count: int) -> list[Share]:
    """One unit as shares of equal size, so that both processes have work; each has its own seed."""
    half = count // _PROCESSES
    return [
        Share(unit_id, seed * 10 + part, first_id + part * half, half) for part in range(_PROCESSES)
    ]


def write_rows(task: Task) -> None:
    """One process's part: applications in chunks, block keys parted by their first bits."""
    sealer = Sealer(load_ring(task.keys, SEALING))
    index = BlindIndex(load_ring(task.keys, INDEX))
    hashes = [array("q") for _ in range(BUCKETS)]
    owners = [array("q") for _ in range(BUCKETS)]
    with (task.folder / f"applications-{task.number}").open("wb") as file:
        chunk: list[ApplicationRow] = []
        for row, found in _made(task, sealer, index):
            chunk.append(row)
            for value in found:
                bucket = (value + 2**63) >> 58
                hashes[bucket].append(value)
                owners[bucket].append(row[0])
            if len(chunk) == _CHUNK:
                marshal.dump(chunk, file)
                chunk = []
        marshal.dump(chunk, file)
        marshal.dump([], file)
    for bucket in range(BUCKETS):
        with (task.folder / f"keys-{bucket:02d}-{task.number}").open("wb") as file:
            hashes[bucket].tofile(file)
            owners[bucket].tofile(file)


def _made(
    task: Task, sealer: Sealer, index: BlindIndex
) -> Iterator[tuple[ApplicationRow, set[int]]]:
    for share in task.shares:
        unit_id = share.unit_id
        identities = SOURCES[task.source](share.seed, share.count)
        for application_id, identity in enumerate(identities, start=share.first_id):
            name = parse_name(identity.full_name)
            date = BirthDate.fromisoformat(identity.birth_date)
            row = (
                application_id,
                unit_id,
                seal_identity(sealer, identity, application_id=application_id, unit_id=unit_id),
                person_hash(index, unit_id, person_key(name, date)),
                receipt_hash(index, unit_id, identity.receipt),
                index.active,
                sealer.active,
            )
            yield row, block_hashes(index, unit_id, record_keys(name, date))


def read_applications(folder: Path) -> Iterator[list[ApplicationRow]]:
    """The application rows, chunk by chunk."""
    for path in sorted(folder.glob("applications-*")):
        with path.open("rb") as file:
            while chunk := marshal.load(file):
                yield chunk


def read_keys(folder: Path) -> Iterator[list[tuple[int, int]]]:
    """The block keys (hash, application id), a bucket at a time, sorted throughout."""
    for bucket in range(BUCKETS):
        pairs: list[tuple[int, int]] = []
        for path in sorted(folder.glob(f"keys-{bucket:02d}-*")):
            pairs.extend(_pairs(path))
        pairs.sort()
        yield pairs


def _pairs(path: Path) -> Iterable[tuple[int, int]]:
    numbers = array("q")
    size = path.stat().st_size // numbers.itemsize
    with path.open("rb") as file:
        numbers.fromfile(file, size)
    return zip(numbers[: size // 2], numbers[size // 2 :], strict=True)
