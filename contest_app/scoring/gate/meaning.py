"""What kind of saying a text is, by its meaning: an answer or prose, refusal, instruction, salad; a sign of distress.

Two small networks of one layer: one tells the kinds apart by the vector of the text and its product with the
prompt's, one tells signs of distress by the vector and by words of care. To both add how the text is made and the
pieces of its words. The weights are made by ``benchmarks/scoring_gate/fit_meaning.py``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from contest_app.scoring import lexicons
from contest_app.scoring.encoders import Float32Array
from contest_app.scoring.gate.care import care_features
from contest_app.scoring.gate.flags import Flag, Question, in_order
from contest_app.scoring.gate.mash import strangeness
from contest_app.scoring.gate.pieces import pieces_of
from contest_app.scoring.gate.senses import Senses, load_senses
from contest_app.scoring.gate.shape import endings, shape_features
from contest_app.scoring.text import normalise, without_prompt

KINDS = (None, Flag.MASH, Flag.REFUSAL, Flag.NOUN_SALAD, Flag.OFF_TOPIC, Flag.PROFANITY, Flag.INSTRUCTION)
"""The kinds in the order of the weights; None is an answer."""

BOUNDS = {"kk": 0.7, "ru": 0.75, "en": 0.8}
"""Chance that a text is no answer from which it is flagged for what it is most likely, by the page's language."""

WORRYING_BOUND = 0.3
"""The same where there are signs of distress: a cry for help is rarely an answer as well."""

DISTRESS_BOUNDS = {"kk": 0.25, "ru": 0.25, "en": 0.28}
"""Chance of a sign of distress from which an adult is asked: to miss one is worse than a false alarm, and worst are
so many false alarms that nobody reads them any more.
"""

STORY_BOUND = 0.5
"""The same for a sentence of a story, where people get lost and are alone, and a text has many."""

PROMPT_WEIGHT = 8.0
"""Brings products of two unit vectors to the size of a unit vector's numbers."""

_DECIMALS = 4  # of a chance: an encoder's batches differ in the seventh
_SALAD_WORDS = 4
_MOST_ENDINGS = 0.4  # share of words with endings, beyond which words are a sentence
_PERHAPS_MASH = -1.0  # evidence of letters, below which the words are real


@dataclass(frozen=True, slots=True)
class Weights:
    """The fitted weights: for each question one layer of rectified units over what is known of a text.

    Attributes
    ----------
    kinds_in, kinds_out : (1031, u) and (u + 1, 7) float32, over `kind_features`, one column for each of `KINDS`.
    distress_in, distress_out : (533, v) and (v + 1, 1) float32, over `distress_features`.
    pieces : (2048, 8) float32, what the pieces of words add to the seven kinds and to distress.

    The last row of each but the last is a constant's.

    """

    kinds_in: Float32Array
    kinds_out: Float32Array
    distress_in: Float32Array
    distress_out: Float32Array
    pieces: Float32Array

    def chances_of_kinds(self, features: Float32Array, added: Float32Array) -> Float32Array:
        """Return the (n, 7) chances of the kinds."""
        logits = _layers(features, self.kinds_in, self.kinds_out) + added[:, : len(KINDS)]
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        chances: Float32Array = np.round(odds / odds.sum(axis=1, keepdims=True), _DECIMALS)
        return chances

    def chances_of_distress(self, features: Float32Array, added: Float32Array) -> Float32Array:
        """Return the (n,) chances of a sign of distress."""
        logits = _layers(features, self.distress_in, self.distress_out)[:, 0] + added[:, -1]
        chances: Float32Array = np.round(1 / (1 + np.exp(-logits)), _DECIMALS)
        return chances

    def added(self, texts: Sequence[str], language: str) -> Float32Array:
        """Return the (n, 8) array that the pieces of normalised texts add before the chances."""
        return np.stack([pieces_of(text, language).over(self.pieces) for text in texts])


