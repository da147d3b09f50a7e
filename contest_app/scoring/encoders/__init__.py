"""Encoders turn texts into unit vectors; each heavy library has one door, opened on demand.

Importing this package imports none of them: ``load_encoder`` opens the door that is asked for.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Protocol

import numpy as np
import numpy.typing as npt

Float32Array = npt.NDArray[np.float32]


class Encoder(Protocol):
    """What every encoder offers: a name, a version, and texts into unit rows."""

    @property
    def name(self) -> str:
        """Short name, under which the calibration is kept."""
        ...

    @property
    def version(self) -> str:
        """What must be equal for the same text to get the same vector."""
        ...

    def encode(self, texts: Sequence[str], language: str) -> Float32Array:
        """Return an (n, d) float32 array of unit rows, one for each text, in order.

        The width ``d`` may depend on the language (``"kk"``, ``"ru"`` or ``"en"``), never on the
        texts.
        """
        ...


@cache
def load_encoder(name: str = "fast") -> Encoder:
    """Return the encoder of that name, with a memory of its texts; the same one each time.

    Names: ``fast`` (Universal Sentence Encoder for Russian and English, character n-grams for
    Kazakh), ``best`` (as ``fast``, with MiniLM beside it for English), ``use``, ``characters``,
    ``minilm``, or the name or path of any sentence-transformers model.

    Raises EncoderUnavailable where the library or the model is not there.
    """
    from contest_app.scoring.encoders.cache import CachedEncoder  # noqa: PLC0415 -- no cycle

    build = _BUILDERS.get(name)
    return CachedEncoder(build() if build else _sentence_transformer(name))


class EncoderUnavailable(RuntimeError):
    """The encoder's library or model is missing, or is not the one that was checked."""


def _use() -> Encoder:
    from contest_app.scoring.encoders.use import UniversalSentenceEncoder  # noqa: PLC0415 -- lazy

    return UniversalSentenceEncoder()


def _characters() -> Encoder:
    from contest_app.scoring.encoders.characters import CharacterEncoder  # noqa: PLC0415 -- lazy

    return CharacterEncoder()


def _sentence_transformer(model: str) -> Encoder:
    from contest_app.scoring.encoders.sentence_transformer import (  # noqa: PLC0415 -- lazy
        SentenceTransformerEncoder,
    )

    return SentenceTransformerEncoder(model)


def _minilm() -> Encoder:
    from contest_app.scoring.encoders.sentence_transformer import bundled_minilm  # noqa: PLC0415 -- lazy

    return bundled_minilm()


def _fast() -> Encoder:
    from contest_app.scoring.encoders.combined import ByLanguage  # noqa: PLC0415 -- lazy

    return ByLanguage("fast", {"kk": _characters()}, otherwise=_use())


def _best() -> Encoder:
    from contest_app.scoring.encoders.combined import ByLanguage, SideBySide  # noqa: PLC0415 -- lazy

    use = _use()
    both = SideBySide("use+minilm", (use, _minilm()))
    return ByLanguage("best", {"kk": _characters(), "en": both}, otherwise=use)


_BUILDERS: dict[str, Callable[[], Encoder]] = {
    "fast": _fast,
    "best": _best,
    "use": _use,
    "characters": _characters,
    "minilm": _minilm,
}
