"""What a pupil is told about an answer: what was there, what helped, what to try next.

Pure facts in, keys and numbers out; the page has the words. Nothing here is a mark, a rank or a verdict on a person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final
from uuid import UUID

#: An idea that at most this share of people had is called unusual.
UNUSUAL_SHARE: Final = 0.05
#: In a smaller pool an idea is unusual only where nobody else had it.
SMALL_POOL: Final = 20
#: Content words beyond the first, from which an idea is called worked out.
WORKED_OUT: Final = 3
#: Ideas, from which a pupil is told that going on helped.
MANY_IDEAS: Final = 8
#: Groups, and changes between them, from which moving on is praised.
SOME_GROUPS: Final = 3
#: Ideas below which the first advice is to go on.
FEW_IDEAS: Final = 4
MOST_NOTES: Final = 2
#: The flag of an idea that a person has let count.
ACCEPTED: Final = "accepted"


class Praise(StrEnum):
    """What helped, from the facts."""

    UNUSUAL = "unusual"
    UNUSUAL_LATE = "unusual_late"
    MOVED_ON = "moved_on"
    WORKED_OUT = "worked_out"
    WENT_ON = "went_on"
    BEGAN = "began"


class Advice(StrEnum):
    """What to try next, from the facts."""

    BEGIN = "begin"
    GO_ON = "go_on"
    OTHER_GROUP = "other_group"
    LOOK_CLOSER = "look_closer"
    WORK_OUT = "work_out"
    MAKE_USEFUL = "make_useful"


@dataclass(frozen=True, slots=True)
class ScoredIdea:
    """What a run found about one idea, in the pupil's order; ``flags`` are the scorer's reasons.

    ``key`` is that of the idea, where questions about it may be asked.
    """

    text: str
    is_valid: bool
    flags: Sequence[str]
    cluster: int
    category: int
    people: int
    rarity: float
    elaboration: float
    key: UUID | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """One sentence: its key, and the number and the text that it speaks of; ``people`` had the idea in ``text``."""

    key: Praise | Advice
    number: int = 0
    text: str = ""
    people: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One counted idea as it is listed; ``same_as`` is the own earlier idea together with which it counts as one.

    Of a plain one nothing is said beside.
    """

    idea: ScoredIdea
    is_unusual: bool
    is_plain: bool
    same_as: str | None


@dataclass(frozen=True, slots=True)
class Group:
    """A category of the pupil's ideas: a name, or None where the sample has none, and the ideas in it."""

    name: str | None
    ideas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Uncounted:
    """An idea that is kept but not counted, and why: the scorer's flag, or ``late``."""

    text: str
    reason: str
    key: UUID | None = None


@dataclass(frozen=True, slots=True)
class Feedback:
    """All that a result page says about one answer; ``counted`` is the number of different ideas."""

    counted: int
    lines: tuple[Line, ...]
    groups: tuple[Group, ...]
    uncounted: tuple[Uncounted, ...]
    praise: tuple[Note, ...]
    advice: tuple[Note, ...]
    needs_care: bool


#: The first of these that an idea has is told as the reason why it is not counted.
REASONS: Final = (
    "duplicate",
    "refusal",
    "prompt_repeat",
    "mash",
    "filler",
    "noun_salad",
    "profanity",
    "instruction",
    "other_language",
    "off_topic",
)


def feedback(
    ideas: Sequence[ScoredIdea], late: Sequence[Uncounted], labels: Mapping[int, str], pool_people: int
) -> Feedback:
    """Return what to tell about an answer's ideas, in the pupil's order, among ``pool_people`` people."""
    valid = tuple(idea for idea in ideas if idea.is_valid)
    counted = _first_of_each(valid)
    quotable = tuple(idea for idea in counted if not is_worrying(idea))
    return Feedback(
        counted=len(counted),
        lines=_lines(valid, pool_people),
        groups=_groups(counted, labels),
        uncounted=(*_uncounted(ideas), *late),
        praise=_praise(quotable, pool_people)[:MOST_NOTES],
        advice=_advice(quotable, labels, pool_people)[:MOST_NOTES],
        needs_care=any(map(is_worrying, ideas)),
    )


def is_worrying(idea: ScoredIdea) -> bool:
    """Say whether an adult is asked to read an idea with care: it is listed as it stands, with nothing beside."""
    return "distress" in idea.flags


def is_unusual(people: int, pool_people: int) -> bool:
    """Say whether an idea is unusual: hardly anybody of the pool had it, and there were others to have it."""
    if pool_people < SMALL_POOL:
        return people == 1 < pool_people
    return people <= max(1, UNUSUAL_SHARE * pool_people)


