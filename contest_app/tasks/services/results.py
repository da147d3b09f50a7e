"""What the runs found, put into what people are shown. These acts only read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy.orm import Session

from contest_app.scoring.keyed import is_right
from contest_app.tasks.kinds import Form, Kind, Scorer, Sheet, kind_named
from contest_app.tasks.models import IdeaScore, Item, Photo, Response, Score, ScoringRun, Sitting, Stroke
from contest_app.tasks.queries import care as care_queries
from contest_app.tasks.queries import results as queries
from contest_app.tasks.queries import strokes
from contest_app.tasks.rules.class_picture import Picture, Said, picture
from contest_app.tasks.rules.feedback import Feedback, ScoredIdea, feedback
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
    late = [idea.text for idea in response.ideas if idea.is_late and idea.id not in worrying]
    found = queries.found_about(session, response.id)
    if found is None:
        is_awaited = any(not idea.is_late for idea in response.ideas)
        return None if is_awaited else Result(response, None, {}, None, feedback([], late, {}, 0))
    told = feedback([as_scored(idea) for idea in found.ideas], late, _labels(found.run), found.run.pool_people)
    told = replace(told, needs_care=told.needs_care or bool(worrying))
    return Result(response, found.run, found.scores, _rating(found.run, found.scores, found.ideas), told)


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a response: what stood before it, what was written; ``is_right`` is None where there is no key."""

    label: str
    text: str
    is_right: bool | None


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
    keys = content["triads"][language] if Scorer.KEY in kind.scorers else None
    return tuple(
        Place(label, text, is_right(text, keys[number]["answers"]) if keys else None)
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
    )


@dataclass(frozen=True, slots=True)
class PupilResult:
    """One pupil's line: scores by dimension with their errors, and how many ideas came late."""

    response: Response
    name: str
    scores: dict[str, Score]
    rating: Rating | None
    late: int


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """A class's answers to one item in one language; no ``run`` while the machine is at work.

    ``picture`` is there only where ideas are compared; ``texts`` (pupil, text) where people read them, without
    those that somebody is taking care of.
    """

    item: Item
    language: str
    run: ScoringRun | None
    pupils: tuple[PupilResult, ...]
    said: tuple[Said, ...]
    labels: dict[int, str]
    picture: Picture | None
    texts: tuple[tuple[str, str], ...]

    @property
    def kind(self) -> Kind:
        """The kind of the item."""
        return kind_named(self.item.kind)

    @property
    def dimensions(self) -> list[str]:
        """The dimensions that any of the pupils has, in the order in which they first appear."""
        return list(dict.fromkeys(name for pupil in self.pupils for name in pupil.scores))


def class_results(session: Session, sitting: Sitting) -> list[QuestionResult]:
    """Return the results of a sitting by item, in the sitting's order, and language, that of most pupils first.

    Pupils come in alphabetical order.
    """
    runs = {(run.item_id, run.language): run for run in queries.final_runs(session, sitting.id)}
    places = {row.item_id: row.position for row in sitting.items}
    answers: dict[tuple[UUID, str], list[Response]] = {}
    for response in queries.answers_of(session, sitting.id):
        answers.setdefault((response.item_id, response.attempt.language), []).append(response)
    worrying = care_queries.ideas_with_case(
        session, [idea.id for own in answers.values() for response in own for idea in response.ideas]
    )
    ordered = sorted(answers, key=lambda question: (places[question[0]], -len(answers[question]), question[1]))
    return [_question_result(answers[question], runs.get(question), worrying) for question in ordered]


def _question_result(answers: list[Response], run: ScoringRun | None, worrying: Collection[UUID]) -> QuestionResult:
    scores: dict[UUID, dict[str, Score]] = {}
    for score in run.scores if run else ():
        scores.setdefault(score.response_id, {})[score.dimension] = score
    pupils = tuple(_pupil_result(response, run, scores.get(response.id, {})) for response in answers)
    said = _said(answers, run)
    labels = _labels(run) if run else {}
    kind = kind_named(answers[0].item.kind)
    counts = [int(pupil.scores["fluency"].value) for pupil in pupils if "fluency" in pupil.scores]
    return QuestionResult(
        item=answers[0].item,
        language=answers[0].attempt.language,
        run=run,
        pupils=pupils,
        said=said,
        labels=labels,
        picture=picture(said, counts, labels, run.pool_people) if run and kind.is_compared else None,
        texts=_texts(answers, worrying) if kind.form is Form.TEXT else (),
    )


def _texts(answers: list[Response], worrying: Collection[UUID]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (response.attempt.student.user.display_name, idea.text)
        for response in answers
        for idea in response.ideas
        if idea.id not in worrying
    )


def _pupil_result(response: Response, run: ScoringRun | None, scores: dict[str, Score]) -> PupilResult:
    return PupilResult(
        response=response,
        name=response.attempt.student.user.display_name,
        scores=scores,
        rating=_rating(run, scores, run.idea_scores) if run else None,
        late=sum(idea.is_late for idea in response.ideas),
    )


def _said(answers: list[Response], run: ScoringRun | None) -> tuple[Said, ...]:
    """Return the scored ideas with their pupils, pupil by pupil, in the order of writing."""
    found = {idea.idea_id: idea for idea in run.idea_scores} if run else {}
    return tuple(
        Said(response.id, response.attempt.student.user.display_name, as_scored(found[idea.id]))
        for response in answers
        for idea in response.ideas
        if idea.id in found
    )


def _rating(run: ScoringRun, scores: Mapping[str, Score], ideas: Iterable[IdeaScore]) -> Rating | None:
    """Return the rating of a response, where one may be shown; all of a run rest on the same."""
    score = scores.get("rating")
    basis = next((idea.rating_basis for idea in ideas if idea.rating_basis), None)
    if score is None or basis is None or not is_shown(run.language):
        return None
    return Rating(score.value, score.standard_error or 0.0, basis)


def _labels(run: ScoringRun) -> dict[int, str]:
    return {int(category): name for category, name in run.category_labels.items()}
