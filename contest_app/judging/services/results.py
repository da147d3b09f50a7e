"""Publishing results: what is frozen, its hash, and corrections as further versions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from contest_app import audit
from contest_app.accounts.models import User
from contest_app.contests import services as contest_services
from contest_app.judging import rules
from contest_app.judging.canonical import content_hash
from contest_app.judging.models import ResultSheet, Round
from contest_app.judging.queries import results, rounds
from contest_app.judging.services.rounds import is_chaired
from contest_app.judging.standings import Group, Standing, standings
from contest_app.scoring.official.combining import combination
from contest_app.scoring.ranking import rounded


def standings_of(session: Session, round_: Round) -> dict[Group, list[Standing]]:
    """Return the order of the round's entries as the marks now say, in the contest's order of groups."""
    found = standings(
        results.competitors(session, round_.contest_id),
        results.submitted_sheets(session, round_.id),
        round_.criteria,
        combination({"kind": round_.formula, **round_.formula_settings}),
    )
    contest = round_.contest
    order = [(nomination.key, group.key) for nomination in contest.nominations for group in contest.age_groups]
    return {group: found[group] for group in order if group in found}


def publish_results(
    session: Session, round_: Round, awards: Mapping[UUID, str], *, actor: User, now: datetime, reason: str = ""
) -> ResultSheet:
    """Freeze and publish the results with the awards that the jury gives (award's key by entry).

    Published once more it is a correction: a further version with its reason, beside the earlier ones.
    Raises JudgingNotOver, NotConfirmed, SheetsMissing, AwardUnknown, AlreadyPublished.
    """
    rounds.hold(session, round_.id)
    _check_publishable(session, round_, awards, now)
    earlier = results.versions(session, round_.id)
    why = " ".join(reason.split())
    if earlier and not why:
        raise rules.AlreadyPublished
    content = content_of(round_, standings_of(session, round_), awards, reason=why or None)
    sheet = ResultSheet(
        round_id=round_.id,
        version=len(earlier) + 1,
        content=content,
        sha256=content_hash(content),
        published_by_id=actor.id,
        published_at=now,
    )
    session.add(sheet)
    round_.published_at = round_.published_at or now
    contest_services.note_publication(session, round_.contest, actor=actor, now=now)
    audit.record(session, actor, "results.published", sheet, at=now, version=sheet.version, sha256=sheet.sha256)
    return sheet


def content_of(
    round_: Round, found: Mapping[Group, list[Standing]], awards: Mapping[UUID, str], *, reason: str | None
) -> dict[str, Any]:
    """Return what is frozen: rules, codes, totals, scores, places, awards; no person, so that erasure can happen.

    Fractions are exact texts ("53/3"), so that anybody can compute the result again.
    """
    return {
        "contest": str(round_.contest_id),
        "round": round_.position,
        "formula": {"kind": round_.formula, **round_.formula_settings} if round_.formula_settings else round_.formula,
        "criteria": [
            {"key": each.key, "weight": str(each.weight), "min": each.minimum, "max": each.maximum}
            for each in round_.criteria.criteria
        ],
        "reason": reason,
        "entries": [_row(standing, awards) for group in found.values() for standing in group],
    }


def _row(standing: Standing, awards: Mapping[UUID, str]) -> dict[str, Any]:
    competitor = standing.competitor
    return {
        "entry": str(competitor.entry),
        "code": competitor.code,
        "nomination": competitor.nomination,
        "age_group": competitor.age_group,
        "totals": [str(total) for total in standing.totals],
        "score": None if standing.score is None else str(standing.score),
        "shown_score": None if standing.score is None else str(rounded(standing.score)),
        "place": standing.place,
        "last_place": standing.last_place,
        "award": awards.get(competitor.entry),
    }


def _check_publishable(session: Session, round_: Round, awards: Mapping[UUID, str], now: datetime) -> None:
    round_.window.check_over(now)
    if is_chaired(session, round_) and round_.confirmed_at is None:
        raise rules.NotConfirmed
    if not results.submitted_sheets(session, round_.id):
        raise rules.SheetsMissing
    known = {award["key"] for award in round_.contest.awards}
    if not set(awards.values()) <= known:
        raise rules.AwardUnknown
