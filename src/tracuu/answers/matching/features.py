"""What a classifier sees of a question: letters, words, the concepts it speaks of, words as typed."""

import re
import unicodedata
from itertools import combinations, pairwise

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion

from tracuu.answers.matching.concepts import concepts_in
from tracuu.answers.matching.spelling import MOST_LETTERS, normalise

_NEAR = 3  # words that stand at most this far apart make a pair
LETTERS, WORDS, CONCEPTS, MARKED = "letters", "words", "concepts", "marked"
# How much the length of each kind counts: words and letters are the question, the others hints.
_WEIGHTS = {LETTERS: 1.0, WORDS: 1.0, CONCEPTS: 0.5, MARKED: 0.5}
_WORD = re.compile(r"[^\W_]+")


def words_and_pairs(text: str) -> list[str]:
    """Words, and pairs of words that stand near each other."""
    words = normalise(text).split()
    near = [
        f"{word}_{other}"
        for at, word in enumerate(words)
        for other in words[at + 1 : at + 1 + _NEAR]
    ]
    return [*words, *near, *(f"{one} {two}" for one, two in pairwise(words))]


def concepts_and_pairs(text: str) -> list[str]:
    """What a question speaks of, and which two things together."""
    found = sorted(concepts_in(normalise(text)))
    return [*found, *(f"{one}{other}" for one, other in combinations(found, 2))]


def marked_words_and_pairs(text: str) -> list[str]:
    """The words as they were typed: who types marks tells "hẹn" from "hạn" and "thu" from "thủ"."""
    words = _WORD.findall(unicodedata.normalize("NFC", text[:MOST_LETTERS]).lower())
    return [*words, *(f"{one} {two}" for one, two in pairwise(words))]


def new_features() -> FeatureUnion:
    """The features before they have learnt which are rare."""
    letters = TfidfVectorizer(
        analyzer="char_wb",
        ngram_range=(2, 5),
        sublinear_tf=True,
        preprocessor=normalise,
        dtype=np.float32,
    )
    words = TfidfVectorizer(analyzer=words_and_pairs, sublinear_tf=True, dtype=np.float32)
    concepts = TfidfVectorizer(analyzer=concepts_and_pairs, sublinear_tf=True, dtype=np.float32)
    marked = TfidfVectorizer(analyzer=marked_words_and_pairs, sublinear_tf=True, dtype=np.float32)
    return FeatureUnion(
        [(LETTERS, letters), (WORDS, words), (CONCEPTS, concepts), (MARKED, marked)],
        transformer_weights=_WEIGHTS,
    )
