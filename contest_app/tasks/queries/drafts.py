"""Reads of what a pupil wrote that could not be taken: nothing of it is lost, and it is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from contest_app.oplog import queries as oplog
from contest_app.oplog.models import Operation
from contest_app.oplog.rules import Answer, Incoming
from contest_app.tasks.rules.answering import Clean, Reason, State
from contest_app.tasks.rules.splices import read_splice

UNTAKEN: Final = frozenset({State.STALE, State.CLOSED, State.REFUSED})
_WRITING: Final = frozenset({"put_idea", "splice_idea"})
#: Of a draft that splices write: more than any task takes, and little enough to be kept with each of them.
MOST_CHARACTERS: Final = 20_000


@dataclass(frozen=True, slots=True)
class Draft:
    """A text that arrived and could not be taken, named by the operation that wrote it."""

    id: UUID
    text: str


def drafts(session: Session, response_id: UUID) -> list[Draft]:
    """Return the texts that could not be taken and that the pupil has not yet decided about.

    A later operation on an idea with the draft's own key is that decision. Of texts that were written one upon the
    other the last stands for all.
    """
    operations = oplog.operations(session, response_id)
    written = [row for row in operations if row.kind in _WRITING and _text_of(row)]
    untaken = [row for row in written if row.answer["state"] in UNTAKEN]
    settled = {row.payload.get("idea") for row in operations} | {row.payload.get("after") for row in untaken}
    return [Draft(row.id, _text_of(row)) for row in untaken if str(row.id) not in settled]


def text_meant(session: Session, response_id: UUID, operation: Incoming, before: Answer | None, clean: Clean) -> str:
    """Return the whole text that a splice would have made of the text on which it was written.

    ``before`` is the answer to the operation that it follows. Where the log does not tell that text, the words of the
    splice alone are left.
    """
    known = before.get("draft") if before else None
    if known is None:
        follows = {"after": str(operation.after)} if operation.after else {}
        known = _text_before(operation.payload | follows, _History(oplog.operations(session, response_id)), clean)
    return clean(read_splice(operation.payload).on(known))[:MOST_CHARACTERS]


def _text_before(payload: Mapping[str, Any], history: _History, clean: Clean) -> str:
    """Go back to the last text that was written whole, and from there do again what followed."""
    splices, base = [], history.base(payload)
    while base is not None and base.kind == "splice_idea":
        splices.append(read_splice(base.payload))
        base = history.base(base.payload)
    text = clean(_text_of(base)) if base is not None and base.kind == "put_idea" else ""
    for splice in reversed(splices):
        text = clean(splice.on(text))
    return text


class _History:
    """Operations, to find the one whose text another was written on."""

    def __init__(self, operations: Sequence[Operation]) -> None:
        readable = [row for row in operations if row.answer.get("reason") != Reason.UNREADABLE]
        applied = [row for row in readable if row.answer["state"] == State.APPLIED]
        self._named = {str(row.id): row for row in readable}
        self._made = {(row.payload.get("idea"), row.answer.get("revision")): row for row in applied}

    def base(self, payload: Mapping[str, Any]) -> Operation | None:
        """Return the operation that an operation with this payload builds on."""
        if "after" in payload:
            return self._named.get(payload["after"])
        return self._made.get((payload["idea"], payload.get("revision", 0)))


def _text_of(row: Operation) -> str:
    """Return what an operation wrote; nothing where it writes no text."""
    text = row.answer.get("draft", row.payload.get("text"))
    return text if isinstance(text, str) else ""
