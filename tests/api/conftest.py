from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from api.people import ADDRESS, TRI
from factories import make_unit, person, publish_people
from tracuu.units.models import Unit

LookUp = Callable[..., HttpResponse]


@pytest.fixture
def unit(db: None, tmp_path: Path) -> Unit:
    """A unit whose list has one Trí alone of his kind, two Mai alike, and one Bảo of 1988."""
    unit = make_unit()
    publish_people(
        unit,
        tmp_path,
        person("Nguyễn Hữu Trí", "17/05/1991", receipt="HS-00012", phone="0901234567",
               id_number="079091001234", status="Đã về đơn vị", box="A12",
               collected="01/11/2021"),
        person("Lê Thị Mai", "05/06/1980", receipt="HS-00013", status="Đã về đơn vị"),
        person("Lê Thị Mai", "05/06/1980", receipt="HS-00014", status="Đã về đơn vị"),
        person("Phạm Gia Bảo", "1988", receipt="HS-00015", status="Đã về đơn vị"),
    )  # fmt: skip
    return unit


@pytest.fixture
def ask(client: Client) -> LookUp:
    """Ask the API as a program would; fields of Trí unless told otherwise."""

    def look_up(language: str = "vi", address: str = ADDRESS, **fields: Any) -> HttpResponse:
        return client.post(
            address,
            TRI | fields,
            content_type="application/json",
            headers={"accept-language": language},
        )

    return look_up
