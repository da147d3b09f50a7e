"""A person's own earlier idea again: in other spelling, form or order, or with words that add nothing."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from contest_app.scoring import lexicons
from contest_app.scoring.gate.flags import Question
from contest_app.scoring.gate.lemmas import lemma_of, readings
from contest_app.scoring.gate.saying import prompt_words, repeats
from contest_app.scoring.gate.spelling import comparable
from contest_app.scoring.gate.stems import same_word, stem
from contest_app.scoring.kazakh.gloss import AUXILIARIES, is_grammar
from contest_app.scoring.text import earlier_duplicates, normalise

_BEGINNING = 3  # letters that the stems of two forms share at least
_SLIP = 6  # letters of a word in which one slip does not make another word


def earlier_ideas(texts: Sequence[str], question: Question) -> list[int | None]:
    """Return for each of one person's texts the index of the first earlier one that says the same, or None.

    The same: the same wording (see `text.earlier_duplicates`), or the same words that say something, in
    whatever form and order. Words such as "without" and "under" say something, "with" and "in" do not,
    and neither do the prompt's own.

    >>> texts = ["a hat for a cat", "maybe use the box as a cat's hat", "a cat without a hat"]
    >>> earlier_ideas(texts, Question("box", "en"))
    [None, 0, None]
    """
    saying = [_saying(normalise(text), question) for text in texts]
    same = _same_words(saying, question.language)
    ways = zip(earlier_duplicates(texts), _written_together(saying), same, strict=True)
    return _first_of_all([next((index for index in found if index is not None), None) for found in ways])


def _written_together(saying: Sequence[tuple[str, ...]]) -> Iterator[int | None]:
    """Yield for each the first earlier one with the same letters: "door-stop" and "doorstop"."""
    first: dict[str, int] = {}
    for index, words in enumerate(saying):
        earlier = first.setdefault("".join(words), index) if words else index
        yield None if earlier == index else earlier


def _same_words(saying: Sequence[tuple[str, ...]], language: str) -> list[int | None]:
    """Return for each the first earlier one with the same words, in whatever form and order."""
    ordered = [tuple(sorted(words, key=lambda word: stem(word, language))) for words in saying]
    found: list[int | None] = [None] * len(saying)
    for indices in _alike(ordered, language):
        for place, index in enumerate(indices):
            same = (first for first in indices[:place] if _same(ordered[index], ordered[first], language))
            found[index] = next(same, None)
    return found


def _alike(ordered: Sequence[tuple[str, ...]], language: str) -> Iterator[list[int]]:
    """Yield the indices, in order, of texts whose stems begin alike: others cannot say the same."""
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, words in enumerate(ordered):
        if words:
            groups[tuple(stem(word, language)[:_BEGINNING] for word in words)].append(index)
    return (indices for indices in groups.values() if len(indices) > 1)


def _same(one: Sequence[str], other: Sequence[str], language: str) -> bool:
    """Say whether each word is a form of another's: both are sorted and begin alike, pair by pair."""
    return all(same_word(*pair, language) for pair in zip(one, other, strict=True))


def _first_of_all(found: Sequence[int | None]) -> list[int | None]:
    """Return the first text of each chain: what repeats a repetition repeats what that one repeats."""
    firsts: list[int | None] = []
    for earlier in found:
        before = None if earlier is None else firsts[earlier]
        firsts.append(earlier if before is None else before)
    return firsts


def _saying(plain: str, question: Question) -> tuple[str, ...]:
    """Return the words that say something beside the prompt's, once each, as they are compared, in their order."""
    language, said = question.language, prompt_words(question)
    parts = _kazakh_words(plain) if language == "kk" else plain.replace("-", " ").split()
    kept = dict.fromkeys(word for word in parts if not _adds_nothing(word, language))
    own = [word for word in kept if not repeats(word, said, language)]
    return tuple(comparable(word, language, language) for word in own or kept)


def _kazakh_words(plain: str) -> list[str]:
    """Return the lemmas of a text, word by word, without auxiliary verbs."""
    found = [reading for reading in readings(plain) if not is_grammar(reading)]
    words = [word for reading in found for word in lemma_of(reading).split()]
    return [word for word in words if word not in AUXILIARIES] or words


@lru_cache(maxsize=50_000)
def _adds_nothing(word: str, language: str) -> bool:
    if word in _neutral(language):
        return True
    carriers = lexicons.entries("carriers", language)
    return len(word) >= _SLIP and any(OSA.distance(word, carrier, score_cutoff=1) <= 1 for carrier in carriers)


@cache
def _neutral(language: str) -> frozenset[str]:
    grammar = lexicons.entries("function_words", language) - lexicons.entries("relations", language)
    return grammar | lexicons.entries("carriers", language) | lexicons.entries("hedges", language)
