"""A teacher sets the groups of a class's ideas right; the next run of the scorer takes it up, older runs stay."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from contest_app import audit
from contest_app.accounts.models import User
from contest_app.jobs.services import enqueue
from contest_app.tasks.models import GroupCorrection, GroupCorrectionIdea, ScoringRun
from contest_app.tasks.queries import groups as queries
from contest_app.tasks.rules.groups import Chosen, GroupsChanged, Wish


def set_right(session: Session, run: ScoringRun, wish: Wish, *, reason: str, actor: User, now: datetime) -> None:
    """Keep what a teacher wishes for in the groups of a run, and ask for the scores of record anew.

    Raises SameGroup, NothingLeftBehind; GroupsChanged where the run is no longer the newest.
    """
    newest = queries.newest_final_run(session, run.sitting_id, run.item_id, run.language)
    if newest is None or newest.id != run.id:
        raise GroupsChanged
    correction = GroupCorrection(
        sitting_id=run.sitting_id,
        item_id=run.item_id,
        language=run.language,
        kind=wish.kind.value,
        name=wish.name,
        reason=reason,
        made_by_id=actor.id,
        made_at=now,
    )
    correction.ideas = list(_ideas(wish.chosen(queries.members(session, run.id))))
    session.add(correction)
    audit.record(session, actor, f"groups.{wish.kind}", correction, at=now)
    key = f"tasks.score_sitting:{run.sitting_id}"
    enqueue(session, "tasks.score_sitting", {"sitting_id": str(run.sitting_id)}, now=now, unique_key=key)


def _ideas(chosen: Chosen) -> Iterator[GroupCorrectionIdea]:
    for members, is_kept in ((chosen.ideas, False), (chosen.kept, True)):
        for member in members:
            yield GroupCorrectionIdea(response_id=member.response_id, idea_id=member.idea_id, is_kept=is_kept)
