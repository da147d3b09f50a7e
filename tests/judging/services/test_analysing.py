from __future__ import annotations

from datetime import datetime

import pytest
from factories import NOW
from judging.judging_factories import judged, make_contest, make_entry, make_judge, make_round
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from contest_app.accounts.models import User
from contest_app.config import Settings
from contest_app.contests.models import Entry
from contest_app.db import Database
from contest_app.jobs.runner import run_due
from contest_app.judging import rules
from contest_app.judging.models import Assignment, Round, RoundAnalysis
from contest_app.judging.queries import analyses, sheets
from contest_app.judging.services import analysing, rounds, scoresheets
from contest_app.judging.services.results import standings_of

ENTRIES = 9


def a_judged_round(session: Session) -> tuple[Round, list[User], list[Entry]]:
    """Nine entries, each with two of three jurors; the last juror gives two marks less than the others."""
    contest = make_contest(session)
    round_ = make_round(session, contest)
    jury = [make_judge(session, round_, name=f"Қазы {n}") for n in range(3)]
    entries = [make_entry(session, contest, f"K00{n}") for n in range(ENTRIES)]
    for place, entry in enumerate(entries):
        pair = [jury[n] for n in range(3) if n != place % 3]
        mark = 5 - place // 3
        judged(
            session,
            round_,
            pair,
            {entry: [(mark - 2, mark - 2) if each is jury[2] else (mark, mark) for each in pair]},
        )
    return round_, jury, entries


def analyse(database: Database, settings: Settings, now: datetime) -> list[RoundAnalysis]:
    with database.transaction() as session:
        round_ = analyses.whole_round(session, session.scalars(select(Round.id)).one())
        actor = session.get_one(User, round_.contest.organizer_id)
        for _ in range(2):
            analysing.request_analysis(session, round_, actor=actor, now=now)
    assert run_due(database, settings, now=now) == 1
    with database.reading() as session:
        return list(session.scalars(select(RoundAnalysis).order_by(RoundAnalysis.made_at)))


def test_the_job_keeps_what_the_submitted_sheets_say_and_the_official_order_stays(
    database: Database, settings: Settings
) -> None:
    with database.transaction() as session:
        round_, jury, _ = a_judged_round(session)
        before = standings_of(session, round_)
        after = round_.closes_at

    [kept] = analyse(database, settings, after)

    severity = {row["juror"]: row["severity"] for row in kept.content["jurors"]}
    assert (kept.content["too_little"], kept.content["sheets"], kept.made_at) == (None, 2 * ENTRIES, after)
    assert max(severity, key=lambda juror: severity[juror]) == str(jury[2].id)
    assert severity[str(jury[2].id)] > 1
    with database.reading() as session:
        assert standings_of(session, analyses.whole_round(session, kept.round_id)) == before
        assert "Қазы" not in str(kept.content)


def test_the_same_marks_are_kept_once_and_other_marks_beside_them(database: Database, settings: Settings) -> None:
    with database.transaction() as session:
        round_, jury, entries = a_judged_round(session)
        after = round_.closes_at
    once = analyse(database, settings, after)
    twice = analyse(database, settings, after)
    with database.transaction() as session:
        given = select(Assignment.id).where(Assignment.judge_id == jury[0].id, Assignment.entry_id == entries[1].id)
        sheet = sheets.locked_assignment(session, jury[0].id, session.scalars(given).one())
        assert sheet is not None
        other = {"idea": rules.Given(0), "value": rules.Given(0)}
        scoresheets.submit_scoresheet(session, sheet, other, actor=jury[0], now=NOW, reason="Read again")

    thrice = analyse(database, settings, after)

    assert [each.id for each in twice] == [each.id for each in once]
    assert len({each.input_sha256 for each in thrice}) == len(thrice) == 2


def test_before_the_end_nobody_is_told_how_severe_a_juror_is(session: Session) -> None:
    round_, jury, _ = a_judged_round(session)

    with pytest.raises(rules.JudgingNotOver):
        analysing.request_analysis(session, round_, actor=jury[0], now=NOW)


def test_the_marks_are_looked_at_as_soon_as_the_chair_confirms(database: Database, settings: Settings) -> None:
    with database.transaction() as session:
        round_, jury, _ = a_judged_round(session)
        after = round_.closes_at
        rounds.confirm_results(session, round_, actor=jury[0], now=after)
        is_waiting = analysing.is_being_made(session, round_.id)

    done = run_due(database, settings, now=after)

    with database.reading() as session:
        assert (is_waiting, done, analysing.is_being_made(session, round_.id)) == (True, 1, False)
        assert session.scalar(select(func.count()).select_from(RoundAnalysis)) == 1


def test_what_was_kept_cannot_be_edited_even_by_hand(database: Database, settings: Settings) -> None:
    with database.transaction() as session:
        after = a_judged_round(session)[0].closes_at
    analyse(database, settings, after)

    with pytest.raises(DBAPIError, match="append-only"), database.transaction() as session:
        session.execute(text("UPDATE round_analyses SET version = 2"))