def _first_of_each(ideas: Sequence[ScoredIdea]) -> tuple[ScoredIdea, ...]:
    """Return the ideas that count: of ideas that mean the same, the first."""
    first: dict[int, ScoredIdea] = {}
    for idea in ideas:
        first.setdefault(idea.cluster, idea)
    return tuple(first.values())


def _lines(ideas: Sequence[ScoredIdea], pool_people: int) -> tuple[Line, ...]:
    first = {idea.cluster: idea for idea in reversed(ideas)}
    return tuple(
        Line(
            idea=idea,
            is_unusual=is_unusual(idea.people, pool_people) and not is_worrying(idea),
            is_plain=is_worrying(idea),
            same_as=None if first[idea.cluster] is idea else first[idea.cluster].text,
        )
        for idea in ideas
    )


def _switches(ideas: Sequence[ScoredIdea]) -> int:
    return sum(one.category != other.category for one, other in pairwise(ideas))


def _groups(ideas: Sequence[ScoredIdea], labels: Mapping[int, str]) -> tuple[Group, ...]:
    """Return the groups in the order in which the pupil came to them."""
    texts: dict[int, list[str]] = {}
    for idea in ideas:
        texts.setdefault(idea.category, []).append(idea.text)
    return tuple(Group(labels.get(category), tuple(own)) for category, own in texts.items())


def _uncounted(ideas: Sequence[ScoredIdea]) -> list[Uncounted]:
    """Return the ideas that do not count; a sign of distress is answered with care, never listed with a reason."""
    return [
        Uncounted(idea.text, next((reason for reason in REASONS if reason in idea.flags), "unclear"), idea.key)
        for idea in ideas
        if not idea.is_valid and not is_worrying(idea)
    ]


def _praise(ideas: Sequence[ScoredIdea], pool_people: int) -> tuple[Note, ...]:
    notes: list[Note] = []
    unusual = [idea for idea in ideas if is_unusual(idea.people, pool_people)]
    if unusual:
        notes.append(_unusual_note(ideas, max(unusual, key=lambda idea: (idea.rarity, idea.elaboration))))
    groups, switches = len({idea.category for idea in ideas}), _switches(ideas)
    if groups >= SOME_GROUPS and switches >= SOME_GROUPS:
        notes.append(Note(Praise.MOVED_ON, switches))
    # One idea is quoted once: praise for two different ones says more.
    others = [idea for idea in ideas if idea.text not in {note.text for note in notes}]
    worked_out = max(others, key=lambda idea: idea.elaboration, default=None)
    if worked_out and worked_out.elaboration >= WORKED_OUT:
        notes.append(Note(Praise.WORKED_OUT, text=worked_out.text))
    if len(ideas) >= MANY_IDEAS:
        notes.append(Note(Praise.WENT_ON, len(ideas)))
    if ideas and not notes:
        notes.append(Note(Praise.BEGAN, text=ideas[-1].text))
    return tuple(notes)


def _unusual_note(ideas: Sequence[ScoredIdea], idea: ScoredIdea) -> Note:
    """Return praise for the rarest idea; that it came late is worth telling, for going on brought it."""
    place = ideas.index(idea) + 1
    is_late = place >= FEW_IDEAS and place > len(ideas) / 2
    return Note(Praise.UNUSUAL_LATE if is_late else Praise.UNUSUAL, place, idea.text, idea.people)


def _advice(ideas: Sequence[ScoredIdea], labels: Mapping[int, str], pool_people: int) -> tuple[Note, ...]:
    if not ideas:
        return (Note(Advice.BEGIN),)
    notes: list[Note] = []
    if len(ideas) < FEW_IDEAS:
        notes.append(Note(Advice.GO_ON))
    category, size = Counter(idea.category for idea in ideas).most_common(1)[0]
    if size >= SOME_GROUPS and 2 * size > len(ideas):
        named = labels.get(category) or next(idea.text for idea in ideas if idea.category == category)
        notes.append(Note(Advice.OTHER_GROUP, size, named))
    if not any(is_unusual(idea.people, pool_people) for idea in ideas) and pool_people > 1:
        notes.append(Note(Advice.LOOK_CLOSER))
    if max(idea.elaboration for idea in ideas) < WORKED_OUT:
        notes.append(Note(Advice.WORK_OUT))
    rarest = max(ideas, key=lambda idea: (idea.rarity, idea.elaboration))
    return (*notes, Note(Advice.MAKE_USEFUL, text=rarest.text))
