"""Receipt codes: what is printed is read back however it is typed, and no slip of the pen passes."""

from hypothesis import given
from hypothesis import strategies as st

from tracuu.core.receipt_codes import (
    ALPHABET,
    LENGTH,
    _check_sign,
    grouped,
    is_mistyped_code,
    new_code,
    read_code,
)

BITS = 40
codes = st.text(alphabet=ALPHABET, min_size=LENGTH - 1, max_size=LENGTH - 1).map(
    lambda drawn: drawn + _check_sign(drawn)
)
# What a tired eye may have read for each sign.
SEEN_AS = {
    "0": "0OoQqDd",
    "1": "1IilL",
    "2": "2Zz",
    "5": "5Ss",
    "6": "6Gg",
    "8": "8Bb",
    "V": "VvUu",
}


@given(codes)
def test_a_code_reads_as_itself(code):
    assert read_code(code) == read_code(grouped(code)) == code


@given(codes, st.data())
def test_it_is_read_however_it_is_typed(code, data):
    typed = ""
    for sign in code:
        typed += data.draw(st.sampled_from(["", " ", "-", "–", ".", "_"]))
        typed += data.draw(st.sampled_from(SEEN_AS.get(sign, sign + sign.lower())))
    assert read_code(f" {typed}\n") == code


@given(codes, st.integers(0, LENGTH - 1), st.sampled_from(ALPHABET))
def test_every_single_wrong_sign_is_found(code, place, sign):
    wrong = code[:place] + sign + code[place + 1 :]
    if wrong == code:
        return
    assert read_code(wrong) is None
    assert is_mistyped_code(wrong)


@given(codes, st.integers(0, LENGTH - 1), st.integers(0, LENGTH - 1))
def test_every_two_signs_that_changed_places_are_found(code, one, other):
    signs = list(code)
    signs[one], signs[other] = signs[other], signs[one]
    wrong = "".join(signs)
    assert (read_code(wrong) is None) == (wrong != code)


@given(st.text(max_size=30))
def test_any_text_is_read_without_a_fault(text):
    code = read_code(text)
    assert code is None or (len(code) == LENGTH and set(code) <= set(ALPHABET))


def test_new_codes_are_random_enough_and_valid():
    assert len(ALPHABET) ** (LENGTH - 1) > 2**BITS
    drawn = {new_code() for _ in range(500)}
    assert len(drawn) == 500
    assert all(read_code(code) == code for code in drawn)


def test_no_keyboard_of_vietnamese_turns_a_scan_into_other_letters():
    """Telex and VNI act on vowels, on D and on W; without them every key stays what it is."""
    assert not set("AEIOUYDW") & set(ALPHABET)
    assert not set("ILOQSZGB") & set(ALPHABET)  # nor is there a letter that looks like a digit
