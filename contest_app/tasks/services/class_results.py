"""What the runs found about a class's answers, put into what its teacher is shown. These acts only read."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from contest_app.scoring.pisa import Code
from contest_app.tasks.kinds import Form, Kind, kind_named
from contest_app.tasks.models import IdeaMap, IdeaScore, Item, Response, Score, ScoringRun, Sitting
from contest_app.tasks.queries import accommodations
from contest_app.tasks.queries import care as care_queries
from contest_app.tasks.queries import class_report as report_queries
from contest_app.tasks.queries import results as queries
from contest_app.tasks.rules.accommodations import Support
from contest_app.tasks.rules.class_picture import Picture, Said, picture
from contest_app.tasks.rules.idea_map import Circle, MapPicture, Sheet, map_picture
from contest_app.tasks.rules.ratings import Rating
from contest_app.tasks.rules.strip import Strip, strip
from contest_app.tasks.services.coding import code_of_answer
from contest_app.tasks.services.results import as_scored, labels_of, rating_of

#: Dimensions whose distribution over the class is shown.
SHOWN: Final = ("fluency", "flexibility", "originality")


@dataclass(frozen=True, slots=True)
class PupilResult:
    """One pupil's line: scores by dimension with their errors, and how many ideas came late and do not count.

    ``code`` is that in the manner of PISA, None where the item has none.
    ``helper`` says who types for the pupil, or how; empty where nobody does.
    """

    response: Response
    name: str
    scores: dict[str, Score]
    rating: Rating | None
    code: Code | None
    late: int
    helper: str


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """A class's answers to one item in one language; no ``run`` while the machine is at work.

    ``picture`` and ``map`` are there only where ideas are compared; ``texts`` (pupil, text) where people read them,
    without those that somebody is taking care of.
    """

    item: Item
    language: str
    run: ScoringRun | None
    pupils: tuple[PupilResult, ...]
    said: tuple[Said, ...]
    labels: dict[int, str]
    picture: Picture | None
    map: MapPicture | None
    strips: tuple[Strip, ...]
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
    known = _known(session, sitting, [run.id for run in runs.values()])
    places = {row.item_id: row.position for row in sitting.items}
    answers: dict[tuple[UUID, str], list[Response]] = {}
    for response in known.answers:
        answers.setdefault((response.item_id, response.attempt.language), []).append(response)
    ordered = sorted(answers, key=lambda question: (places[question[0]], -len(answers[question]), question[1]))
    return [_question_result(answers[question], runs.get(question), known) for question in ordered]


@dataclass(frozen=True, slots=True)
class _Known:
    """What is read once for all of a sitting: answers, worrying and hidden ideas, and the maps of its runs."""

    answers: Sequence[Response]
    worrying: Collection[UUID]
    hidden: Collection[tuple[UUID, UUID]]
    maps: Mapping[UUID, IdeaMap]
    supports: Mapping[UUID, Support]


def _known(session: Session, sitting: Sitting, run_ids: Sequence[UUID]) -> _Known:
    answers = queries.answers_of(session, sitting.id)
    return _Known(
        answers=answers,
        worrying=care_queries.ideas_with_case(session, [idea.id for own in answers for idea in own.ideas]),
        hidden=report_queries.hidden(session, sitting.id),
        maps=report_queries.idea_maps(session, run_ids),
        supports=accommodations.supports_in(session, sitting.class_id),
    )


def _question_result(answers: list[Response], run: ScoringRun | None, known: _Known) -> QuestionResult:
    scores: dict[UUID, dict[str, Score]] = {}
    for score in run.scores if run else ():
        scores.setdefault(score.response_id, {})[score.dimension] = score
    ideas: dict[UUID, list[IdeaScore]] = {}
    for idea in run.idea_scores if run else ():
        ideas.setdefault(idea.response_id, []).append(idea)
    pupils = tuple(
        _pupil_result(
            response,
            scores.get(response.id, {}),
            ideas.get(response.id, []),
            run,
            known.supports.get(response.attempt.student_id, Support()),
        )
        for response in answers
    )
    said = _said(answers, run, known.hidden)
    labels = labels_of(run) if run else {}
    kind = kind_named(answers[0].item.kind)
    compared = run if kind.is_compared else None
    return QuestionResult(
        item=answers[0].item,
        language=answers[0].attempt.language,
        run=run,
        pupils=pupils,
        said=said,
        labels=labels,
        picture=picture(said, compared.pool_people) if compared else None,
        map=map_picture(said, labels, _sheet(known.maps.get(compared.id))) if compared else None,
        strips=tuple(_strips(pupils)) if compared else (),
        texts=_texts(answers, known.worrying) if kind.form is Form.TEXT else (),
    )


def _sheet(drawn: IdeaMap | None) -> Sheet | None:
    if drawn is None:
        return None
    spots = {int(cluster): Circle(*circle) for cluster, circle in drawn.spots.items()}
    return Sheet(drawn.height, drawn.likeness, spots)


def _strips(pupils: Sequence[PupilResult]) -> Iterator[Strip]:
    for dimension in SHOWN:
        scores = [pupil.scores[dimension] for pupil in pupils if dimension in pupil.scores]
        if scores:
            errors = [score.standard_error for score in scores if score.standard_error is not None]
            yield strip(dimension, [score.value for score in scores], errors)


def _texts(answers: list[Response], worrying: Collection[UUID]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (response.attempt.student.user.display_name, idea.text)
        for response in answers
        for idea in response.ideas
        if idea.id not in worrying
    )


def _pupil_result(
    response: Response,
    scores: dict[str, Score],
    ideas: Sequence[IdeaScore],
    run: ScoringRun | None,
    support: Support,
) -> PupilResult:
    # A late idea that a person has let count is among those that were found.
    found = {idea.idea_id for idea in ideas}
    return PupilResult(
        response=response,
        name=response.attempt.student.user.display_name,
        scores=scores,
        rating=rating_of(run, scores, ideas) if run else None,
        code=code_of_answer(response.item, ideas) if run and kind_named(response.item.kind).is_compared else None,
        late=sum(idea.is_late and idea.id not in found for idea in response.ideas),
        helper=support.helper,
    )


def _said(answers: list[Response], run: ScoringRun | None, hidden: Collection[tuple[UUID, UUID]]) -> tuple[Said, ...]:
    """Return the scored ideas with their pupils, pupil by pupil, in the order of writing."""
    found = {idea.idea_id: idea for idea in run.idea_scores} if run else {}
    return tuple(
        Said(
            response_id=response.id,
            idea_id=idea.id,
            pupil=response.attempt.student.user.display_name,
            idea=as_scored(found[idea.id]),
            rarity_error=found[idea.id].rarity_se,
            theme=found[idea.id].theme,
            is_hidden=(response.id, idea.id) in hidden,
        )
        for response in answers
        for idea in response.ideas
        if idea.id in found
    )
