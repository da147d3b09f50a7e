"""Reads of operations."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_app.oplog.models import Operation
from contest_app.oplog.rules import Answer


def answers(session: Session, stream_id: UUID, ids: Collection[UUID]) -> dict[UUID, Answer]:
    """Return what those of ``ids`` that are in the stream were answered."""
    rows = session.execute(
        select(Operation.id, Operation.answer).where(Operation.stream_id == stream_id, Operation.id.in_(ids))
    )
    return {id_: answer for id_, answer in rows}  # noqa: C416 -- rows are no pairs to the type checker


def operations(session: Session, stream_id: UUID) -> list[Operation]:
    """Return the operations on a stream, oldest first."""
    query = select(Operation).where(Operation.stream_id == stream_id)
    return list(session.scalars(query.order_by(Operation.received_at, Operation.id)))
