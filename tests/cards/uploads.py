"""An officer's way through the console's operations: upload, wait for the worker, look."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from factories import AS_OF, HEADER, write_list
from tracuu.audit.operations import Actor
from tracuu.cards.lists.receiving import receive_upload
from tracuu.cards.lists.releasing import publish_reviewed
from tracuu.cards.lists.reviewing import read_upload
from tracuu.cards.lookup import Caller
from tracuu.cards.models import CardList
from tracuu.cards.operations import look_up
from tracuu.units.models import Unit

AN = Actor(officer_id=1, origin="192.0.2.1")
BINH = Actor(officer_id=2, origin="192.0.2.2")
CHIEF = Actor(officer_id=3, origin="192.0.2.3")


def receive(unit: Unit, path: Path, *, actor: Actor = AN, **facts: Any) -> CardList:
    facts.setdefault("as_of", AS_OF)
    content = path.read_bytes()
    return receive_upload(
        unit=unit, file_name=path.name, blocks=[content[:100], content[100:]], actor=actor, **facts
    )


def review(
    unit: Unit,
    folder: Path,
    *people: Sequence[str],
    name: str = "list.xlsx",
    header: Sequence[str] = HEADER,
    **facts: Any,
) -> CardList:
    """Upload these rows and let the worker read them."""
    card_list = receive(unit, write_list(folder / name, people, header), **facts)
    assert read_upload(card_list.pk)
    card_list.refresh_from_db()
    return card_list


def publish_rows(unit: Unit, folder: Path, *people: Sequence[str], **facts: Any) -> CardList:
    card_list = review(unit, folder, *people, **facts)
    publish_reviewed(card_list=card_list, actor=AN)
    return card_list


def stage_of(unit: Unit, name: str, born: str) -> Any:
    answer = look_up(
        unit=unit, full_name=name, birth_date=born, proof=None, caller=Caller(address="192.0.2.9")
    )
    return answer.stage


def fillers(amount: int, first: int = 0) -> list[tuple[str, ...]]:
    """People whom nobody is alike."""
    family = ["Bùi", "Cao", "Đinh", "Hà", "Kiều", "Mạc", "Ngô", "Ông", "Phùng", "Quách"]
    given = ["An", "Bảo", "Chi", "Dung", "Giang", "Hậu", "Khôi", "Lâm", "Nga", "Sương"]
    rows = []
    for number in range(first, first + amount):
        name = f"{family[number % 10]} Thị {given[number // 10 % 10]}"
        born = f"{number % 28 + 1:02}/{number // 28 % 12 + 1:02}/{1950 + number % 40}"
        rows.append((name, born, "", f"F-{number}", "", "", "Đã về đơn vị", "", "", ""))
    return rows
