"""Reads of what teachers set right in groups of ideas."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from contest_app.accounts.models import User
from contest_app.tasks.models import GroupCorrection, Idea, IdeaScore, ScoringRun
from contest_app.tasks.rules.groups import Member


def newest_final_run(session: Session, sitting_id: UUID, item_id: UUID, language: str) -> ScoringRun | None:
    """Return the newest score of record of a sitting for one item in one language."""
    return session.scalar(
        select(ScoringRun)
        .where(
            ScoringRun.sitting_id == sitting_id,
            ScoringRun.item_id == item_id,
            ScoringRun.language == language,
            ScoringRun.standing == "final",
        )
        .order_by(ScoringRun.created_at.desc(), ScoringRun.id.desc())
        .limit(1)
    )


def run_of(session: Session, sitting_id: UUID, run_id: UUID) -> ScoringRun | None:
    """Return a score of record of a sitting."""
    query = select(ScoringRun).where(ScoringRun.id == run_id, ScoringRun.sitting_id == sitting_id)
    return session.scalar(query.where(ScoringRun.standing == "final"))


def members(session: Session, run_id: UUID) -> list[Member]:
    """Return the counted ideas of the class in a run, group by group, in the order of their words.

    Words that a responsible adult is asked to read are for nobody else.
    """
    rows = session.execute(
        select(IdeaScore.flags, IdeaScore.response_id, IdeaScore.idea_id, IdeaScore.text, IdeaScore.category)
        .where(IdeaScore.run_id == run_id, IdeaScore.is_valid)
        .order_by(IdeaScore.category, IdeaScore.people.desc(), IdeaScore.text, IdeaScore.idea_id)
    )
    return [Member(*row[1:]) for row in rows if "distress" not in row[0]]


def corrections(session: Session, sitting_id: UUID, item_id: UUID, language: str) -> Sequence[GroupCorrection]:
    """Return what was set right for an item in a language of a sitting, the oldest first, with the ideas meant."""
    return session.scalars(
        select(GroupCorrection)
        .where(
            GroupCorrection.sitting_id == sitting_id,
            GroupCorrection.item_id == item_id,
            GroupCorrection.language == language,
        )
        .order_by(GroupCorrection.made_at, GroupCorrection.id)
        .options(selectinload(GroupCorrection.ideas))
    ).all()


def texts(session: Session, idea_ids: Sequence[UUID]) -> dict[tuple[UUID, UUID], str]:
    """Return the words of ideas by the keys of response and idea; those that were removed are left out."""
    query = select(Idea.response_id, Idea.id, Idea.text).where(Idea.id.in_(idea_ids), Idea.removed_at.is_(None))
    return {(response_id, idea_id): text for response_id, idea_id, text in session.execute(query)}


def names(session: Session, user_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Return the names of people who are still here, by key."""
    rows = session.execute(select(User.id, User.display_name).where(User.id.in_(user_ids)))
    return {user_id: name for user_id, name in rows}  # noqa: C416 -- rows are no pairs to the type checker
