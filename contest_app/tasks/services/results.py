"""What the runs found about one answer, put into what its pupil is shown. These acts only read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy.orm import Session

from contest_app.scoring.keyed import is_right
from contest_app.tasks.kinds import Form, Kind, Scorer, Sheet, kind_named
from contest_app.tasks.models import IdeaScore, Photo, Response, Score, ScoringRun, Stroke
from contest_app.tasks.queries import care as care_queries
from contest_app.tasks.queries import results as queries
from contest_app.tasks.queries import strokes
from contest_app.tasks.rules.feedback import Feedback, ScoredIdea, Uncounted, feedback
from contest_app.tasks.rules.ratings import Rating, is_shown


@dataclass(frozen=True, slots=True)
class Result:
    """A pupil's own result: what to tell, and the run that it rests on (None: there was nothing to score).

    ``rating`` is None also where ratings are not shown in the language of the answer.
    """

    response: Response
    run: ScoringRun | None
    scores: dict[str, Score]
    rating: Rating | None
    feedback: Feedback


def result_of(session: Session, response: Response) -> Result | None:
    """Return the result of a response, or None while the machine has not looked at it yet."""
    worrying = care_queries.ideas_of_response_with_case(session, response.id)
    found = queries.found_about(session, response.id)
    # A late idea that a person has let count is among those that were found.
    known = worrying | {idea.idea_id for idea in found.ideas} if found else worrying
    late = [Uncounted(idea.text, "late", idea.id) for idea in response.ideas if idea.is_late and idea.id not in known]
    if found is None:
        is_awaited = any(not idea.is_late for idea in response.ideas)
        return None if is_awaited else Result(response, None, {}, None, feedback([], late, {}, 0))
    told = feedback([as_scored(idea) for idea in found.ideas], late, labels_of(found.run), found.run.pool_people)
    told = replace(told, needs_care=told.needs_care or bool(worrying))
    return Result(response, found.run, found.scores, rating_of(found.run, found.scores, found.ideas), told)


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a response: what stood before it, what was written; ``is_right`` is None where there is no key.

    ``key`` is that of what was written, None where nothing was.
    """

    label: str
    text: str
    is_right: bool | None
    key: UUID | None


@dataclass(frozen=True, slots=True)
class PlainResult:
    """A pupil's own result where nobody is compared; ``text`` and ``places`` are what was written, by the form.

    ``drawing`` is None where nothing is drawn.
    """

    response: Response
    run: ScoringRun | None
    scores: dict[str, Score]
    kind: Kind
    text: str
    places: tuple[Place, ...]
    drawing: Drawing | None
    needs_care: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a pupil drew: the sheet, the strokes that stand, what is said of each frame, and a photo."""

    sheet: Sheet
    strokes: tuple[Stroke, ...]
    words: tuple[str, ...]
    photo: Photo | None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing at all."""
        return not (self.strokes or self.photo or any(self.words))


def drawing_of(session: Session, response: Response, *, without: Collection[UUID] = ()) -> Drawing | None:
    """Return what a pupil drew, or None where nothing is drawn; the words of ``without`` are left out."""
    kind, content = kind_named(response.item.kind), response.item.content
    if kind.canvas(content) is None:
        return None
    sheet = kind.sheet(content, response.attempt.language)
    standing = [idea for idea in response.ideas if idea.removed_at is None and idea.id not in without]
    said = {idea.position: idea.text for idea in standing}
    return Drawing(
        sheet=sheet,
        strokes=tuple(strokes.strokes_of(session, response.id)),
        words=tuple(said.get(number, "") for number in range(1, len(sheet.frames) + 1)),
        photo=strokes.photo_of(session, response.id),
    )


def plain_result_of(session: Session, response: Response) -> PlainResult | None:
    """Return the result of a response that is compared with nobody's, or None before the machine has looked at it."""
    found = queries.found_about(session, response.id)
    drawing = drawing_of(session, response)
    if found is None and (response.ideas or (drawing and not drawing.is_empty)):
        return None
    kind = kind_named(response.item.kind)
    written = {idea.position: idea.text for idea in response.ideas}
    return PlainResult(
        response=response,
        run=found.run if found else None,
        scores=found.scores if found else {},
        kind=kind,
        text="\n\n".join(written.values()) if kind.form is Form.TEXT else "",
        places=_places(kind, response, written),
        drawing=drawing,
        needs_care=bool(care_queries.ideas_of_response_with_case(session, response.id)),
    )


def _places(kind: Kind, response: Response, written: Mapping[int, str]) -> tuple[Place, ...]:
    content, language = response.item.content, response.attempt.language
    labels = kind.slots(content, language)
    names = {idea.position: idea.id for idea in response.ideas}
    keys = content["triads"][language] if Scorer.KEY in kind.scorers else None
    return tuple(
        Place(label, text, is_right(text, keys[number]["answers"]) if keys else None, names.get(number + 1))
        for number, label in enumerate(labels)
        for text in [written.get(number + 1, "")]
    )


def is_ready(session: Session, response: Response) -> bool:
    """Say whether the result of a response can be shown."""
    has_ideas = any(not idea.is_late for idea in response.ideas) or (
        bool(response.ideas) and not kind_named(response.item.kind).is_compared
    )
    drawing = drawing_of(session, response)
    is_awaited = has_ideas or (drawing is not None and not drawing.is_empty)
    return not is_awaited or queries.is_scored(session, response.id)


def as_scored(idea: IdeaScore) -> ScoredIdea:
    """Return a stored idea score as the rules of feedback take it."""
    return ScoredIdea(
        text=idea.text,
        is_valid=idea.is_valid,
        flags=tuple(idea.flags),
        cluster=idea.cluster,
        category=idea.category,
        people=idea.people,
        rarity=idea.rarity,
        elaboration=idea.elaboration,
        key=idea.idea_id,
    )


def rating_of(run: ScoringRun, scores: Mapping[str, Score], ideas: Iterable[IdeaScore]) -> Rating | None:
    """Return the rating of a response, where one may be shown; all of a run rest on the same."""
    score = scores.get("rating")
    basis = next((idea.rating_basis for idea in ideas if idea.rating_basis), None)
    if score is None or basis is None or not is_shown(run.language):
        return None
    return Rating(score.value, score.standard_error or 0.0, basis)


def labels_of(run: ScoringRun) -> dict[int, str]:
    """Return the names of a run's categories by number."""
    return {int(category): name for category, name in run.category_labels.items()}
