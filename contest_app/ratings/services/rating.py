"""What a rater does with an answer: rates it, changes the rating while others are at work, or leaves it to others."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from contest_app import audit
from contest_app.accounts.models import User
from contest_app.jobs.services import enqueue
from contest_app.ratings.models import RatedAnswer, RatingSheet, RatingTurn
from contest_app.ratings.rules.agreeing import wanted
from contest_app.ratings.rules.queue import UNREADABLE, RatingSettled, Skip
from contest_app.ratings.rules.scale import Given, check_comment


def rate(session: Session, turn: RatingTurn, given: Given, comment: str, *, actor: User, now: datetime) -> None:
    """Add what the rater gives as the next revision; the same sheet twice is one act.

    Raises MarkMissing, MarkOutsideScale, CommentTooLong, or RatingSettled for a change when the raters have ended.
    ``turn.answer`` is held, with all turns and their sheets.
    """
    if turn.sheets and (turn.sheet.given, turn.sheet.comment) == (given, comment):
        return
    if turn.done_at is not None and turn.answer.settled_at is not None:
        raise RatingSettled
    turn.answer.scale.check(given)
    check_comment(comment)
    turn.sheets.append(
        RatingSheet(
            revision=len(turn.sheets) + 1,
            is_answer=given.is_answer,
            marks=dict(given.marks),
            comment=comment,
            given_at=now,
        )
    )
    turn.done_at, turn.skipped = turn.done_at or now, None
    _settle(turn.answer, now)
    _reckon(session, turn.answer, now)
    audit.record(session, actor, "answer.rated", turn, at=now, revision=turn.sheet.revision)


def skip(session: Session, turn: RatingTurn, reason: Skip, *, actor: User, now: datetime) -> None:
    """Leave an answer to others; one that several cannot read leaves the queue. Raises RatingSettled once rated."""
    if turn.done_at is not None:
        raise RatingSettled
    turn.skipped = reason
    unread = [each for each in turn.answer.turns if each.skipped == Skip.UNREADABLE]
    if len(unread) >= UNREADABLE and turn.answer.settled_at is None:
        turn.answer.settled_at = now
    audit.record(session, actor, "answer.left_to_others", turn, at=now, reason=reason)


def _settle(answer: RatedAnswer, now: datetime) -> None:
    """Say how many raters the answer needs by now, and whether they are all there."""
    given = answer.given
    answer.wanted = wanted(given, answer.scale)
    if len(given) >= answer.wanted and answer.settled_at is None:
        answer.settled_at = now


def _reckon(session: Session, answer: RatedAnswer, now: datetime) -> None:
    """Call for the author's profile anew once a whole answer is settled; a single idea tells nothing of a pupil."""
    if answer.settled_at is not None and answer.idea_id is None:
        key, payload = f"profiles.estimate_people:{answer.response_id}", {"response_id": str(answer.response_id)}
        enqueue(session, "profiles.estimate_people", payload, now=now, unique_key=key)
