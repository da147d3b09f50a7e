"""The tower: MiniLM fine-tuned to read a prompt and an answer together and give a rating.

Only what fine-tuning changed is kept: the difference of every matrix from the bundled model's, in
whole numbers with one scale a row (the word table stays as it was). An answer's rating is linear in
the mean of its token vectors.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from contest_app.scoring.encoders import Float32Array
from contest_app.scoring.encoders.bert import Bert, bundled_weights
from contest_app.scoring.encoders.network import Weights
from contest_app.scoring.rater.artefact import lengthened, shortened

MAX_TOKENS = 72
"""Tokens read of prompt and answer together: three answers in a thousand are longer."""

HEAD, SCALE = "head", "scale"
"""Names of the saved arrays that are no differences: the head's (384,) weights; its constant, and the mean and the
spread of the ratings, to return from standard units."""

Pair = tuple[str, str]
"""A prompt and an answer, both in lower case."""

Arrays = Mapping[str, npt.NDArray[np.generic]]


class Tower:
    """Rates pairs of a prompt and an answer.

    Parameters
    ----------
    arrays
        What fine-tuning left: the head, the scale, and the differences as `differences` gives them.

    Raises EncoderUnavailable where the bundled model is not there.

    """

    def __init__(self, arrays: Arrays) -> None:
        self._arrays = dict(arrays)
        self._bert = Bert(MAX_TOKENS, _changed(self._arrays))

    def rate(self, pairs: Sequence[Pair]) -> npt.NDArray[np.float64]:
        """Return the (n,) ratings of the pairs."""
        constant, mean, spread = self._arrays[SCALE].astype(np.float64)
        standard = self._bert.means(pairs) @ self._arrays[HEAD].astype(np.float32) + constant
        return np.asarray(standard * spread + mean, dtype=np.float64)

    def arrays(self) -> dict[str, npt.NDArray[np.generic]]:
        """Return what makes it from the bundled model, to be saved."""
        return self._arrays


def differences(tuned: Weights) -> dict[str, npt.NDArray[np.generic]]:
    """Return how tuned weights differ from the bundled ones, shortened: whole numbers and their steps, or halves."""
    arrays: dict[str, npt.NDArray[np.generic]] = {}
    for name, values in tuned.items():
        difference = values - bundled_weights()[name]
        if difference.ndim == 1:
            arrays[name] = difference.astype(np.float16)
        else:
            arrays[name], arrays[_steps(name)] = shortened(difference)
    return arrays


def _changed(arrays: Arrays) -> Weights:
    """Return the bundled weights with their differences added."""
    return {name: values + _difference(arrays, name) for name, values in bundled_weights().items() if name in arrays}


def _difference(arrays: Arrays, name: str) -> Float32Array:
    if _steps(name) in arrays:
        return lengthened(arrays[name], arrays[_steps(name)])
    return arrays[name].astype(np.float32)


def _steps(name: str) -> str:
    return f"{name}:steps"
