from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from factories import NOW
from judging.judging_factories import (
    a_sheet,
    make_assignment,
    make_contest,
    make_entry,
    make_judge,
    make_round,
    submit,
)
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from contest_app.accounts.models import User
from contest_app.audit import AuditRow
from contest_app.db import Database
from contest_app.judging import rules
from contest_app.judging.models import Assignment, Mark
from contest_app.judging.queries import sheets
from contest_app.judging.rules import GENERAL, Given
from contest_app.judging.services.scoresheets import operation_on, save_draft, submit_scoresheet
from contest_app.oplog.rules import Incoming


def an_assignment(session: Session) -> tuple[Assignment, User]:
    contest = make_contest(session)
    round_ = make_round(session, contest)
    judge = make_judge(session, round_)
    return make_assignment(session, round_, judge, make_entry(session, contest, "K7Q2")), judge


def rows_of(assignment: Assignment) -> list[tuple[str, int, int | None, str, str | None]]:
    return sorted((m.criterion, m.revision, m.value, m.comment, m.reason) for m in assignment.marks)


def test_a_draft_keeps_what_is_there_and_a_changed_mind_is_a_new_revision(session: Session) -> None:
    assignment, _ = an_assignment(session)

    save_draft(session, assignment, {"idea": Given(3)}, now=NOW)
    save_draft(session, assignment, {"idea": Given(4, "Bold")}, now=NOW)
    save_draft(session, assignment, {"idea": Given(4, "Bold")}, now=NOW)

    assert rows_of(assignment) == [("idea", 1, 3, "", None), ("idea", 2, 4, "Bold", None)]
    assert assignment.submitted_at is None


def test_a_whole_sheet_is_submitted_once_however_often_it_comes(session: Session) -> None:
    assignment, judge = an_assignment(session)

    for _ in range(3):
        submit_scoresheet(session, assignment, a_sheet(4, 5), actor=judge, now=NOW)

    assert rows_of(assignment) == [("idea", 1, 4, "", None), ("value", 1, 5, "", None)]
    assert assignment.submitted_at == NOW
    assert session.scalar(select(func.count()).where(AuditRow.act == "scoresheet.submitted")) == 1


def test_a_sheet_with_a_gap_is_refused_whole(session: Session) -> None:
    assignment, judge = an_assignment(session)

    with pytest.raises(rules.MarkMissing):
        submit_scoresheet(session, assignment, a_sheet(4, None), actor=judge, now=NOW)

    assert rows_of(assignment) == []


def test_what_was_drafted_counts_when_the_rest_is_submitted(session: Session) -> None:
    assignment, judge = an_assignment(session)
    save_draft(session, assignment, {"idea": Given(2), GENERAL: Given(None, "Rare.")}, now=NOW)

    submit_scoresheet(session, assignment, {"value": Given(5)}, actor=judge, now=NOW)

    assert assignment.sheet == {"idea": Given(2, "", 1), GENERAL: Given(None, "Rare.", 1), "value": Given(5, "", 1)}


def test_a_change_after_submission_needs_a_reason_and_is_audited(session: Session) -> None:
    assignment, judge = an_assignment(session)
    submit(session, assignment, judge, 4, 5)

    with pytest.raises(rules.ReasonMissing):
        submit_scoresheet(session, assignment, a_sheet(3, 5), actor=judge, now=NOW)
    submit_scoresheet(session, assignment, a_sheet(3, 5), actor=judge, now=NOW, reason=" I misread  the video ")

    assert rows_of(assignment) == [
        ("idea", 1, 4, "", None),
        ("idea", 2, 3, "", "I misread the video"),
        ("value", 1, 5, "", None),
    ]
    details = session.scalar(select(AuditRow.details).where(AuditRow.act == "scoresheet.changed"))
    assert details == {"reason": "I misread the video", "criteria": ["idea"]}


def test_a_submitted_sheet_takes_no_draft(session: Session) -> None:
    assignment, judge = an_assignment(session)
    submit(session, assignment, judge, 4, 5)

    with pytest.raises(rules.SheetSubmitted):
        save_draft(session, assignment, {"idea": Given(1)}, now=NOW)


@pytest.mark.parametrize("moment", [NOW - timedelta(days=11), NOW + timedelta(days=4)])
def test_outside_the_window_neither_a_draft_nor_a_sheet_is_taken(session: Session, moment: Any) -> None:
    assignment, judge = an_assignment(session)

    with pytest.raises(rules.JudgingNotOpen):
        save_draft(session, assignment, {"idea": Given(1)}, now=moment)
    with pytest.raises(rules.JudgingNotOpen):
        submit_scoresheet(session, assignment, a_sheet(4, 5), actor=judge, now=moment)


