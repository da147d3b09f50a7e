"""Gathering what one run is about, and what it compares it with."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from contest_app.scoring.corrections import Correction, Level, Merge, Rename, Split
from contest_app.scoring.pool import PoolIdea
from contest_app.scoring.text import normalise
from contest_app.tasks.kinds import Kind, kind_named
from contest_app.tasks.models import GroupCorrection, Idea, NormAnswer, Stroke
from contest_app.tasks.queries import groups, items, pools, questions, strokes
from contest_app.tasks.queries.pools import Question
from contest_app.tasks.rules.groups import CorrectionKind
from contest_app.tasks.rules.questions import About

#: Before the names of the sample's people in a pool.
SAMPLE: Final = "norm:"


@dataclass(frozen=True, slots=True)
class Pool:
    """What one run compares: the norm sample first, then the class.

    ``response_id`` is the one response that a provisional run is about, None for a final run;
    ``responses`` are those that get scores, also where they hold no idea. ``late`` are their ideas that came
    too late to count: they are read for signs of distress and for nothing else. ``strokes`` are what was drawn in
    time, by response; ``photos`` those responses that have a photograph of a paper sheet; ``let_count`` the ideas
    that a person has let count, with what was asked about them.
    """

    sitting_id: UUID
    question: Question
    response_id: UUID | None
    responses: tuple[UUID, ...]
    norm: tuple[NormAnswer, ...]
    ideas: tuple[Idea, ...]
    late: tuple[Idea, ...]
    corrections: tuple[Correction, ...]
    strokes: Mapping[UUID, tuple[Stroke, ...]]
    photos: frozenset[UUID]
    let_count: Mapping[questions.Key, str]

    @property
    def name(self) -> str:
        """The name of the norm sample; empty where the item has none in this language."""
        return self.norm[0].pool.name if self.norm else ""

    @property
    def entries(self) -> list[PoolIdea]:
        """All ideas as the scorer takes them: the sample's first, then the class's in the order of ``ideas``."""
        norm = (PoolIdea(f"{SAMPLE}{each.person}", each.text, each.position, sample=True) for each in self.norm)
        return [*norm, *(_entry(idea, is_accepted=_key(idea) in self.let_count) for idea in self.ideas)]

    @property
    def kind(self) -> Kind:
        """The kind of the item."""
        return kind_named(self.question.item.kind)

    @property
    def prompt(self) -> str:
        """The words that answers are compared with."""
        return self.kind.prompt(self.question.item.content, self.question.language)


def pool_of_response(session: Session, response_id: UUID) -> Pool | None:
    """Gather what a fresh response is compared with: the norm sample and the class so far.

    None where there is nothing to score: the response is gone, or holds nothing.
    """
    response = pools.response_in_place(session, response_id)
    if response is None:
        return None
    question = Question(response.item, response.attempt.language)
    sitting_id = response.attempt.sitting_id
    let_count = questions.let_count(session, sitting_id, question)
    ideas = pools.ideas_in_time(session, sitting_id, question, or_of=response_id, let_count=let_count)
    late = pools.late_ideas(session, sitting_id, question, of=response_id)
    drawn, photos = _drawn(session, question, [response_id])
    if not (late or drawn or photos or any(idea.response_id == response_id for idea in ideas)):
        return None
    norm = items.norm_answers(session, question.item.slug, question.language)
    return Pool(
        sitting_id=sitting_id,
        question=question,
        response_id=response_id,
        responses=(response_id,),
        norm=tuple(norm),
        ideas=tuple(ideas),
        late=tuple(late),
        corrections=(*_corrections(session, sitting_id, question), *_parted(let_count, ideas, norm)),
        strokes=drawn,
        photos=photos,
        let_count=let_count,
    )


def pools_of_sitting(session: Session, sitting_id: UUID) -> list[Pool]:
    """Gather the whole pools of a sitting, one for each item and language with an idea to score."""
    gathered = (_whole_pool(session, sitting_id, question) for question in pools.questions_of(session, sitting_id))
    return [pool for pool in gathered if pool.norm or pool.ideas or pool.late or pool.strokes or pool.photos]


def person_of(response_id: UUID) -> str:
    """Return the name under which a pupil stands in a pool."""
    return f"class:{response_id}"


def is_of_sample(person: str) -> bool:
    """Say whether a name in a pool is that of somebody of the sample."""
    return person.startswith(SAMPLE)


def _whole_pool(session: Session, sitting_id: UUID, question: Question) -> Pool:
    responses = tuple(pools.begun_responses(session, sitting_id, question))
    drawn, photos = _drawn(session, question, responses)
    let_count = questions.let_count(session, sitting_id, question)
    norm = items.norm_answers(session, question.item.slug, question.language)
    ideas = pools.ideas_in_time(session, sitting_id, question, let_count=let_count)
    return Pool(
        sitting_id=sitting_id,
        question=question,
        response_id=None,
        responses=responses,
        norm=tuple(norm),
        ideas=tuple(ideas),
        late=tuple(pools.late_ideas(session, sitting_id, question)),
        corrections=(*_corrections(session, sitting_id, question), *_parted(let_count, ideas, norm)),
        strokes=drawn,
        photos=photos,
        let_count=let_count,
    )


def _drawn(
    session: Session, question: Question, responses: Collection[UUID]
) -> tuple[dict[UUID, tuple[Stroke, ...]], frozenset[UUID]]:
    """Return what was drawn in time, on the screen by response, and on paper."""
    if kind_named(question.item.kind).canvas(question.item.content) is None:
        return {}, frozenset()
    found = strokes.strokes_of_each(session, responses)
    in_time = {key: tuple(stroke for stroke in own if not stroke.is_late) for key, own in found.items()}
    taken = strokes.with_photo(session, responses)
    return {key: own for key, own in in_time.items() if own}, frozenset(key for key in taken if not taken[key])


def _corrections(session: Session, sitting_id: UUID, question: Question) -> tuple[Correction, ...]:
    """Return what the teacher set right, as the scorer takes it; of an erased idea nothing is left to say."""
    made = groups.corrections(session, sitting_id, question.item.id, question.language)
    texts = groups.texts(session, [idea.idea_id for each in made for idea in each.ideas])
    return tuple(correction for each in made for correction in _as_corrections(each, texts))


def _as_corrections(made: GroupCorrection, texts: Mapping[tuple[UUID, UUID], str]) -> tuple[Correction, ...]:
    """Return one correction of categories; before a split, of ideas too, for a category holds whole ideas."""
    known = [(texts.get((idea.response_id, idea.idea_id)), idea.is_kept) for idea in made.ideas]
    moved = tuple(sorted({text for text, is_kept in known if text is not None and not is_kept}))
    kept = tuple(sorted({text for text, is_kept in known if text is not None and is_kept}))
    if not moved:
        return ()
    if made.kind == CorrectionKind.RENAME:
        return (Rename(moved, made.name or "", Level.CATEGORY),)
    if made.kind == CorrectionKind.SPLIT:
        return Split(moved, kept, Level.IDEA), Split(moved, kept, Level.CATEGORY)
    return (Merge(moved, Level.CATEGORY),)


def _parted(
    let_count: Mapping[questions.Key, str], ideas: Sequence[Idea], norm: Sequence[NormAnswer]
) -> Iterator[Correction]:
    """Go through the ideas that a person has let count as ideas of their own, parted from those they are none of.

    Where rarity was questioned, from everybody's; else from the pupil's other ideas.
    """
    for idea in ideas:
        about = let_count.get(_key(idea))
        if about is None or about == About.PLACE:
            continue
        others = [each.text for each in ideas if about == About.RARE or each.response_id == idea.response_id]
        others += [each.text for each in norm if about == About.RARE]
        kept = tuple(sorted({text for text in others if normalise(text) != normalise(idea.text)}))
        if kept:
            yield Split((idea.text,), kept, Level.IDEA)


def _key(idea: Idea) -> questions.Key:
    return idea.response_id, idea.id


def _entry(idea: Idea, *, is_accepted: bool) -> PoolIdea:
    person, is_pasted = person_of(idea.response_id), idea.pastes > 0
    return PoolIdea(person, idea.text, idea.position, pasted=is_pasted, accepted=is_accepted)
