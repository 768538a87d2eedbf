"""An emulator of one's own, an OA that granted the app, and a webhook that listens."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from emulated_zalo import CALLBACK, Receiver, Zalo, emulated
from zalo_emulator.world import APP_ID


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Zalo]:
    """Nobody has granted anything yet."""
    with emulated(tmp_path / "zalo.sqlite3") as zalo:
        zalo.control(f"apps/{APP_ID}", {"callback_url": CALLBACK})
        yield zalo


@pytest.fixture
def zalo(fresh: Zalo) -> Zalo:
    """Tân Phú has granted the app, and Trí has just written to Tân Phú."""
    fresh.grant()
    fresh.act("text", text="Chào")
    return fresh


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.close()


@pytest.fixture
def heard(zalo: Zalo, receiver: Receiver) -> Receiver:
    """The app's webhook, connected."""
    zalo.switch(receipt_seconds=0.0)
    zalo.listen(receiver)
    return receiver
