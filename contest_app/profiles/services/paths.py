"""What pages tell of pupils' paths, put together from stored estimates and works. These acts only read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from contest_app.accounts.models import Student
from contest_app.profiles.models import PeopleRun, ProfileRun
from contest_app.profiles.queries import corrections, practice, profiles, rated, works
from contest_app.profiles.rules.ideas import OwnIdea, best
from contest_app.profiles.rules.levels import DOMAINS, FACETS, Aspect, Level
from contest_app.profiles.rules.people import PeopleLevel
from contest_app.profiles.rules.practice import Candidate, Chosen, choose
from contest_app.profiles.rules.telling import Grown, Sat, Silence, Told, growth, strengths
from contest_app.scoring.estimate import Estimate
from contest_app.scoring.yardstick import Basis
from contest_app.tasks.models import Attempt, Response, Sitting
from contest_app.tasks.rules.sittings import Mode, Shown, Standing, are_comments_shown


@dataclass(frozen=True, slots=True)
class Done:
    """One sitting that a pupil took part in: the tasks handed in, and the place that they give, if any."""

    sitting: Sitting
    language: str
    responses: tuple[Response, ...]
    level: Level | None
    are_comments_shown: bool
    is_closed: bool

    @property
    def is_practice(self) -> bool:
        """Whether it was for practice, which is not measured."""
        return self.sitting.mode == Mode.PRACTICE

    @property
    def is_hidden(self) -> bool:
        """Whether pupils never see what came of it; then no number rests on it either."""
        return self.sitting.shown == Shown.NEVER


@dataclass(frozen=True, slots=True)
class Path:
    """All that a page tells of one pupil: ``overall`` is the place over all tasks so far, ``sat`` how many sittings.

    ``people`` is what raters say of works, by domain, beside what is counted.
    ``rooms`` are the open practice sittings by their tasks; the newest of ``done`` comes first.
    """

    done: tuple[Done, ...]
    overall: Level | None
    domains: tuple[Told, ...]
    facets: tuple[Told, ...]
    people: Mapping[Aspect, PeopleLevel]
    growth: list[Grown] | Silence
    sat: int
    best: OwnIdea | None
    chosen: Chosen
    rooms: Mapping[str, UUID]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell yet."""
        return not self.done


def path_of(session: Session, student: Student, now: datetime) -> Path:
    """Return what there is to tell of a pupil; the class must be loaded."""
    runs = profiles.runs_of(session, [student.user_id]).get(student.user_id, [])
    so_far = levels_of(runs[-1], "so_far") if runs else {}
    facets = strengths(so_far, FACETS)
    met = practice.met(session, [student.user_id]).get(student.user_id, set())
    attempts = works.attempts_of(session, student.user_id)
    return Path(
        done=tuple(_done(attempt, runs, now) for attempt in attempts if _handed_in(attempt)),
        overall=so_far.get(Aspect.ALL),
        domains=tuple(strengths(so_far, DOMAINS)),
        facets=tuple(facets),
        people=people_of(rated.newest_runs(session, [student.user_id]).get(student.user_id)),
        growth=growth([Sat(run.language, levels_of(run, "sitting")) for run in runs]),
        sat=len(runs),
        best=best(works.ideas_of_record(session, student.user_id)),
        chosen=choose(facets, practice.candidates(session, student.school_class.grade), met),
        rooms=practice.open_practice(session, student.class_id, now),
    )


def levels_of(run: ProfileRun, scope: str) -> dict[Aspect, Level]:
    """Return the places of a run, of its sitting alone or of all up to it."""
    return {
        Aspect(row.aspect): Level(Estimate(row.value, row.standard_error), row.tasks, Basis(row.basis))
        for row in run.estimates
        if row.scope == scope
    }


def people_of(run: PeopleRun | None) -> dict[Aspect, PeopleLevel]:
    """Return the places of a run of what people say, in the order of the domains."""
    found = {Aspect(row.aspect): row for row in run.estimates} if run else {}
    return {
        domain: PeopleLevel(Estimate(found[domain].value, found[domain].standard_error), found[domain].tasks)
        for domain in DOMAINS
        if domain in found
    }


def _handed_in(attempt: Attempt) -> tuple[Response, ...]:
    done = [response for response in attempt.responses if response.submitted_at is not None]
    return tuple(sorted(done, key=lambda response: (response.started_at, response.id)))


def _done(attempt: Attempt, runs: Sequence[ProfileRun], now: datetime) -> Done:
    sitting = attempt.sitting
    run = next((run for run in runs if run.sitting_id == sitting.id), None)
    is_closed = sitting.standing(now) is Standing.CLOSED
    return Done(
        sitting=sitting,
        language=attempt.language,
        responses=_handed_in(attempt),
        level=levels_of(run, "sitting").get(Aspect.ALL) if run else None,
        are_comments_shown=are_comments_shown(Shown(sitting.shown), is_closed=is_closed),
        is_closed=is_closed,
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One pupil on the list of a class: what is told, what to practise, and how many requests wait for an answer."""

    student: Student
    sat: int
    overall: Level | None
    facets: tuple[Told, ...]
    chosen: Chosen
    waiting: int


def lines_of_class(session: Session, grade: int, students: Sequence[Student]) -> list[Line]:
    """Return the pupils' lines, in the order given."""
    keys = [student.user_id for student in students]
    runs, met = profiles.runs_of(session, keys), practice.met(session, keys)
    waiting, candidates = corrections.waiting(session, keys), practice.candidates(session, grade)
    return [
        _line(student, runs.get(student.user_id, []), candidates, met.get(student.user_id, set()), waiting)
        for student in students
    ]


def _line(
    student: Student,
    runs: Sequence[ProfileRun],
    candidates: Sequence[Candidate],
    met: Collection[str],
    waiting: Mapping[UUID, int],
) -> Line:
    so_far = levels_of(runs[-1], "so_far") if runs else {}
    facets = strengths(so_far, FACETS)
    return Line(
        student=student,
        sat=len(runs),
        overall=so_far.get(Aspect.ALL),
        facets=tuple(facets),
        chosen=choose(facets, candidates, met),
        waiting=waiting.get(student.user_id, 0),
    )


def advised(lines: Sequence[Line]) -> list[tuple[Candidate, int]]:
    """Return the tasks that pupils of a class are advised to practise, those of most pupils first."""
    counts = Counter(task.slug for line in lines for task in line.chosen.tasks)
    tasks = {task.slug: task for line in lines for task in line.chosen.tasks}
    return [(tasks[slug], count) for slug, count in sorted(counts.items(), key=lambda row: (-row[1], row[0]))]
