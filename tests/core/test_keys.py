import json
import os
import stat

import pytest

from tracuu.core import keys
from tracuu.core.keys import (
    SEALING,
    KeyFileError,
    create_keys,
    load_ring,
    load_secret,
    rotation_lock,
    write_ring,
)


def test_only_their_owner_can_read_them(tmp_path):
    directory = tmp_path / "keys"
    assert create_keys(directory, is_demo=False)

    assert stat.S_IMODE(directory.stat().st_mode) == 0o700
    files = sorted(directory.iterdir())
    assert [file.name for file in files] == [
        "audit.json",
        "django.json",
        "index.json",
        "push.json",
        "sealing.json",
    ]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_every_key_is_its_own(tmp_path):
    create_keys(tmp_path / "a", is_demo=False)
    create_keys(tmp_path / "b", is_demo=False)
    found = [
        load_ring(tmp_path / place, name).keys[1]
        for place in "ab"
        for name in ("sealing", "index", "django", "audit")
    ]
    assert len(set(found)) == 8
    assert {len(key) for key in found} == {32}


def test_what_exists_is_never_overwritten(tmp_path):
    create_keys(tmp_path, is_demo=False)
    (tmp_path / "index.json").unlink()
    before = (tmp_path / "sealing.json").read_bytes()

    assert create_keys(tmp_path, is_demo=True)

    assert (tmp_path / "sealing.json").read_bytes() == before
    assert not create_keys(tmp_path, is_demo=True)


@pytest.mark.parametrize("broken", ["fsync", "dump", "replace"])
def test_a_failure_at_any_step_leaves_the_old_file_and_no_rubbish(tmp_path, monkeypatch, broken):
    create_keys(tmp_path, is_demo=False)
    before = (tmp_path / "sealing.json").read_bytes()
    names = sorted(file.name for file in tmp_path.iterdir())
    ring = load_ring(tmp_path, SEALING).with_new_key()

    def fail(*_args, **_kwargs):
        raise OSError("the disk is full")

    owner = {"fsync": os, "dump": json, "replace": keys.Path}[broken]
    monkeypatch.setattr(owner, broken, fail)
    with pytest.raises(OSError, match="full"):
        write_ring(tmp_path, SEALING, ring)

    assert (tmp_path / "sealing.json").read_bytes() == before
    assert sorted(file.name for file in tmp_path.iterdir()) == names


def test_a_rotation_adds_a_key_and_later_drops_the_old(tmp_path):
    create_keys(tmp_path, is_demo=False)
    ring = load_ring(tmp_path, SEALING)
    write_ring(tmp_path, SEALING, ring.with_new_key())

    both = load_ring(tmp_path, SEALING)
    assert (both.active, sorted(both.keys)) == (2, [1, 2])
    assert both.keys[1] == ring.keys[1]
    assert sorted(both.without_retired().keys) == [2]


def test_one_rotation_at_a_time(tmp_path):
    with (
        rotation_lock(tmp_path),
        pytest.raises(KeyFileError, match="Another"),
        rotation_lock(tmp_path),
    ):
        pass
    with rotation_lock(tmp_path):
        pass


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"demo": false, "active": 1, "keys": {"1": "c2hvcnQ="}}',
        '{"demo": false, "active": 2, "keys": {"1": "%s"}}' % ("QUFB" * 10 + "QUE="),
        '{"demo": false, "active": "x", "keys": {}}',
        "khoá",
    ],
)
def test_a_damaged_file_is_told_with_what_to_do(tmp_path, content):
    (tmp_path / "sealing.json").write_text(content)
    with pytest.raises(KeyFileError, match="Restore it from your backup"):
        load_ring(tmp_path, SEALING)


def test_missing_keys_are_told_with_what_to_do(tmp_path):
    with pytest.raises(KeyFileError, match="tracuu init"):
        load_ring(tmp_path, SEALING)


@pytest.mark.parametrize("demo_file", ["sealing", "index", "django", "audit"])
def test_production_refuses_a_demonstration_key_of_any_purpose(tmp_path, demo_file):
    create_keys(tmp_path, is_demo=False)
    assert load_secret(tmp_path, refuse_demo=True)
    (tmp_path / f"{demo_file}.json").unlink()
    create_keys(tmp_path, is_demo=True)

    with pytest.raises(KeyFileError, match="demonstration"):
        load_secret(tmp_path, refuse_demo=True)
    assert load_secret(tmp_path, refuse_demo=False)
