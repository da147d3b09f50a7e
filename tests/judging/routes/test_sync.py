from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from factories import NOW, SECRET
from flask import Flask
from judging.judging_factories import make_assignment, make_contest, make_entry, make_judge, make_round
from sqlalchemy import select

from contest_app.db import Database
from contest_app.judging.models import Assignment, Mark
from contest_app.oplog import tokens
from contest_app.oplog.models import Operation


@pytest.fixture
def assignment(database: Database) -> Assignment:
    """An entry given to a judge."""
    with database.transaction() as session:
        contest = make_contest(session)
        round_ = make_round(session, contest)
        return make_assignment(session, round_, make_judge(session, round_), make_entry(session, contest, "K7Q2"))


def token(assignment: Assignment, purpose: str = "scoresheet", stream: UUID | None = None) -> dict[str, str]:
    claim = tokens.Claim(stream or assignment.id, assignment.judge_id)
    return {"Authorization": f"Bearer {tokens.sign(SECRET, purpose, claim, now=NOW)}"}


def put(criterion: str, value: int, **more: Any) -> dict[str, Any]:
    return {"id": str(uuid4()), "kind": "put_mark", "criterion": criterion, "value": value, "revision": 0, **more}


def send(app: Flask, assignment: Assignment, operations: list[dict[str, Any]], headers: dict[str, str]) -> Any:
    address = f"/sync/scoresheets/{assignment.id}"
    return app.test_client().post(address, json={"operations": operations}, headers=headers)


def test_marks_arrive_by_the_sheets_own_token_without_any_log_in(
    app: Flask, assignment: Assignment, database: Database
) -> None:
    first = put("idea", 3)
    second = put("idea", 4, after=first["id"], comment="Bold")

    answer = send(app, assignment, [first, second, put("value", 5)], token(assignment))

    states = [each["answer"]["state"] for each in answer.get_json()["acknowledged"]]
    assert (answer.status_code, states) == (200, ["applied"] * 3)
    with database.reading() as session:
        rows = session.execute(
            select(Mark.criterion, Mark.revision, Mark.value).order_by(Mark.criterion, Mark.revision)
        )
        assert [tuple(row) for row in rows] == [("idea", 1, 3), ("idea", 2, 4), ("value", 1, 5)]


def test_a_batch_sent_again_gets_its_first_answer_and_changes_nothing(
    app: Flask, assignment: Assignment, database: Database
) -> None:
    batch = [put("idea", 3)]

    answers = [send(app, assignment, batch, token(assignment)).get_json()["acknowledged"] for _ in range(3)]

    assert answers[0] == answers[1] == answers[2]
    with database.reading() as session:
        assert len(session.scalars(select(Mark)).all()) == 1


def test_what_is_stale_is_told_and_kept_in_its_own_row(
    app: Flask, assignment: Assignment, database: Database
) -> None:
    send(app, assignment, [put("idea", 3)], token(assignment))

    answer = send(app, assignment, [put("idea", 1, comment="Other phone")], token(assignment))

    assert answer.get_json()["acknowledged"][0]["answer"] == {
        "state": "stale",
        "value": 3,
        "comment": "",
        "revision": 1,
    }
    with database.reading() as session:
        kept = [row.payload["comment"] for row in session.scalars(select(Operation)) if row.payload.get("comment")]
        assert kept == ["Other phone"]


def test_tokens_of_another_sheet_another_purpose_or_nobody_are_refused(app: Flask, assignment: Assignment) -> None:
    batch = [put("idea", 3)]

    statuses = [
        send(app, assignment, batch, token(assignment, stream=uuid4())).status_code,
        send(app, assignment, batch, token(assignment, purpose="response")).status_code,
        send(app, assignment, batch, {}).status_code,
    ]

    assert statuses == [404, 401, 401]


def test_a_sheet_taken_from_the_juror_takes_no_marks(app: Flask, assignment: Assignment, database: Database) -> None:
    with database.transaction() as session:
        session.get_one(Assignment, assignment.id).withdrawn_at = NOW

    assert send(app, assignment, [put("idea", 3)], token(assignment)).status_code == 404


def test_a_batch_that_is_no_batch_is_refused_and_a_huge_one_too(app: Flask, assignment: Assignment) -> None:
    assert send(app, assignment, [{"id": "x"}], token(assignment)).status_code == 400
    assert send(app, assignment, [put("idea", 3, comment="я" * 300_000)], token(assignment)).status_code == 413
