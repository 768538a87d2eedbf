import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracuu.core import crypto
from tracuu.core.crypto import BlindIndex, SealBroken, Sealer
from tracuu.core.keys import INDEX, SEALING, KeyRing, load_ring, write_ring

HERE, ELSEWHERE = b"application|1|7", b"application|2|7"
RING = KeyRing(active=1, keys={1: b"k" * 32}, is_demo=True)
TWO = KeyRing(active=2, keys={1: b"k" * 32, 2: b"n" * 32}, is_demo=True)


@given(plain=st.binary(max_size=300), context=st.binary(max_size=30))
def test_what_was_sealed_opens_in_its_place(plain, context):
    sealer = Sealer(RING)
    sealed = sealer.seal(plain, context)
    assert sealer.open(sealed, context) == plain
    assert len(sealed) == len(plain) + 32


def test_the_same_twice_looks_different():
    sealer = Sealer(RING)
    assert sealer.seal(b"x", HERE) != sealer.seal(b"x", HERE)


def test_a_value_moved_to_another_row_does_not_open():
    sealer = Sealer(RING)
    with pytest.raises(SealBroken):
        sealer.open(sealer.seal("Trí".encode(), HERE), ELSEWHERE)


def test_no_altered_bit_goes_unseen():
    sealer = Sealer(RING)
    sealed = sealer.seal("Trí".encode(), HERE)
    for position in range(len(sealed)):
        altered = bytearray(sealed)
        altered[position] ^= 1
        with pytest.raises(SealBroken):
            sealer.open(bytes(altered), HERE)


@pytest.mark.parametrize("length", [0, 3, 4, 15, 16, 31])
def test_a_value_cut_short_does_not_open(length):
    sealer = Sealer(RING)
    with pytest.raises(SealBroken):
        sealer.open(sealer.seal(b"x", HERE)[:length], HERE)


def test_a_value_under_a_key_that_is_gone_does_not_open():
    sealed = Sealer(TWO).seal(b"x", HERE)
    with pytest.raises(SealBroken) as told:
        Sealer(RING).open(sealed, HERE)
    assert "x" not in str(told.value).split()


def test_old_values_open_after_a_rotation_and_new_ones_use_the_new_key():
    old = Sealer(RING).seal(b"x", HERE)
    sealer = Sealer(TWO)
    assert sealer.open(old, HERE) == b"x"
    assert sealer.seal(b"x", HERE)[:4] == (2).to_bytes(4, "big")


def test_an_index_finds_equal_values_only_under_the_same_key():
    index = BlindIndex(TWO)
    assert index.digest("7|P|trí") == index.digest("7|P|trí", 2)
    assert index.digest("7|P|trí") != index.digest("8|P|trí")
    assert index.digest("7|P|trí", 1) == BlindIndex(RING).digest("7|P|trí")
    assert index.digest("7|P|trí", 1) != index.digest("7|P|trí", 2)
    assert index.key_ids == [2, 1]


@given(st.text())
def test_a_digest_fits_the_column_of_the_database(value):
    assert -(2**63) <= BlindIndex(RING).digest(value) < 2**63


def test_a_rotation_by_another_process_is_noticed(own_keys, monkeypatch):
    sealer, index = crypto.keys()
    assert crypto.keys() == (sealer, index)
    monkeypatch.setattr(crypto, "RELOAD_SECONDS", 0.0)
    assert crypto.keys() == (sealer, index)  # nothing changed, nothing is read

    write_ring(own_keys, SEALING, load_ring(own_keys, SEALING).with_new_key())
    write_ring(own_keys, INDEX, load_ring(own_keys, INDEX).with_new_key())

    later, later_index = crypto.keys()
    assert (later.active, later_index.active) == (2, 2)
    assert later.open(sealer.seal(b"x", HERE), HERE) == b"x"


def test_the_keys_are_never_printed(own_keys):
    key = load_ring(own_keys, SEALING).keys[1]
    sealer, index = crypto.keys()
    assert repr(key)[2:-1] not in f"{sealer!r} {index!r}"
