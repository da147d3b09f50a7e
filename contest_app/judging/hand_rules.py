"""May an entry be given to a judge by hand: the rules that a plan keeps, one pair at a time. No database."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from contest_app.errors import Refusal
from contest_app.judging.allocation.problem import EntryToJudge, JudgeAtHand, Pair
from contest_app.languages import N_


class Obstacle(StrEnum):
    """Why a judge may not have an entry."""

    UNSIGNED = "unsigned"
    LANGUAGE = "language"
    SCHOOL = "school"
    CONFLICT = "conflict"


class NotForJuror(Refusal):
    """An entry is given by hand to somebody who may not mark it."""

    status = 409
    message = N_(
        "This juror may not have this entry: of another language, of the own school, in conflict, or not signed for."
    )


class SheetBegun(Refusal):
    """An entry is taken by hand from a juror who has begun to mark it."""

    status = 409
    message = N_("The juror has begun this score sheet, so it stays.")


def obstacle(
    entry: EntryToJudge, judge: JudgeAtHand, conflicts: Collection[Pair], *, has_signed: bool
) -> Obstacle | None:
    """Return what keeps a judge from an entry, the first that applies, or None."""
    if not has_signed:
        return Obstacle.UNSIGNED
    if entry.language not in judge.languages:
        return Obstacle.LANGUAGE
    if judge.school in entry.schools:
        return Obstacle.SCHOOL
    return Obstacle.CONFLICT if (judge.judge, entry.entry) in conflicts else None
