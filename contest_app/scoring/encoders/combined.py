"""Encoders made of encoders: one for each language, or several side by side."""

import hashlib
from collections.abc import Mapping, Sequence

import numpy as np

from contest_app.scoring.encoders import Encoder, Float32Array


class ByLanguage:
    """Send each language to the encoder that knows it best."""

    def __init__(self, name: str, by_language: Mapping[str, Encoder], otherwise: Encoder) -> None:
        self.name = name
        self._by_language = dict(by_language)
        self._otherwise = otherwise

    @property
    def version(self) -> str:
        """The versions of all parts, digested: long lists do not fit into a score's version."""
        parts = {code: encoder.version for code, encoder in sorted(self._by_language.items())}
        return _digest(f"{self.name} {parts} {self._otherwise.version}")

    def encode(self, texts: Sequence[str], language: str) -> Float32Array:
        """Return the unit rows by the language's own encoder; its width may differ."""
        return self._by_language.get(language, self._otherwise).encode(texts, language)


class SideBySide:
    """Lay the vectors of several encoders side by side.

    The cosine of two such rows is the mean of the parts' cosines, by the parts' weights.

    Parameters
    ----------
    name
        Of all together.
    parts
        Each encoder with its weight; the weights sum to 1.

    """

    def __init__(self, name: str, parts: Sequence[tuple[Encoder, float]]) -> None:
        self.name = name
        self._parts = tuple(parts)

    @property
    def version(self) -> str:
        """The versions of all parts, digested."""
        return _digest(" ".join([self.name, *(f"{part.version} × {weight}" for part, weight in self._parts)]))

    def encode(self, texts: Sequence[str], language: str) -> Float32Array:
        """Return the unit rows, as wide as all parts together."""
        return np.hstack([part.encode(texts, language) * np.float32(weight**0.5) for part, weight in self._parts])


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]
