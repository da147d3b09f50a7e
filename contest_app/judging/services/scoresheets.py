"""Acts of a judge on a score sheet: drafting, submitting, changing with a reason. Marks are only ever added."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from contest_app import audit
from contest_app.accounts.models import User
from contest_app.errors import Refusal
from contest_app.judging import rules
from contest_app.judging.models import Assignment, Mark
from contest_app.judging.rules import Given
from contest_app.oplog.rules import Answer, Incoming

Sheet = Mapping[str, Given]

PUT_MARK = "put_mark"


def save_draft(session: Session, assignment: Assignment, sheet: Sheet, *, now: datetime) -> None:
    """Keep what has been filled in so far; each mark's rows are their own record, so no audit row is added.

    Raises JudgingNotOpen, SheetSubmitted, MarkOutsideRubric, CommentTooLong.
    """
    if assignment.submitted_at is not None:
        raise rules.SheetSubmitted
    assignment.round.window.check_open(now)
    assignment.round.criteria.check(sheet)
    _add(session, assignment, _changed(assignment, sheet), now=now)


def submit_scoresheet(
    session: Session, assignment: Assignment, sheet: Sheet, *, actor: User, now: datetime, reason: str = ""
) -> None:
    """Hand the sheet in, or change one that is handed in; the same sheet twice is one act.

    Raises JudgingNotOpen, MarkOutsideRubric, CommentTooLong, MarkMissing, or ReasonMissing for a change
    after submission.
    """
    changed = _changed(assignment, sheet)
    if assignment.submitted_at is not None and not changed:
        return
    assignment.round.window.check_open(now)
    rubric = assignment.round.criteria
    rubric.check(sheet)
    if rubric.missing({**assignment.sheet, **sheet}):
        raise rules.MarkMissing
    if assignment.submitted_at is None:
        _add(session, assignment, changed, now=now)
        assignment.submitted_at = now
        audit.record(session, actor, "scoresheet.submitted", assignment, at=now)
        return
    why = rules.checked_reason(reason)
    _add(session, assignment, changed, now=now, reason=why)
    audit.record(session, actor, "scoresheet.changed", assignment, at=now, reason=why, criteria=sorted(changed))


def operation_on(
    session: Session, assignment: Assignment, now: datetime
) -> Callable[[Incoming, Answer | None], Answer]:
    """Return how one operation of a browser is applied to this sheet.

    ``put_mark`` carries ``criterion``, ``value`` (or null), ``comment`` and the ``revision`` it was made upon;
    one that follows another builds on what that one was answered. The answer's ``state`` is ``applied``,
    ``stale`` (the mark has changed since: ``value``, ``comment``, ``revision`` are the present ones),
    ``closed`` (the sheet is submitted or judging is over) or ``refused``. What is not applied stays in
    the operation's own row.
    """

    def apply(operation: Incoming, before: Answer | None) -> Answer:
        read = _read(operation)
        if read is None:
            return {"state": "refused"}
        criterion, given = read
        return _put(session, assignment, criterion, _built_on(given, before), now)

    return apply


def _put(session: Session, assignment: Assignment, criterion: str, given: Given, now: datetime) -> Answer:
    present = assignment.sheet.get(criterion, Given())
    if assignment.submitted_at is not None or not assignment.round.window.is_open(now):
        return _told("closed", present)
    if given.revision != present.revision:
        return _told("stale", present)
    try:
        assignment.round.criteria.check({criterion: given})
    except Refusal:
        return _told("refused", present)
    _add(session, assignment, {criterion: given}, now=now)
    return _told("applied", Given(given.value, given.comment, present.revision + 1))


def _told(state: str, present: Given) -> Answer:
    return {"state": state, "value": present.value, "comment": present.comment, "revision": present.revision}


def _built_on(given: Given, before: Answer | None) -> Given:
    revision = (before or {}).get("revision", given.revision)
    return Given(given.value, given.comment, revision)


def _read(operation: Incoming) -> tuple[str, Given] | None:
    """Return what an operation puts where, or None if it is no mark."""
    fields: dict[str, Any] = operation.payload
    criterion, value = fields.get("criterion"), fields.get("value")
    comment, revision = fields.get("comment", ""), fields.get("revision", 0)
    is_whole = value is None or type(value) is int
    if operation.kind != PUT_MARK or not isinstance(criterion, str) or not is_whole:
        return None
    if not isinstance(comment, str) or type(revision) is not int:
        return None
    return criterion, Given(value, comment.strip(), revision)


def _changed(assignment: Assignment, sheet: Sheet) -> dict[str, Given]:
    """Return what differs from the newest revision; what was never touched is no change."""
    present = assignment.sheet
    return {
        key: given
        for key, given in sheet.items()
        if (given.value, given.comment) != (present.get(key, Given()).value, present.get(key, Given()).comment)
    }


def _add(session: Session, assignment: Assignment, sheet: Sheet, *, now: datetime, reason: str | None = None) -> None:
    present = assignment.sheet
    assignment.marks.extend(
        Mark(
            criterion=key,
            revision=present.get(key, Given()).revision + 1,
            value=given.value,
            comment=given.comment,
            reason=reason,
            given_at=now,
        )
        for key, given in sheet.items()
    )
    # Written at once: rows are ordered by the database, and a doubled revision must fail here and not later.
    session.flush()
