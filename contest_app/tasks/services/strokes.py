"""What a pupil draws: strokes are added and marked removed, never changed, so two windows cannot contradict."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from contest_app.oplog.rules import Answer
from contest_app.tasks.kinds import kind_named
from contest_app.tasks.models import Response, Stroke
from contest_app.tasks.queries import strokes as queries
from contest_app.tasks.rules.answering import Reason, State, Unreadable, is_late
from contest_app.tasks.rules.strokes import (
    MOST_STANDING,
    MOST_WRITTEN,
    NewStroke,
    claims_all_strokes,
    read_removal,
    read_stroke,
)


class Drawing:
    """The strokes of one response, to which operations are applied; they are loaded when they are first needed.

    ``put_stroke``     stroke, frame, position, form, data   answered applied, refused or closed
    ``remove_stroke``  strokes                               answered applied, refused or closed
    """

    def __init__(self, session: Session, response: Response, now: datetime) -> None:
        self._session = session
        self._response = response
        self._now = now
        self._canvas = kind_named(response.item.kind).canvas(response.item.content)
        self._loaded: dict[UUID, Stroke] | None = None

    def apply(self, kind: str, payload: Mapping[str, Any]) -> Answer:
        """Apply one operation and return its answer. Raises Unreadable."""
        if self._response.submitted_at is not None:
            return {"state": State.CLOSED}
        return self._remove(read_removal(payload)) if kind == "remove_stroke" else self._put(payload)

    def is_whole(self, payload: Mapping[str, Any]) -> bool:
        """Say whether all strokes that a submission tells of have arrived, and no other stands."""
        return claims_all_strokes(payload.get("strokes"), self._standing())

    def as_json(self) -> Answer:
        """Return what is here, for a browser whose submission did not meet it; nothing where nothing is drawn."""
        if self._canvas is None:
            return {}
        standing = set(self._standing())
        removed = [str(key) for key in self._strokes if key not in standing]
        return {"strokes": {"standing": [str(key) for key in standing], "removed": removed}}

    @property
    def _strokes(self) -> dict[UUID, Stroke]:
        if self._loaded is None:
            found = queries.all_strokes(self._session, self._response.id) if self._canvas else ()
            self._loaded = {stroke.id: stroke for stroke in found}
        return self._loaded

    def _standing(self) -> list[UUID]:
        return [key for key, stroke in self._strokes.items() if stroke.removed_at is None]

    def _put(self, payload: Mapping[str, Any]) -> Answer:
        if self._canvas is None:
            raise Unreadable
        new = read_stroke(payload, self._canvas)
        if new.id not in self._strokes:
            if not self._has_room(new.frame):
                return {"state": State.REFUSED, "reason": Reason.TOO_MANY}
            self._add(new)
        return {"state": State.APPLIED}

    def _has_room(self, frame: int) -> bool:
        written = [stroke for stroke in self._strokes.values() if stroke.frame == frame]
        standing = sum(stroke.removed_at is None for stroke in written)
        return standing < MOST_STANDING and len(written) < MOST_WRITTEN

    def _add(self, new: NewStroke) -> None:
        stroke = Stroke(
            response_id=self._response.id,
            id=new.id,
            frame=new.frame,
            position=new.position,
            kind=new.kind,
            data=new.data,
            written_at=self._now,
            is_late=is_late(self._response.due_at, self._now),
        )
        self._session.add(stroke)
        self._strokes[stroke.id] = stroke

    def _remove(self, keys: list[UUID]) -> Answer:
        for stroke in (self._strokes[key] for key in keys if key in self._strokes):
            stroke.removed_at = stroke.removed_at or self._now
        return {"state": State.APPLIED}
