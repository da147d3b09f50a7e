"""Reckoning pupils' profiles after a sitting was closed. Only ``profiles/jobs.py`` imports this."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from contest_app.profiles.models import ProfileEstimate, ProfileRun
from contest_app.profiles.queries import evidence, profiles
from contest_app.profiles.queries.evidence import Found
from contest_app.profiles.rules.levels import VERSION, Aspect, Level, Measure, levels
from contest_app.scoring.composite import Dimension, on_scale
from contest_app.scoring.estimate import Estimate
from contest_app.scoring.versions import digest_of
from contest_app.scoring.yardstick import Basis, Yardstick, measured
from contest_app.tasks.models import RunSpread
from contest_app.tasks.rules.facets import facet_of

#: The scale's name of a stored dimension.
SCALED = {"flexibility": Dimension.FLEXIBILITY, "originality": Dimension.ORIGINALITY_MEAN}
Yardsticks = Mapping[tuple[UUID, str], Mapping[str, RunSpread]]


def estimate_sitting(session: Session, sitting_id: UUID, *, now: datetime) -> None:
    """Add a run for everyone who took part in a sitting, and for their later ones, unless it would say the same."""
    students = evidence.takers(session, sitting_id)
    rows = evidence.found_about(session, students)
    spreads = evidence.spreads(session, {row.run_id for row in rows})
    known = profiles.hashes(session, students)
    for student_id in students:
        own = [row for row in rows if row.student_id == student_id]
        for run in _runs(student_id, own, spreads, now):
            if (run.student_id, run.sitting_id, run.input_hash) not in known:
                session.add(run)


def _runs(student_id: UUID, rows: Sequence[Found], spreads: Yardsticks, now: datetime) -> Iterator[ProfileRun]:
    """Go through a pupil's sittings in the order of closing, each with what is known by then."""
    so_far: list[Measure] = []
    told: list[tuple[str, int, str]] = []
    for sitting_id in dict.fromkeys(row.sitting_id for row in rows):
        own = [row for row in rows if row.sitting_id == sitting_id]
        measures = [measure for row in own if (measure := _measure(row, spreads)) is not None]
        so_far += measures
        told += [(str(one.response_id), len(told), f"{one.facet} {one.number}") for one in measures]
        if measures:
            run = ProfileRun(
                student_id=student_id,
                sitting_id=sitting_id,
                language=own[0].language,
                version=VERSION,
                input_hash=digest_of(rows=told),
                created_at=now,
            )
            run.estimates = [*_estimates("sitting", levels(measures)), *_estimates("so_far", levels(so_far))]
            yield run


def _measure(row: Found, spreads: Yardsticks) -> Measure | None:
    """Return a row as a measure; None where nobody can be measured by its task, or nothing could be counted."""
    facet = facet_of(row.facet, row.dimension)
    basis = _basis(spreads.get((row.run_id, row.dimension), {}))
    if facet is None or basis is None or row.value <= 0:
        return None
    number = on_scale(Estimate(row.value, row.standard_error or 0.0), SCALED[row.dimension])
    return Measure(row.response_id, Aspect(row.domain), Aspect(facet), measured(number, basis[1]), basis[0])


def _basis(found: Mapping[str, RunSpread]) -> tuple[Basis, Yardstick] | None:
    """Return the yardstick to measure with: the sample's where it is of enough people, else the whole pool's."""
    for basis in (Basis.SAMPLE, Basis.POOL):
        row = found.get(basis)
        if row is not None and (by := Yardstick(row.people, row.mean, row.deviation)).is_usable:
            return basis, by
    return None


def _estimates(scope: str, found: Mapping[Aspect, Level]) -> list[ProfileEstimate]:
    return [
        ProfileEstimate(
            scope=scope,
            aspect=aspect.value,
            value=level.place.value,
            standard_error=level.place.standard_error,
            tasks=level.tasks,
            basis=level.basis.value,
        )
        for aspect, level in found.items()
    ]