def put(criterion: str, value: Any, revision: Any = 0, **more: Any) -> Incoming:
    return Incoming(uuid4(), "put_mark", None, {"criterion": criterion, "value": value, "revision": revision, **more})


def test_an_operation_upon_the_present_revision_is_applied(session: Session) -> None:
    assignment, _ = an_assignment(session)
    apply = operation_on(session, assignment, NOW)

    first = apply(put("idea", 3, comment=" Bold "), None)
    second = apply(put("idea", 5), first)

    assert first == {"state": "applied", "value": 3, "comment": "Bold", "revision": 1}
    assert second == {"state": "applied", "value": 5, "comment": "", "revision": 2}


def test_an_operation_upon_an_old_revision_is_told_the_present_mark(session: Session) -> None:
    assignment, _ = an_assignment(session)
    apply = operation_on(session, assignment, NOW)
    apply(put("idea", 3), None)

    assert apply(put("idea", 5), None) == {"state": "stale", "value": 3, "comment": "", "revision": 1}
    assert rows_of(assignment) == [("idea", 1, 3, "", None)]


def test_an_operation_on_a_submitted_sheet_or_after_the_end_is_told_that_it_is_closed(session: Session) -> None:
    assignment, judge = an_assignment(session)
    late = operation_on(session, assignment, NOW + timedelta(days=5))(put("idea", 3), None)
    submit(session, assignment, judge, 4, 5)

    assert late["state"] == "closed"
    assert operation_on(session, assignment, NOW)(put("idea", 3, 1), None)["state"] == "closed"


@pytest.mark.parametrize(
    "operation",
    [
        put("idea", 9),
        put("beauty", 3),
        put("idea", "3"),
        put("idea", value=True),
        put("idea", 1.5),
        put("idea", 3, "x"),
        put("idea", 3, comment=7),
        put("idea", 3, comment="я" * 2001),
        Incoming(uuid4(), "submit", None, {}),
        Incoming(uuid4(), "put_mark", None, {"criterion": ["idea"]}),
    ],
)
def test_an_operation_that_is_no_mark_of_this_rubric_is_refused(session: Session, operation: Incoming) -> None:
    assignment, _ = an_assignment(session)

    assert operation_on(session, assignment, NOW)(operation, None)["state"] == "refused"
    assert rows_of(assignment) == []


def test_a_mark_cannot_be_edited_in_the_database(database: Database) -> None:
    with database.transaction() as session:
        assignment, judge = an_assignment(session)
        submit(session, assignment, judge, 4, 5)

    with pytest.raises(DBAPIError, match="append-only"), database.transaction() as session:
        session.execute(text("UPDATE marks SET value = 5"))


def test_fifty_identical_submits_at_once_have_one_effect(database: Database) -> None:
    with database.transaction() as session:
        assignment, judge = an_assignment(session)
        key, judge_id = assignment.id, judge.id

    def one_submit(_: int) -> None:
        with database.transaction() as session:
            held = sheets.locked_assignment(session, judge_id, key)
            assert held is not None
            actor = session.get_one(User, judge_id)
            submit_scoresheet(session, held, a_sheet(4, 5, "Bold"), actor=actor, now=NOW)

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(one_submit, range(50)))

    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Mark)) == 2
        assert session.scalar(select(func.count()).where(AuditRow.act == "scoresheet.submitted")) == 1


def test_thirty_jurors_at_once_lose_no_mark(database: Database) -> None:
    with database.transaction() as session:
        contest = make_contest(session)
        round_ = make_round(session, contest)
        entry = make_entry(session, contest, "K7Q2")
        work: list[tuple[UUID, UUID, int]] = []
        for number in range(30):
            judge = make_judge(session, round_)
            work.append((judge.id, make_assignment(session, round_, judge, entry).id, number % 6))

    def mark(each: tuple[UUID, UUID, int]) -> None:
        judge_id, key, value = each
        for sheet in ({"idea": Given(value)}, {"value": Given(value)}):
            with database.transaction() as session:
                held = sheets.locked_assignment(session, judge_id, key)
                assert held is not None
                save_draft(session, held, sheet, now=NOW)

    with ThreadPoolExecutor(30) as pool:
        list(pool.map(mark, work))

    with database.reading() as session:
        rows = session.execute(select(Mark.assignment_id, Mark.criterion, Mark.value)).all()
        assert sorted(rows) == sorted((key, name, value) for _, key, value in work for name in ("idea", "value"))
