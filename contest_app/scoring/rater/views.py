"""How the rater sees a pool: each answer by itself, behind its prompt, and among the others."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from contest_app.scoring.encoders import Float32Array

STANDING_WEIGHT = np.float32(0.25)
"""Of an answer's standing in its pool, beside unit vectors (docs/scoring/rater.md)."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PoolView:
    """The n distinct wordings of a pool.

    Attributes
    ----------
    context : (n, d) unit rows of "prompt: answer".
    bare : (n, d) unit rows of the answers.
    prompt : (d,) unit row of the prompt.
    shared : (n, e) unit rows of the answers in the space that all languages share.
    distance : (n,) mean cosine distance of the contexts to the nearest of other people; NaN where
        nobody else gave one.
    words : (n,) words of each answer.

    """

    context: Float32Array
    bare: Float32Array
    prompt: Float32Array
    shared: Float32Array
    distance: Floats
    words: Floats

    @property
    def relations(self) -> Float32Array:
        """(n, 2d + 3) what is known of an answer to a new prompt: context, shift and standing."""
        return np.hstack([self.context, self.shift, STANDING_WEIGHT * self.standing])

    @property
    def shift(self) -> Float32Array:
        """(n, d) unit rows: where the answer moves the prompt to."""
        moved = self.context - self.prompt
        lengths = np.linalg.norm(moved, axis=1, keepdims=True)
        return np.asarray(moved / np.maximum(lengths, np.float32(1e-6)), dtype=np.float32)

    @property
    def standing(self) -> Float32Array:
        """(n, 3) how the answer stands in its pool, each column standardised within the pool.

        Distance to the nearest of other people, nearness to the prompt, length. Pools differ in
        size and so in density: only the standing within one travels.
        """
        columns = (self.distance, self.bare @ self.prompt, np.log1p(self.words))
        return np.stack([standardised(column) for column in columns], axis=1).astype(np.float32)


def standardised(values: npt.NDArray[np.floating]) -> Floats:
    """Return the values with mean 0 and standard deviation 1; 0 for NaN and where all are equal.

    >>> standardised(np.array([1.0, 3.0, np.nan])).tolist()
    [-1.0, 1.0, 0.0]
    """
    known = np.isfinite(values)
    result = np.zeros(len(values))
    if known.any() and (spread := float(values[known].std())) > 1e-9:  # noqa: PLR2004 -- rounding leaves this much
        result[known] = (values[known] - values[known].mean()) / spread
    return result
