"""Fixtures for every test. What they stand on is made in `ground.py`, before Django's settings load."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tracuu.core import limits
from tracuu.core.crypto import forget_loaded_keys
from tracuu.core.keys import create_keys


@pytest.fixture(autouse=True)
def fresh_limits() -> Iterator[None]:
    """No test meets the limits that another one used up."""
    limits.forget_all()
    yield
    limits.forget_all()


@pytest.fixture
def own_keys(tmp_path: Path, settings) -> Path:
    """A folder of keys that this test may rotate or break."""
    directory = tmp_path / "keys"
    create_keys(directory, is_demo=True)
    settings.KEYS_DIR = directory
    forget_loaded_keys()
    return directory
