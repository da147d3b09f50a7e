"""Texts as the gate's weights know them: vectors of the multilingual encoder, Kazakh by its glosses."""

from collections.abc import Sequence
from functools import cache

import numpy as np

from contest_app.scoring.encoders import Encoder, Float32Array, load_encoder
from contest_app.scoring.kazakh.gloss import Glosser, View
from contest_app.scoring.kazakh.lexicon import bundled_lexicon
from contest_app.scoring.kazakh.reading import reader_over

VIEWS = (View("ru"), View("en"))
"""How Kazakh is told: whole, for who acts and what is denied say whether a text answers at all."""


class Senses:
    """Encode texts in the three languages into one space.

    Parameters
    ----------
    encoder
        The multilingual sentence encoder; the weights were fitted to it alone.
    glosser
        Tells Kazakh in Russian and English.

    """

    def __init__(self, encoder: Encoder, glosser: Glosser) -> None:
        self._encoder = encoder
        self._glosser = glosser

    @property
    def version(self) -> str:
        """What must be equal for the same text to get the same vector."""
        return f"{self._encoder.version} words {self._glosser.reader.lexicon.digest}"

    def encode(self, texts: Sequence[str], language: str) -> Float32Array:
        """Return the (n, 512) unit rows of normalised texts, in order."""
        if language != "kk":
            return self._encoder.encode(texts, language)
        return _unit(np.stack([self._view(texts, view) for view in VIEWS]).sum(axis=0))

    def _view(self, texts: Sequence[str], view: View) -> Float32Array:
        return self._encoder.encode([self._glosser.gloss(text, view) for text in texts], view.language)


def _unit(rows: Float32Array) -> Float32Array:
    unit: Float32Array = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


@cache
def load_senses() -> Senses:
    """Return the one that the weights were fitted to, loaded once. Raises EncoderUnavailable."""
    return Senses(load_encoder("use"), Glosser(reader_over(bundled_lexicon())))