def _layers(features: Float32Array, first: Float32Array, second: Float32Array) -> Float32Array:
    units = np.maximum(features @ first[:-1] + first[-1], 0)
    out: Float32Array = units @ second[:-1] + second[-1]
    return out


def kind_features(rows: Float32Array, prompt: Float32Array, texts: Sequence[str], language: str) -> Float32Array:
    """Return the (n, 1030) features of the kinds: texts' unit rows, their products with the prompt's, and more."""
    made = shape_features(texts, language)
    return np.hstack([rows, PROMPT_WEIGHT * rows * prompt, _page(len(rows), language), made])


def distress_features(rows: Float32Array, texts: Sequence[str], language: str) -> Float32Array:
    """Return the (n, 532) features of distress: texts' unit rows, their words of care, page, shape."""
    words = care_features(texts, language)
    return np.hstack([rows, words, _page(len(rows), language), shape_features(texts, language)])


def _page(count: int, language: str) -> Float32Array:
    here = [float(language == one) for one in lexicons.LANGUAGES]
    return np.tile(np.array(here, dtype=np.float32), (count, 1))


@dataclass(frozen=True, slots=True)
class Meaning:
    """Tells the kinds of texts: weights over the vectors they were fitted to."""

    senses: Senses
    weights: Weights

    def flags(self, texts: Sequence[str], question: Question) -> list[tuple[Flag, ...]]:
        """Return the flags that the meanings of normalised texts give, aligned, in the order of `Flag`.

        Whatever the batch, a text gets the same flags.
        """
        if not texts:
            return []
        rows = self.senses.encode([without_prompt(text, question.prompt) for text in texts], question.language)
        prompt = self.senses.encode([normalise(question.prompt)], question.language)
        added = self.weights.added(texts, question.language)
        kinds = self.weights.chances_of_kinds(kind_features(rows, prompt, texts, question.language), added)
        distress = self.weights.chances_of_distress(distress_features(rows, texts, question.language), added)
        chances = zip(texts, kinds, distress, strict=True)
        return [flags_by(text, question, of_kinds, of_distress) for text, of_kinds, of_distress in chances]


@cache
def load_meaning() -> Meaning:
    """Return the encoder and the weights that came with the package. Raises EncoderUnavailable."""
    with (files(__package__) / "weights" / "meaning.npz").open("rb") as file, np.load(file) as arrays:
        return Meaning(load_senses(), Weights(**{name: arrays[name].astype(np.float32) for name in arrays.files}))


def flags_by(text: str, question: Question, kinds: Float32Array, distress: float) -> tuple[Flag, ...]:
    """Return the flags of a normalised text by its (7,) chances of the kinds and its chance of distress."""
    if distress < (STORY_BOUND if question.is_story else DISTRESS_BOUNDS[question.language]):
        return in_order(_kind(text, question, kinds, BOUNDS[question.language]))
    return in_order((*_kind(text, question, kinds, WORRYING_BOUND), Flag.DISTRESS))


def _kind(text: str, question: Question, chance: Float32Array, bound: float) -> tuple[Flag, ...]:
    """Return the flag of the likeliest kind, where an answer is unlikely enough."""
    by_kind = dict(zip(KINDS, chance.tolist(), strict=True))
    if not _can_be_salad(text, question.language):
        by_kind[Flag.NOUN_SALAD] = 0.0
    if strangeness(text, question) < _PERHAPS_MASH:
        by_kind[Flag.MASH] = 0.0
    found = {flag: chance for flag, chance in by_kind.items() if flag is not None}
    likeliest = max(found, key=lambda flag: found[flag])
    return (likeliest,) if sum(found.values()) >= bound else ()


def _can_be_salad(text: str, language: str) -> bool:
    """Say whether a text has several different words, none of grammar, and few with endings."""
    parts = set(text.split())
    if len(parts) < _SALAD_WORDS or not lexicons.entries("function_words", language).isdisjoint(parts):
        return False
    return endings(sorted(parts), language) <= _MOST_ENDINGS * len(parts)
