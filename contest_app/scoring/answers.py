"""The ideas of a pool as they were given, gated and gathered by wording."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from contest_app.scoring.gate import BLOCKING, UNSHOWN, Flag, Question, blocks
from contest_app.scoring.gate.copies import Saying, copied
from contest_app.scoring.gate.duplicates import earlier_ideas
from contest_app.scoring.gate.flags import in_order
from contest_app.scoring.gate.judging import flags_of_each
from contest_app.scoring.gate.meaning import Meaning
from contest_app.scoring.text import normalise
from contest_app.scoring.versions import digest_of


@dataclass(frozen=True, slots=True)
class PoolIdea:
    """One idea of one person.

    Attributes
    ----------
    order : its place within the person's response.
    pasted : it came by the clipboard; a person is asked to look, and nothing else changes.
    sample : it belongs to the norm sample and not to the class; a text that the sample has is no copy.
    accepted : a person has said that it counts: no doubt of the gate about its words holds in this pool.

    """

    person: str
    text: str
    order: int
    pasted: bool = False
    sample: bool = False
    accepted: bool = False


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
    """Return the ideas as plain rows, for a digest; a mark stands before the person's name."""
    return [(_marked(idea), idea.order, idea.text) for idea in ideas]


def _marked(idea: PoolIdea) -> str:
    facts = (("pasted", idea.pasted), ("sample", idea.sample), ("accepted", idea.accepted))
    marks = [mark for mark, holds in facts if holds]
    return "\t".join([*marks, idea.person])


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


def read_answers(ideas: Sequence[PoolIdea], question: Question, meaning: Meaning | None = None) -> Answers:
    """Gate the ideas and gather them by wording; without ``meaning`` words alone tell what is no answer."""
    texts = tuple(normalise(idea.text) for idea in ideas)
    distinct = sorted(set(texts))
    accepted = {text for idea, text in zip(ideas, texts, strict=True) if idea.accepted}
    own = dict(zip(distinct, flags_of_each(distinct, question, meaning), strict=True))
    originals = _originals(ideas, question)
    copies = copied([Saying(idea.person, idea.text, idea.sample) for idea in ideas], question.language)
    return Answers(
        texts=texts,
        flags=tuple(
            in_order(
                (
                    *_standing(own[text], is_accepted=text in accepted),
                    *_flags_among_others(idea, original, is_copy=index in copies),
                )
            )
            for index, (idea, text, original) in enumerate(zip(ideas, texts, originals, strict=True))
        ),
        originals=originals,
        wordings=_wordings(ideas, texts, originals, own, accepted),
    )


def _standing(flags: tuple[Flag, ...], *, is_accepted: bool) -> tuple[Flag, ...]:
    """Return the flags that hold: none that blocks where a person has said that the words count."""
    return tuple(flag for flag in flags if not (is_accepted and flag in BLOCKING))


def _flags_among_others(idea: PoolIdea, original: int | None, *, is_copy: bool) -> Iterator[Flag]:
    """Yield the flags that an idea has by its way into the pool and by the other ideas in it."""
    if idea.accepted:
        yield Flag.ACCEPTED
    if original is not None:
        yield Flag.DUPLICATE
    if is_copy:
        yield Flag.COPY
    if idea.pasted:
        yield Flag.PASTE


def _originals(ideas: Sequence[PoolIdea], question: Question) -> tuple[int | None, ...]:
    """Return for each idea the index of the person's first idea that says the same; an accepted one repeats none."""
    by_person: dict[str, list[int]] = defaultdict(list)
    for index, idea in enumerate(ideas):
        by_person[idea.person].append(index)
    originals: list[int | None] = [None] * len(ideas)
    for indices in by_person.values():
        indices.sort(key=lambda index: (ideas[index].order, ideas[index].text))
        found = earlier_ideas([ideas[index].text for index in indices], question)
        for index, earlier in zip(indices, found, strict=True):
            originals[index] = None if earlier is None or ideas[index].accepted else indices[earlier]
    return tuple(originals)


def _wordings(
    ideas: Sequence[PoolIdea],
    texts: Sequence[str],
    originals: Sequence[int | None],
    own_flags: dict[str, tuple[Flag, ...]],
    accepted: set[str],
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
            valid=text in accepted or not blocks(own_flags[text]),
        )
        for text in sorted(given)
    }


def _shown(ideas: Sequence[PoolIdea], flags: tuple[Flag, ...]) -> str | None:
    """Return the most frequent spelling, the first in order of equals."""
    if not UNSHOWN.isdisjoint(flags):
        return None
    spellings = Counter(idea.text.strip() for idea in ideas)
    return min(spellings, key=lambda spelling: (-spellings[spelling], spelling))
