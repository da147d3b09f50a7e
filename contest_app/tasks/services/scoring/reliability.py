"""How reliable a sitting's numbers are, kept beside its scores of record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from contest_app.scoring.reliability import alpha
from contest_app.tasks.kinds import kind_named
from contest_app.tasks.models import Reliability, ScoringRun
from contest_app.tasks.queries import class_report as queries
from contest_app.tasks.queries import results
from contest_app.tasks.rules.reliability import DIMENSIONS, MIN_ITEMS, MIN_PUPILS, complete


def append_reliabilities(session: Session, sitting_id: UUID, *, now: datetime) -> None:
    """Add what the newest scores of record say, where it is not what was known before."""
    session.flush()  # the scores of this very run are read back
    kinds = queries.kinds_of_items(session, sitting_id)
    students = queries.students_of_responses(session, sitting_id)
    known = {_key(row): (row.value, row.people, row.items) for row in queries.reliabilities(session, sitting_id)}
    runs = [run for run in results.final_runs(session, sitting_id) if kind_named(kinds[run.item_id]).is_compared]
    for language in sorted({run.language for run in runs}):
        for row in _of_language([run for run in runs if run.language == language], students, sitting_id, now):
            if known.get(_key(row)) != (row.value, row.people, row.items):
                session.add(row)


def _key(row: Reliability) -> tuple[str, str]:
    return row.language, row.dimension


def _of_language(
    runs: Sequence[ScoringRun], students: dict[UUID, UUID], sitting_id: UUID, now: datetime
) -> Iterator[Reliability]:
    if len(runs) < MIN_ITEMS:
        return
    for dimension in DIMENSIONS:
        numbers: dict[UUID, dict[UUID, float]] = {}
        for run in runs:
            for score in run.scores:
                if score.dimension == dimension and score.response_id in students:
                    numbers.setdefault(students[score.response_id], {})[run.item_id] = score.value
        rows = complete(numbers, [run.item_id for run in runs])
        found = alpha(rows) if len(rows) >= MIN_PUPILS else None
        if found is not None:
            yield Reliability(
                sitting_id=sitting_id,
                language=runs[0].language,
                dimension=dimension,
                value=round(found.value, 4),
                low=round(found.low, 4),
                high=round(found.high, 4),
                people=found.people,
                items=found.items,
                created_at=now,
            )
