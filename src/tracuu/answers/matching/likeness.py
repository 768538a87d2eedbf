"""Which questions are alike, by the letters and words they share. Imports scikit-learn."""

from collections.abc import Sequence

import numpy as np
from sklearn.cluster import AgglomerativeClustering
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion

# The mean distance (1 less the cosine) up to which two groups are one.
_APART = 0.72


def group_alike(texts: Sequence[str]) -> list[list[int]]:
    """The places of texts in the one way of writing, those that are alike together."""
    if len(texts) < 2:  # noqa: PLR2004 (nothing to compare)
        return [[at] for at in range(len(texts))]
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    words = TfidfVectorizer(
        ngram_range=(1, 2), tokenizer=str.split, token_pattern=None, sublinear_tf=True
    )
    features = FeatureUnion([("letters", letters), ("words", words)]).fit_transform(list(texts))
    # Both halves have length one, so the whole has two.
    distances = np.clip(1 - np.asarray((features @ features.T).todense()) / 2, 0, 1)
    np.fill_diagonal(distances, 0)
    found = AgglomerativeClustering(
        n_clusters=None, metric="precomputed", linkage="average", distance_threshold=_APART
    ).fit_predict(distances)
    groups: dict[int, list[int]] = {}
    for at, group in enumerate(found):
        groups.setdefault(int(group), []).append(at)
    return list(groups.values())
