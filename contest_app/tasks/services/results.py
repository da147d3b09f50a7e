"""What the runs found, put into what people are shown. These acts only read."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from contest_app.tasks.models import IdeaScore, Item, Response, Score, ScoringRun, Sitting
from contest_app.tasks.queries import results as queries
from contest_app.tasks.rules.class_picture import Picture, Said, picture
from contest_app.tasks.rules.feedback import Feedback, ScoredIdea, feedback


@dataclass(frozen=True, slots=True)
class Result:
    """A pupil's own result: what to tell, and the run that it rests on (None: there was nothing to score)."""

    response: Response
    run: ScoringRun | None
    scores: dict[str, Score]
    feedback: Feedback


def result_of(session: Session, response: Response) -> Result | None:
    """Return the result of a response, or None while the machine has not looked at it yet."""
    late = [idea.text for idea in response.ideas if idea.is_late]
    found = queries.found_about(session, response.id)
    if found is None:
        is_awaited = len(late) < len(response.ideas)
        return None if is_awaited else Result(response, None, {}, feedback([], late, {}, 0))
    told = feedback([as_scored(idea) for idea in found.ideas], late, _labels(found.run), found.run.pool_people)
    return Result(response, found.run, found.scores, told)


def is_ready(session: Session, response: Response) -> bool:
    """Say whether the result of a response can be shown."""
    has_ideas = any(not idea.is_late for idea in response.ideas)
    return not has_ideas or queries.is_scored(session, response.id)


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
    late: int


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """A class's answers to one item in one language; no ``run`` while the machine is at work."""

    item: Item
    language: str
    run: ScoringRun | None
    pupils: tuple[PupilResult, ...]
    said: tuple[Said, ...]
    labels: dict[int, str]
    picture: Picture | None


@dataclass(frozen=True, slots=True)
class Worry:
    """Words that may be a sign of distress, and whose they are."""

    pupil: str
    text: str
    language: str


def worries(session: Session, sitting_id: UUID) -> list[Worry]:
    """Return what the teacher of an open or closed sitting should see first, each idea once."""
    signs = {
        idea.idea_id: Worry(pupil, idea.text, language)
        for idea, pupil, language in queries.uncounted_ideas(session, sitting_id)
        if "distress" in idea.flags
    }
    return list(signs.values())


def class_results(session: Session, sitting: Sitting) -> list[QuestionResult]:
    """Return the results of a sitting by item, in the sitting's order, and language, that of most pupils first.

    Pupils come in alphabetical order.
    """
    runs = {(run.item_id, run.language): run for run in queries.final_runs(session, sitting.id)}
    places = {row.item_id: row.position for row in sitting.items}
    answers: dict[tuple[UUID, str], list[Response]] = {}
    for response in queries.answers_of(session, sitting.id):
        answers.setdefault((response.item_id, response.attempt.language), []).append(response)
    ordered = sorted(answers, key=lambda question: (places[question[0]], -len(answers[question]), question[1]))
    return [_question_result(answers[question], runs.get(question)) for question in ordered]


def _question_result(answers: list[Response], run: ScoringRun | None) -> QuestionResult:
    scores: dict[UUID, dict[str, Score]] = {}
    for score in run.scores if run else ():
        scores.setdefault(score.response_id, {})[score.dimension] = score
    pupils = tuple(_pupil_result(response, scores.get(response.id, {})) for response in answers)
    said = _said(answers, run)
    labels = _labels(run) if run else {}
    counts = [int(pupil.scores["fluency"].value) for pupil in pupils if "fluency" in pupil.scores]
    return QuestionResult(
        item=answers[0].item,
        language=answers[0].attempt.language,
        run=run,
        pupils=pupils,
        said=said,
        labels=labels,
        picture=picture(said, counts, labels, run.pool_people) if run else None,
    )


def _pupil_result(response: Response, scores: dict[str, Score]) -> PupilResult:
    return PupilResult(
        response=response,
        name=response.attempt.student.user.display_name,
        scores=scores,
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


def _labels(run: ScoringRun) -> dict[int, str]:
    return {int(category): name for category, name in run.category_labels.items()}
