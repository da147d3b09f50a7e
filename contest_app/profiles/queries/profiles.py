"""Reads of stored profiles; of several runs of a sitting the newest counts."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, selectinload

from contest_app.profiles.models import ProfileRun
from contest_app.profiles.rules.levels import VERSION
from contest_app.tasks.models import Sitting


def hashes(session: Session, student_ids: Collection[UUID]) -> set[tuple[UUID, UUID, str]]:
    """Return pupil, sitting and input of every run of these pupils that was made by the rules of now."""
    query = select(ProfileRun.student_id, ProfileRun.sitting_id, ProfileRun.input_hash)
    rows = session.execute(query.where(ProfileRun.student_id.in_(student_ids), ProfileRun.version == VERSION))
    return {(student_id, sitting_id, input_hash) for student_id, sitting_id, input_hash in rows}


def runs_of(session: Session, student_ids: Collection[UUID]) -> dict[UUID, list[ProfileRun]]:
    """Return each pupil's runs that count, in the order of the sittings' closing, with estimates and sitting."""
    rows = session.scalars(
        select(ProfileRun)
        .join(ProfileRun.sitting)
        .where(ProfileRun.student_id.in_(student_ids))
        .order_by(Sitting.closed_at, Sitting.id, ProfileRun.created_at, ProfileRun.id)
        .options(contains_eager(ProfileRun.sitting), selectinload(ProfileRun.estimates))
    )
    newest = {(run.student_id, run.sitting_id): run for run in rows}
    found: dict[UUID, list[ProfileRun]] = {}
    for run in newest.values():
        found.setdefault(run.student_id, []).append(run)
    return found
