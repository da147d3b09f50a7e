"""Kazakh for encoders that do not know it: its glosses are encoded, centred and averaged.

What all glosses have in common (a noun and a verb without grammar) is subtracted from each view; the
means come from chance phrases of the lexicon (``benchmarks/scoring_kazakh.py``). On texts of pupils'
kind it lifts the pair-AUC by .05 (docs/scoring).
"""

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

import numpy as np

from contest_app.scoring.encoders import Encoder, Float32Array
from contest_app.scoring.kazakh.gloss import Glosser, View

MULTILINGUAL_VIEWS = (View("ru", meaning=1), View("en", light=True))
"""For an encoder that knows Russian and English: of 16 views and their pairs, the best pair but for chance."""

ENGLISH_VIEWS = (View("en", light=True, translated_only=True),)
"""For an encoder that knows English alone."""

MEANS = "kazakh_means.npz"
"""The mean vectors beside this file, by encoder and language of the gloss: ``use.ru``."""


class KazakhEncoder:
    """Encode Kazakh by another encoder's vectors of its glosses.

    Parameters
    ----------
    encoder
        What encodes the glosses; its mean vectors must be among those that ship.
    glosser
        Over the bundled lexicon, or one with a school's own words.
    views
        How the texts are told; their vectors are averaged.

    """

    name = "kazakh"

    def __init__(self, encoder: Encoder, glosser: Glosser, views: Sequence[View]) -> None:
        self._encoder = encoder
        self._glosser = glosser
        self._views = tuple(views)

    @property
    def version(self) -> str:
        """The encoder's version with digests of the lexicon, the views and the means."""
        rest = f"{self._views} {_means_digest()}"
        digest = hashlib.sha256(rest.encode()).hexdigest()[:8]
        return f"{self._encoder.version} words {self._glosser.digest} views {digest}"

    def encode(self, texts: Sequence[str], language: str) -> Float32Array:  # noqa: ARG002 -- it is for Kazakh alone
        """Return the (n, d) unit rows, as wide as the encoder's; the mean of the views' unit rows."""
        return _unit(np.stack([self._view(texts, view) for view in self._views]).sum(axis=0))

    def _view(self, texts: Sequence[str], view: View) -> Float32Array:
        told = [self._glosser.gloss(text, view) for text in texts]
        row_of = {gloss: row for row, gloss in enumerate(sorted(set(told)))}
        rows = (
            self._encoder.encode(list(row_of), view.language)
            - mean_vectors()[f"{self._encoder.name}.{view.language}"]
        )
        return _unit(rows)[[row_of[gloss] for gloss in told]]


def _unit(rows: Float32Array) -> Float32Array:
    unit: Float32Array = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


@cache
def mean_vectors() -> Mapping[str, Float32Array]:
    """Return what vectors of a language have in common, by encoder and language: ``use.ru``."""
    with (files(__package__) / MEANS).open("rb") as file, np.load(file) as archive:
        return {name: archive[name] for name in archive.files}


@cache
def _means_digest() -> str:
    return hashlib.sha256((files(__package__) / MEANS).read_bytes()).hexdigest()[:8]
