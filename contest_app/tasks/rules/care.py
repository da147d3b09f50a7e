"""Cases of possible distress: what may be done with one, and in which state it is."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Final

from contest_app.errors import Conflict
from contest_app.languages import N_

LONGEST_NOTE: Final = 2000


class CaseClosed(Conflict):
    """Somebody closed the case before."""

    message = N_("This case is closed already.")


class CaseState(StrEnum):
    """How far a responsible adult has come with a case."""

    NEW = "new"
    SEEN = "seen"
    CLOSED = "closed"


def case_state(seen_at: datetime | None, closed_at: datetime | None) -> CaseState:
    """Return the state of a case."""
    if closed_at is not None:
        return CaseState.CLOSED
    return CaseState.SEEN if seen_at is not None else CaseState.NEW
