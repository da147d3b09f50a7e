"""Character n-grams: what two spellings share. For Kazakh, which no bundled model knows.

Words that go with any use ("жасау", "ретінде") are left out before: without them, pairs grouped at
the shipped threshold are right in two cases of three, with them in two of five (docs/scoring).
"""

from collections.abc import Sequence

import numpy as np
from sklearn.feature_extraction.text import HashingVectorizer

from contest_app.scoring import lexicons
from contest_app.scoring.encoders import Float32Array

WIDTH = 4096
SIZES = (3, 4)  # letters; of those tried from 2-3 to 4-6, the best on Kazakh


class CharacterEncoder:
    """Encode by the n-grams within words, hashed into a fixed width: nothing is fitted."""

    name = "characters"
    version = f"{SIZES[0]}-{SIZES[1]}-{WIDTH}"

    def __init__(self) -> None:
        self._vectorizer = HashingVectorizer(
            analyzer="char_wb",
            ngram_range=SIZES,
            n_features=WIDTH,
            alternate_sign=False,
            dtype=np.float32,
        )

    def encode(self, texts: Sequence[str], language: str) -> Float32Array:
        """Return the (n, 4096) unit rows; a text without letters gets a row of its own kind."""
        if not texts:
            return np.empty((0, WIDTH), dtype=np.float32)
        bare = [_without_carriers(text, language) for text in texts]
        rows: Float32Array = self._vectorizer.transform(bare).toarray()
        rows[~rows.any(axis=1), 0] = 1.0  # a unit row even where nothing was found
        return rows


def _without_carriers(text: str, language: str) -> str:
    """Return the text without grammar and carriers, or as it is if nothing else is in it."""
    empty = lexicons.entries("function_words", language) | lexicons.entries("carriers", language)
    return " ".join(word for word in text.split() if word not in empty) or text
