"""A memory of the texts encoded last, so that a pool that grows by one idea encodes one idea."""

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

import numpy as np

from contest_app.scoring.encoders import Encoder, Float32Array

CAPACITY = 50_000
"""Texts: 100 MB of 512 numbers each, the three readings of each of 16,000 wordings."""


class CachedEncoder:
    """Keep the vectors of the last ``capacity`` texts of an encoder.

    New texts are encoded once each, in sorted order: equal pools meet equal batches. Threads take turns.
    """

    def __init__(self, encoder: Encoder, capacity: int = CAPACITY) -> None:
        self._encoder = encoder
        self._capacity = capacity
        self._turn = Lock()
        self._vectors: OrderedDict[tuple[str, str], Float32Array] = OrderedDict()

    @property
    def name(self) -> str:
        """Name of the encoder behind the cache."""
        return self._encoder.name

    @property
    def version(self) -> str:
        """Version of the encoder behind the cache."""
        return self._encoder.version

    def encode(self, texts: Sequence[str], language: str) -> Float32Array:
        """Return the unit rows of ``texts``, encoding only those not met lately."""
        with self._turn:
            return self._encode(texts, language)

    def _encode(self, texts: Sequence[str], language: str) -> Float32Array:
        found = {text: self._recall(text, language) for text in texts}
        missing = sorted(text for text, vector in found.items() if vector is None)
        rows = self._encoder.encode(missing, language)
        found.update(zip(missing, rows, strict=True))
        self._remember(missing, rows, language)
        return np.stack([vector for text in texts if (vector := found[text]) is not None]) if texts else rows

    def _recall(self, text: str, language: str) -> Float32Array | None:
        vector = self._vectors.get((language, text))
        if vector is not None:
            self._vectors.move_to_end((language, text))
        return vector

    def _remember(self, texts: Sequence[str], rows: Float32Array, language: str) -> None:
        for text, row in zip(texts[-self._capacity :], rows[-self._capacity :], strict=True):
            self._vectors[language, text] = row.copy()
        while len(self._vectors) > self._capacity:
            self._vectors.popitem(last=False)
