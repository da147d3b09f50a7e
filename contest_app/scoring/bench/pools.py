"""Pools of any size for the measurements, made from the words of the shipped lexicon.

Answers are recombined words ("a warm hat for a cat") that repeat each other as those of real pools do: a
Pitman-Yor process, in which the n-th answer is a new wording with the chance (θ + σ·K) / (θ + n), K being the
wordings so far, and else repeats an earlier answer. With the discount σ and the concentration θ below, the
distinct share falls as in a published pool of 1,603 uses of a box (Merseal et al., MultiSemDis), from which the two
numbers, and no text, were taken: 61 % of 1,603 answers, 43 % of 10,000, 21 % of 300,000.

Source: Pitman, J., & Yor, M. (1997). The two-parameter Poisson-Dirichlet distribution. Annals of Probability, 25.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import accumulate
from random import Random
from typing import Final

from contest_app.scoring import kazakh

DISCOUNT: Final = 0.789
CONCENTRATION: Final = 61.8
PROMPT: Final = "box"
IDEAS_OF_ONE: Final = 8  # answers of one person

_COMMON: Final = 20  # words that are about equally common, before the others fall off with their rank
_FORMS: Final = (
    *("{n}", "a {n}", "{a} {n}", "{n} for {m}", "{n} for a {m}", "use it as a {n}", "make a {n}", "{v} the {n}"),
    *("a {a} {n} for the {m}", "{v} the {n} with it", "a {n} to {v} the {m}", "put it in the {n} and {v} the {m}"),
    *("{n} {m}", "a {n} that looks like a {m}", "cut it up and make a {a} {n}", "pretend that it is a {n}"),
)


@dataclass(frozen=True, slots=True)
class Words:
    """English words by kind, the common ones first."""

    nouns: Sequence[str]
    verbs: Sequence[str]
    adjectives: Sequence[str]


def answers(size: int, seed: int = 0) -> list[str]:
    """Return a pool of ``size`` answers to one prompt; the same ones every time.

    A larger pool of the same seed begins with the smaller.
    """
    random = Random(seed)  # noqa: S311 -- a benchmark's texts guard nothing
    new = _new_wordings(random)
    given: list[str] = []
    counts: dict[str, int] = {}
    for place in range(size):
        if random.random() * (CONCENTRATION + place) < CONCENTRATION + DISCOUNT * len(counts):
            text = next(wording for wording in new if wording not in counts)
        else:
            text = _repeated(given, counts, random)
        counts[text] = counts.get(text, 0) + 1
        given.append(text)
    return given


def _repeated(given: Sequence[str], counts: dict[str, int], random: Random) -> str:
    """Return an earlier wording, with a chance proportional to its count less the discount."""
    while True:
        text = given[int(random.random() * len(given))]
        if random.random() * counts[text] < counts[text] - DISCOUNT:
            return text


def _new_wordings(random: Random) -> Iterator[str]:
    words = read_words()
    nouns, verbs, adjectives = (_drawn(own, random) for own in (words.nouns, words.verbs, words.adjectives))
    while True:
        form = random.choice(_FORMS)
        yield form.format(n=next(nouns), m=next(nouns), v=next(verbs), a=next(adjectives))


def _drawn(words: Sequence[str], random: Random) -> Iterator[str]:
    """Draw words for ever, each with a chance that falls with its rank (Zipf and Mandelbrot)."""
    chances = list(accumulate(1 / (_COMMON + rank) for rank in range(len(words))))
    while True:
        yield from random.choices(words, cum_weights=chances, k=1_000)


def read_words() -> Words:
    """Return the single English words of the shipped lexicon: its core first, then by topic."""
    kinds: dict[str, dict[str, None]] = {"n": {}, "v": {}, "adj": {}}
    folder = files(kazakh) / "lexicon"
    for topic in sorted((path.name for path in folder.iterdir()), key=lambda name: (name != "core.tsv", name)):
        for row in csv.DictReader((folder / topic).read_text(encoding="utf-8").splitlines(), delimiter="\t"):
            first = row["en"].partition(",")[0].strip()
            if row["pos"] in kinds and first.isascii() and first.isalpha():
                kinds[row["pos"]].setdefault(first.lower())
    return Words(*(tuple(kinds[kind]) for kind in ("n", "v", "adj")))
