"""Make ``contest_app/scoring/gate/weights/meaning.npz``: the kinds of sayings and the signs of distress.

    python -m benchmarks.scoring_gate.fit_meaning [DATA]

Fitted to the examples beside this file, to what was written to the bank's items, to ``tests/scoring/corpora`` but
for the split that nothing learns from, to words of the Kazakh lexicon (alone: answers; strung together: salad), to
made-up words, to the item bank's demonstration, all written for this project; and to the answers of
``en_aut_train.csv`` and ``en_other_tasks.csv`` in DATA (MIT; Organisciak et al. 2023). Pools without a licence are
measured on, never fitted to.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.scoring_gate.network import SENSE_WIDTH, Known, fit
from benchmarks.scoring_gate.sources import LANGUAGES
from benchmarks.scoring_gate.texts import FOLDS, KIND_OF, PROMPTS, Text, all_texts
from contest_app.scoring.encoders import Float32Array
from contest_app.scoring.gate.flags import Flag, Question, blocks
from contest_app.scoring.gate.judging import together
from contest_app.scoring.gate.meaning import (
    KINDS,
    PROMPT_WEIGHT,
    Weights,
    distress_features,
    flags_by,
    kind_features,
)
from contest_app.scoring.gate.pieces import Pieces, pieces_of
from contest_app.scoring.gate.senses import load_senses
from contest_app.scoring.gate.words import flags_of
from contest_app.scoring.text import normalise, without_prompt

WEIGHTS = Path(__file__).parents[2] / "contest_app" / "scoring" / "gate" / "weights" / "meaning.npz"

FEW_ANSWERS = 2.0  # weight of an answer in Russian or Kazakh, for the kinds
FEW_SIGNS = 3.0  # and for distress, where signs and look-alikes weigh as much
HONEST = ("honest", "lookalike")
OF_NO_KIND = ("distress", "harmless")  # some of them answer, some do not


def known_of(texts: Sequence[Text]) -> Known:
    """Return what is known of texts, in order."""
    senses = load_senses()
    kinds, distress = _empty(texts, 1030), _empty(texts, 532)
    for language in LANGUAGES:
        places = [place for place, text in enumerate(texts) if text.language == language]
        own = [texts[place] for place in places]
        said = [normalise(text.text) for text in own]
        rows = senses.encode(
            [without_prompt(text, one.prompt) for text, one in zip(said, own, strict=True)], language
        )
        prompts = senses.encode([normalise(text.prompt) for text in own], language)
        kinds[places] = kind_features(rows, prompts, said, language)
        distress[places] = distress_features(rows, said, language)
    return Known(
        kinds,
        distress,
        [pieces_of(normalise(text.text), text.language) for text in texts],
        np.array([KINDS.index(KIND_OF.get(text.kind)) for text in texts]),
        np.array([text.kind == "distress" for text in texts], dtype=np.float32),
        _even([0.0 if text.kind in OF_NO_KIND else text.weight * _rarity(text) for text in texts]),
        _even([text.weight * _importance(text) for text in texts]),
    )


def _empty(texts: Sequence[Text], width: int) -> Float32Array:
    return np.zeros((len(texts), width), dtype=np.float32)


def _even(weights: Sequence[float]) -> Float32Array:
    """Return weights whose mean, those of nothing aside, is one."""
    found = np.array(weights, dtype=np.float32)
    even: Float32Array = found / found[found > 0].mean()
    return even


def _rarity(text: Text) -> float:
    """Return how much more an answer weighs: those in Russian and Kazakh are few beside those in English."""
    return FEW_ANSWERS if text.kind in HONEST and text.language != "en" else 1.0


def _importance(text: Text) -> float:
    """Return how much more a text weighs: signs of distress and what looks like them, and rare answers."""
    if text.kind in ("distress", "lookalike", "harmless"):
        return FEW_SIGNS
    return FEW_SIGNS if text.kind == "honest" and text.language != "en" else 1.0


def with_fitting_prompts(texts: Sequence[Text], known: Known) -> Known:
    """Return what is known of texts when honest examples answer the prompts that they fit best.

    They were written without a prompt of their own; that "schools would be open all night" answers "blanket" is
    nothing to learn. Which prompts fit is told by weights that have not seen the example.
    """
    kinds = known.kinds.copy()
    for fold, weights in enumerate(_held_out(texts, known)):
        for language in LANGUAGES:
            places = [
                place
                for place, text in enumerate(texts)
                if (text.fold, text.language, text.copy >= 0) == (fold, language, True) and text.kind in HONEST
            ]
            _answer_the_best(kinds, np.array(places), texts, known, weights, language)
    return replace(known, kinds=kinds)


def _answer_the_best(
    kinds: Float32Array,
    places: npt.NDArray[np.int64],
    texts: Sequence[Text],
    known: Known,
    weights: Weights,
    language: str,
) -> None:
    prompts = load_senses().encode([normalise(prompt) for prompt in PROMPTS[language].split("|")], language)
    own, bags = known.kinds[places], [known.pieces[place] for place in places]
    added = _added(weights, bags)
    chances = np.stack([weights.chances_of_kinds(_answering(own, prompt), added)[:, 0] for prompt in prompts])
    order = np.argsort(-chances, axis=0, kind="stable")
    for row, place in enumerate(places):
        best = prompts[order[texts[place].copy, row]]
        kinds[place] = _answering(own[row : row + 1], best)[0]


def _answering(features: Float32Array, prompt: Float32Array) -> Float32Array:
    """Return the features of texts as answers to another prompt."""
    other = features.copy()
    other[:, SENSE_WIDTH : 2 * SENSE_WIDTH] = PROMPT_WEIGHT * features[:, :SENSE_WIDTH] * prompt
    return other


def _added(weights: Weights, bags: Sequence[Pieces]) -> Float32Array:
    return np.stack([bag.over(weights.pieces) for bag in bags])


def _held_out(texts: Sequence[Text], known: Known) -> Iterator[Weights]:
    """Yield for each fold the weights fitted to all others."""
    folds = np.array([text.fold for text in texts])
    for fold in range(FOLDS):
        yield fit(known, np.flatnonzero(folds != fold))


def check(texts: Sequence[Text], known: Known) -> Iterator[str]:
    """Yield what weights tell of texts that they were not fitted to, a line for each source, kind and language."""
    counts: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for fold, weights in enumerate(_held_out(texts, known)):
        for place in (place for place, text in enumerate(texts) if text.fold == fold and text.source != "made"):
            text = texts[place]
            flags = _flags(text, weights, known, place)
            told = {"stopped": blocks(flags), "distress": Flag.DISTRESS in flags, "texts": True}
            counts[text.source, text.kind, text.language].update(name for name, holds in told.items() if holds)
    for cell, found in sorted(counts.items()):
        shares = (f"{name} {found[name] / found['texts']:.3f}" for name in ("stopped", "distress"))
        yield " ".join((*cell, str(found["texts"]), *shares))


def _flags(text: Text, weights: Weights, known: Known, place: int) -> tuple[Flag, ...]:
    plain, question = normalise(text.text), Question(text.prompt, text.language)
    added = _added(weights, [known.pieces[place]])
    kinds = weights.chances_of_kinds(known.kinds[place : place + 1], added)
    worry = weights.chances_of_distress(known.distress[place : place + 1], added)
    return together(flags_of(plain, question), flags_by(plain, question, kinds[0], worry[0]))


def main(data: Path, *, only_check: bool) -> None:
    """Fit and write the weights, or judge every text by weights that have not seen it."""
    texts = all_texts(data)
    known = with_fitting_prompts(texts, known_of(texts))
    if only_check:
        print(*check(texts, known), sep="\n")
        return
    weights = fit(known, np.arange(len(texts)))
    arrays = {each.name: getattr(weights, each.name).astype(np.float16) for each in fields(weights)}
    np.savez_compressed(WEIGHTS, **arrays)
    counts = Counter((text.kind, text.language) for text in texts)
    print(f"{WEIGHTS.stat().st_size / 1e3:.0f} kB", dict(sorted(counts.items())))


if __name__ == "__main__":
    where = [name for name in sys.argv[1:] if name != "--check"]
    main(Path(where[0] if where else "../shared/data/scoring"), only_check="--check" in sys.argv)
