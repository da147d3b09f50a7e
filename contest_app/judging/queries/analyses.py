"""Reads of what the marks say: the newest analysis, who may see it, and who its jurors are."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from contest_app.accounts.models import User
from contest_app.contests.models import Contest
from contest_app.judging.models import JuryMember, Round, RoundAnalysis
from contest_app.judging.rules import Duty


def chaired_round(session: Session, chair_id: UUID, round_id: UUID) -> Round | None:
    """Return a round, with its contest and groups, if this person is the chair of its jury."""
    return session.scalar(
        _whole_round()
        .join(Round.members)
        .where(Round.id == round_id, JuryMember.user_id == chair_id, JuryMember.duty == Duty.CHAIR.value)
    )


def whole_round(session: Session, round_id: UUID) -> Round:
    """Return a round with its contest and groups; raises NoResultFound where it is gone."""
    return session.scalars(_whole_round().where(Round.id == round_id)).one()


def newest(session: Session, round_id: UUID) -> RoundAnalysis | None:
    """Return the newest analysis of a round."""
    return session.scalar(
        select(RoundAnalysis)
        .where(RoundAnalysis.round_id == round_id)
        .order_by(RoundAnalysis.made_at.desc())
        .limit(1)
    )


def names(session: Session, people: Collection[UUID]) -> dict[str, str]:
    """Return the names of people by their keys as texts; of jurors who have left the jury too."""
    rows = session.execute(select(User.id, User.display_name).where(User.id.in_(people)))
    return {str(key): name for key, name in rows}


def _whole_round() -> Select[Round]:
    return select(Round).options(
        joinedload(Round.contest).options(selectinload(Contest.nominations), selectinload(Contest.age_groups))
    )
