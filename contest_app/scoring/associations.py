"""Divergent associations: how far apart in meaning the words are that a person calls as different as possible.

Source: Olson, J. A., Nahas, J., Chmoulevitch, D., Cropper, S. J., Webb, M. E. (2021). Naming unrelated words predicts
creativity. PNAS, 118(25). Theirs is the mean cosine distance, times 100, of the first seven valid words of ten, over
GloVe vectors; here it is over the profile's own encoder, so that values are not those of the published norms.
"""

import math
from collections.abc import Sequence

import numpy as np

from contest_app.scoring.encoders import Encoder, Float32Array
from contest_app.scoring.estimate import Estimate
from contest_app.scoring.gate.flags import Question
from contest_app.scoring.gate.mash import is_mash
from contest_app.scoring.text import normalise, same_stem

COUNTED = 7
"""Words that count, of those that are valid: the first ones, so that a slip or two costs nobody."""


def valid_words(given: Sequence[str], language: str) -> list[str]:
    """Return the words that may count, normalised, in the order given: single real words, each once in any form."""
    kept: list[str] = []
    for text in given:
        word = normalise(text)
        is_one = bool(word) and " " not in word and word.isalpha() and not is_mash(word, Question("", language))
        if is_one and not any(same_stem(word, other) for other in kept):
            kept.append(word)
    return kept


def association_distance(given: Sequence[str], language: str, encoder: Encoder) -> Estimate | None:
    """Return the mean distance of the first `COUNTED` valid words, 0 to 200, in hundredths of cosine distance.

    None where fewer are valid. The error is the jackknife's over words: n words are a sample of those that the person
    could have named.
    """
    words = valid_words(given, language)[:COUNTED]
    if len(words) < COUNTED:
        return None
    return mean_distance(encoder.encode(words, language))


def mean_distance(vectors: Float32Array) -> Estimate:
    """Return the mean cosine distance of all pairs of (n, d) unit rows, n ≥ 3, times 100, with its jackknife error.

    >>> mean_distance(np.eye(4, dtype=np.float32))
    Estimate(value=100.0, standard_error=0.0)
    """
    count = len(vectors)
    distances = 100.0 * (1.0 - np.asarray(vectors, dtype=np.float64) @ np.asarray(vectors, dtype=np.float64).T)
    np.fill_diagonal(distances, 0.0)
    total = distances.sum() / 2
    without = (total - distances.sum(axis=1)) / math.comb(count - 1, 2)
    error = math.sqrt((count - 1) / count * float(((without - without.mean()) ** 2).sum()))
    return Estimate(float(total / math.comb(count, 2)), error)
