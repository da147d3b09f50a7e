"""The space that all three languages share: Universal Sentence Encoder's, which every profile puts first."""

import numpy as np

from contest_app.scoring.encoders import Float32Array
from contest_app.scoring.encoders.kazakh import mean_vectors

WIDTH = 512


def shared_space(rows: Float32Array, language: str) -> Float32Array:
    """Return (n, 512) unit rows of the first part of a profile's (n, d) rows, without what its language adds.

    The mean of a language is subtracted; Kazakh rows come without it already.
    """
    part = _unit(rows[:, :WIDTH])
    return part if language == "kk" else _unit(part - mean_vectors()[f"use.{language}"])


def _unit(rows: Float32Array) -> Float32Array:
    lengths = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), np.float32(1e-6))
    return np.asarray(rows / lengths, dtype=np.float32)
