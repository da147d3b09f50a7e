"""The ideas of a pool as they were given, gated and gathered by wording."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from contest_app.scoring.text import earlier_duplicates, normalise
from contest_app.scoring.validity import UNSHOWN, Flag, Question, blocks, flags_of
from contest_app.scoring.versions import digest_of


@dataclass(frozen=True, slots=True)
class PoolIdea:
    """One idea of one person; ``order`` is its place within the person's response."""

    person: str
    text: str
    order: int


@dataclass(frozen=True, slots=True)
class Pool:
    """A named pool of ideas: a norm pool, or a norm pool and the class so far."""

    name: str
    ideas: tuple[PoolIdea, ...]

    @property
    def people(self) -> int:
        """How many distinct people gave ideas."""
        return len({idea.person for idea in self.ideas})

    @property
    def hash(self) -> str:
        """SHA-256 of the ideas, whatever their order."""
        return digest_of(rows=rows_of(self.ideas))


def rows_of(ideas: Iterable[PoolIdea]) -> list[tuple[str, int, str]]:
    """Return the ideas as plain rows, for a digest."""
    return [(idea.person, idea.order, idea.text) for idea in ideas]


@dataclass(frozen=True, slots=True)
class Wording:
    """One normalised text of a pool, with the people who gave it.

    ``shown`` is the spelling most of them used; None where no spelling may be shown to others.
    """

    text: str
    shown: str | None
    people: frozenset[str]
    valid: bool


@dataclass(frozen=True, slots=True)
class Answers:
    """The gated ideas of a pool.

    Attributes
    ----------
    texts, flags, originals : one for each idea of the input, in its order. An original is the index
        of the person's own earlier idea that this one repeats, or None.
    wordings : by normalised text, sorted; those that only repeat an own earlier idea are left out,
        so that a repetition can change no group.

    """

    texts: tuple[str, ...]
    flags: tuple[tuple[Flag, ...], ...]
    originals: tuple[int | None, ...]
    wordings: dict[str, Wording]


def read_answers(ideas: Sequence[PoolIdea], question: Question) -> Answers:
    """Gate the ideas and gather them by wording."""
    texts = tuple(normalise(idea.text) for idea in ideas)
    own = {text: flags_of(text, question) for text in set(texts)}
    originals = _originals(ideas)
    return Answers(
        texts=texts,
        flags=tuple(
            own[text] if original is None else (*own[text], Flag.DUPLICATE)
            for text, original in zip(texts, originals, strict=True)
        ),
        originals=originals,
        wordings=_wordings(ideas, texts, originals, own),
    )


def _originals(ideas: Sequence[PoolIdea]) -> tuple[int | None, ...]:
    """Return for each idea the index of the person's first idea with the same wording."""
    by_person: dict[str, list[int]] = defaultdict(list)
    for index, idea in enumerate(ideas):
        by_person[idea.person].append(index)
    originals: list[int | None] = [None] * len(ideas)
    for indices in by_person.values():
        indices.sort(key=lambda index: (ideas[index].order, ideas[index].text))
        found = earlier_duplicates([ideas[index].text for index in indices])
        for index, earlier in zip(indices, found, strict=True):
            originals[index] = None if earlier is None else indices[earlier]
    return tuple(originals)


def _wordings(
    ideas: Sequence[PoolIdea],
    texts: Sequence[str],
    originals: Sequence[int | None],
    own_flags: dict[str, tuple[Flag, ...]],
) -> dict[str, Wording]:
    given: dict[str, list[PoolIdea]] = defaultdict(list)
    for idea, text, original in zip(ideas, texts, originals, strict=True):
        if original is None:
            given[text].append(idea)
    return {
        text: Wording(
            text=text,
            shown=_shown(given[text], own_flags[text]),
            people=frozenset(idea.person for idea in given[text]),
            valid=not blocks(own_flags[text]),
        )
        for text in sorted(given)
    }


def _shown(ideas: Sequence[PoolIdea], flags: tuple[Flag, ...]) -> str | None:
    """Return the most frequent spelling, the first in order of equals."""
    if not UNSHOWN.isdisjoint(flags):
        return None
    spellings = Counter(idea.text.strip() for idea in ideas)
    return min(spellings, key=lambda spelling: (-spellings[spelling], spelling))
