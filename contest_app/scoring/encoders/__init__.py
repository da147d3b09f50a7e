"""Encoders turn texts into unit vectors; each heavy library has one door, opened on demand.

Importing this package imports none of them: ``load_encoder`` opens the door that is asked for.
"""

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from contest_app.scoring.kazakh.gloss import Glosser
from contest_app.scoring.kazakh.lexicon import Lexicon, lexicon_with
from contest_app.scoring.kazakh.reading import reader_over

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
def load_encoder(name: str = "fast", words: Path | None = None) -> Encoder:
    """Return the encoder of that name, the same one each time; what encoders have in common remembers their texts.

    Names: ``fast`` (Universal Sentence Encoder for Russian and English, and for Kazakh by its glosses),
    ``best`` (as ``fast``, with MiniLM beside it for English and for English glosses of Kazakh and Russian), ``use``,
    ``characters``, ``minilm``, or the name or path of any sentence-transformers model. A table of
    ``words`` adds a school's own to the Kazakh lexicon of ``fast`` and ``best``.

    Raises EncoderUnavailable where the library or the model is not there; BadWords, or OSError, for a
    table of words that cannot be read.
    """
    if name in _OVER_WORDS:
        return _OVER_WORDS[name](lexicon_with(words))
    build = _BUILDERS.get(name)
    return build() if build else _remembering(_sentence_transformer(name))


class EncoderUnavailable(RuntimeError):
    """The encoder's library or model is missing, or is not the one that was checked."""


def _remembering(encoder: Encoder) -> Encoder:
    from contest_app.scoring.encoders.cache import CachedEncoder  # noqa: PLC0415 -- no cycle

    return CachedEncoder(encoder)


@cache
def _use() -> Encoder:
    """Return the multilingual encoder, one for the profiles and the gate, which read much the same texts."""
    from contest_app.scoring.encoders.use import UniversalSentenceEncoder  # noqa: PLC0415 -- lazy

    return _remembering(UniversalSentenceEncoder())


@cache
def _minilm() -> Encoder:
    from contest_app.scoring.encoders.minilm import MiniLM  # noqa: PLC0415 -- lazy

    return _remembering(MiniLM())


def _characters() -> Encoder:
    from contest_app.scoring.encoders.characters import CharacterEncoder  # noqa: PLC0415 -- lazy

    return _remembering(CharacterEncoder())


def _sentence_transformer(model: str) -> Encoder:
    from contest_app.scoring.encoders.sentence_transformer import (  # noqa: PLC0415 -- lazy
        SentenceTransformerEncoder,
    )

    return SentenceTransformerEncoder(model)


def _fast(lexicon: Lexicon) -> Encoder:
    from contest_app.scoring.encoders.combined import ByLanguage  # noqa: PLC0415 -- lazy
    from contest_app.scoring.encoders.kazakh import MULTILINGUAL_VIEWS, KazakhEncoder  # noqa: PLC0415 -- lazy

    use = _use()
    kazakh = KazakhEncoder(use, Glosser(reader_over(lexicon)), MULTILINGUAL_VIEWS)
    return ByLanguage("fast", {"kk": _remembering(kazakh)}, otherwise=use)


def _best(lexicon: Lexicon) -> Encoder:
    from contest_app.scoring.encoders.combined import ByLanguage, SideBySide  # noqa: PLC0415 -- lazy
    from contest_app.scoring.encoders.kazakh import (  # noqa: PLC0415 -- lazy
        ENGLISH_VIEWS,
        MULTILINGUAL_VIEWS,
        KazakhEncoder,
    )
    from contest_app.scoring.encoders.russian import RussianEncoder  # noqa: PLC0415 -- lazy
    from contest_app.scoring.russian.glossary import bundled_glossary  # noqa: PLC0415 -- lazy

    use, minilm = _use(), _minilm()
    glosser = Glosser(reader_over(lexicon), bundled_glossary())
    kazakh = KazakhEncoder(use, glosser, MULTILINGUAL_VIEWS), KazakhEncoder(minilm, glosser, ENGLISH_VIEWS)
    russian = RussianEncoder(minilm, bundled_glossary())
    return ByLanguage(
        "best",
        {
            "kk": _remembering(SideBySide("kazakh", [(kazakh[0], 0.5), (kazakh[1], 0.5)])),
            "ru": SideBySide("russian", [(use, 0.6), (russian, 0.4)]),
        },
        otherwise=SideBySide("use+minilm", [(use, 0.3), (minilm, 0.7)]),
    )


_OVER_WORDS: dict[str, Callable[[Lexicon], Encoder]] = {"fast": _fast, "best": _best}
"""Encoders that read Kazakh by a lexicon."""

_BUILDERS: dict[str, Callable[[], Encoder]] = {"use": _use, "characters": _characters, "minilm": _minilm}
