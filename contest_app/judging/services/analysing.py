"""Asking what the marks of a round say, and keeping what was found; the official result knows nothing of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from contest_app import audit
from contest_app.accounts.models import User
from contest_app.jobs import queries as job_queries
from contest_app.judging.analysis.facts import VERSION, Facts
from contest_app.judging.models import Round, RoundAnalysis
from contest_app.judging.queries import analyses, results, rounds
from contest_app.judging.services.results import standings_of
from contest_app.judging.services.rounds import analysis_key, ask_analysis


def request_analysis(session: Session, round_: Round, *, actor: User, now: datetime) -> None:
    """Have a job find out what the marks of a round say.

    Raises JudgingNotOver: before the end nobody is told how severe a juror is.
    """
    round_.window.check_over(now)
    ask_analysis(session, round_, now)
    audit.record(session, actor, "analysis.requested", round_, at=now)


def is_being_made(session: Session, round_id: UUID) -> bool:
    """Say whether a job is at it."""
    return job_queries.has_live_job(session, analysis_key(round_id))


def facts_of(session: Session, round_: Round) -> Facts:
    """Return what an analysis of a round reads, as the database says now."""
    return Facts(
        rubric=round_.criteria,
        sheets=results.submitted_sheets(session, round_.id),
        standings=standings_of(session, round_),
        awards=round_.contest.awards,
        seed=round_.seed,
    )


def keep_analysis(
    session: Session, round_id: UUID, facts: Facts, content: Mapping[str, Any], *, now: datetime
) -> None:
    """Keep what was found in these facts, unless the newest analysis is of the same."""
    rounds.hold(session, round_id)
    earlier = analyses.newest(session, round_id)
    if earlier is not None and earlier.input_sha256 == facts.sha256:
        return
    session.add(
        RoundAnalysis(
            round_id=round_id, content=dict(content), input_sha256=facts.sha256, version=VERSION, made_at=now
        )
    )
