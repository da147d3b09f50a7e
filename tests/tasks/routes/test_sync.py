"""Batches of operations from browsers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from conftest import SignedIn
from factories import SECRET, make_class, make_student
from flask.testing import FlaskClient
from sqlalchemy import event, func, select
from tasks.tasks_factories import make_items, make_response, make_sitting
from werkzeug.test import TestResponse

from contest_app.accounts.models import User
from contest_app.clock import utcnow
from contest_app.db import Database
from contest_app.oplog import tokens
from contest_app.oplog.models import Operation
from contest_app.oplog.rules import BATCH_BYTES
from contest_app.oplog.tokens import Claim


@dataclass
class Page:
    """The open answering page of a pupil: what its script knows."""

    client: FlaskClient
    response_id: UUID
    student_id: UUID

    def bearer(self, **changes: Any) -> dict[str, str]:
        """The header with the page's token, or with one that differs in something."""
        told: dict[str, Any] = {"secret": SECRET, "purpose": "response", "now": utcnow()} | changes
        claim = Claim(changes.get("stream", self.response_id), changes.get("person", self.student_id))
        token = tokens.sign(told["secret"], told["purpose"], claim, now=told["now"])
        return {"Authorization": f"Bearer {token}"}

    def send(self, *operations: dict[str, Any], **changes: Any) -> TestResponse:
        """Post a batch."""
        batch = {"operations": operations}
        return self.client.post(f"/sync/responses/{self.response_id}", json=batch, headers=self.bearer(**changes))


@pytest.fixture
def page(database: Database, client: FlaskClient) -> Page:
    """A page whose log-in has ended: the browser has no cookie at all."""
    with database.transaction() as session:
        school_class = make_class(session)
        student, items = make_student(session, school_class), make_items(session)
        session.flush()
        sitting = make_sitting(session, school_class, items, now=utcnow())
        response = make_response(session, sitting, student, items[0], [], submitted=False, now=utcnow())
    return Page(client, response.id, student.user_id)


def put(text: str) -> dict[str, Any]:
    return {"id": str(uuid4()), "kind": "put_idea", "idea": str(uuid4()), "text": text, "position": 1, "revision": 0}


def kept(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(Operation)) or 0


def test_a_batch_is_acknowledged_by_id_with_the_answers_and_the_servers_time(page: Page, database: Database) -> None:
    first, second = put("шам"), put("ұя")

    answer = page.send(first, second)

    assert answer.status_code == 200
    told = answer.get_json()
    assert [(one["id"], one["answer"]["state"]) for one in told["acknowledged"]] == [
        (first["id"], "applied"), (second["id"], "applied"),
    ]  # fmt: skip
    assert abs(datetime.fromisoformat(told["now"]) - utcnow()) < timedelta(minutes=1)
    assert page.send(first, second).get_json()["acknowledged"] == told["acknowledged"]
    assert kept(database) == 2


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"secret": "another"}, 401),
        ({"purpose": "scoresheet"}, 401),
        ({"now": utcnow() - tokens.LIFETIME}, 401),
        ({"stream": uuid4()}, 404),
        ({"person": uuid4()}, 404),
    ],
    ids=["forged", "of another feature", "too old", "of another response", "of another pupil"],
)
def test_a_token_that_is_not_for_this_page_writes_nothing(
    page: Page, database: Database, changes: dict[str, Any], status: int
) -> None:
    assert page.send(put("шам"), **changes).status_code == status
    assert kept(database) == 0


def test_without_a_token_nothing_is_written_even_where_somebody_is_signed_in(
    page: Page, database: Database, signed_in: Any
) -> None:
    with database.reading() as session:
        user = session.get_one(User, page.student_id)

    answer = signed_in(user).post(f"/sync/responses/{page.response_id}", json={"operations": [put("шам")]})

    assert answer.status_code == 401
    assert kept(database) == 0


def test_the_token_of_a_closed_account_writes_nothing(page: Page, database: Database) -> None:
    with database.transaction() as session:
        session.get_one(User, page.student_id).disabled_at = utcnow()

    assert page.send(put("шам")).status_code == 404


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"not json", 400),
        (b'{"operations": [{"id": 1}]}', 400),
        (b"[" * 50_000, 400),
        (b" " * (BATCH_BYTES + 1), 413),
        (b'{"operations": [' + b",".join([b"1"] * 201) + b"]}", 413),
    ],
    ids=["no JSON", "no operation", "too deep", "too many bytes", "too many operations"],
)
def test_a_bad_batch_is_refused_whole_and_in_json(page: Page, database: Database, body: bytes, status: int) -> None:
    answer = page.client.post(
        f"/sync/responses/{page.response_id}", data=body, content_type="application/json", headers=page.bearer()
    )

    assert answer.status_code == status
    assert answer.get_json()["status"] == status
    assert kept(database) == 0


def test_one_operation_that_cannot_be_read_does_not_hold_up_the_others(page: Page) -> None:
    broken = {"id": str(uuid4()), "kind": "put_idea", "idea": 7}

    answer = page.send(broken, put("шам \ud800\u0000"))

    states = [one["answer"]["state"] for one in answer.get_json()["acknowledged"]]
    assert states == ["refused", "applied"]


def test_a_batch_needs_no_log_in_to_be_looked_up(page: Page, database: Database, signed_in: SignedIn) -> None:
    with database.reading() as session:
        pupil = session.get_one(User, page.student_id)
    page.client = signed_in(pupil)
    engine = page.client.application.extensions["qiyal_database"].engine
    page.send(put("шам"))
    statements: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *told: statements.append(told[2]))

    page.send(put("ұя"))

    assert not [statement for statement in statements if "FROM logins" in statement]
    assert sum(not statement.startswith("BEGIN") for statement in statements) == 5
