"""Each operation once, in order, kept for good."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from contest_app.db import Database
from contest_app.oplog import queries
from contest_app.oplog.models import Operation
from contest_app.oplog.rules import Acknowledgement, Answer, Incoming
from contest_app.oplog.services import receive

NOW = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
STREAM = uuid4()


def put(value: object, after: UUID | None = None) -> Incoming:
    return Incoming(uuid4(), "put", after, {"value": value})


class Tally:
    """A feature that remembers what it applied and answers with how many that were."""

    def __init__(self) -> None:
        self.applied: list[object] = []

    def __call__(self, operation: Incoming, before: Answer | None) -> Answer:
        self.applied.append(operation.payload["value"])
        return {"place": len(self.applied), "before": before["place"] if before else None}


def test_new_operations_are_applied_in_their_order_and_kept(session: Session) -> None:
    tally = Tally()
    first, second = put("а"), put("б")

    acknowledged = receive(session, STREAM, [first, second], tally, now=NOW)

    assert tally.applied == ["а", "б"]
    assert acknowledged == [
        Acknowledgement(first.id, {"place": 1, "before": None}),
        Acknowledgement(second.id, {"place": 2, "before": None}),
    ]
    kept = {
        row.id: (row.stream_id, row.kind, row.payload, row.received_at) for row in session.scalars(select(Operation))
    }
    assert kept == {o.id: (STREAM, "put", o.payload, NOW) for o in (first, second)}


def test_a_retry_gets_the_first_answer_and_is_not_applied_again(session: Session) -> None:
    tally = Tally()
    first, second = put("а"), put("б")
    answer = receive(session, STREAM, [first], tally, now=NOW)

    again = receive(session, STREAM, [first, second, first], tally, now=NOW)

    assert tally.applied == ["а", "б"]
    assert again == [*answer, Acknowledgement(second.id, {"place": 2, "before": None}), *answer]


def test_the_same_operation_on_another_stream_is_another_one(session: Session) -> None:
    tally = Tally()
    operation = put("а")
    receive(session, STREAM, [operation], tally, now=NOW)

    receive(session, uuid4(), [operation], tally, now=NOW)

    assert tally.applied == ["а", "а"]


def test_an_operation_that_comes_before_the_one_it_follows_is_left_for_later(session: Session) -> None:
    tally = Tally()
    first = put("а")
    second = put("б", after=first.id)

    assert receive(session, STREAM, [second], tally, now=NOW) == []
    acknowledged = receive(session, STREAM, [first, second], tally, now=NOW)

    assert tally.applied == ["а", "б"]
    assert acknowledged[1].answer == {"place": 2, "before": 1}
    assert [row.id for row in queries.operations(session, STREAM)] == sorted([first.id, second.id])


def test_text_that_databases_dislike_is_kept_as_it_came(session: Session) -> None:
    operation = put("нөл \u0000, жарты \ud800, эмодзи 🐎")

    receive(session, STREAM, [operation], Tally(), now=NOW)
    session.expire_all()

    assert session.get_one(Operation, (STREAM, operation.id)).payload == operation.payload


@pytest.mark.parametrize("size", [1, 3])
def test_a_batch_costs_two_statements_whatever_its_size(database: Database, size: int) -> None:
    statements: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *told: statements.append(told[2]))

    with database.transaction() as session:
        receive(session, STREAM, [put(n) for n in range(size)], Tally(), now=NOW)

    assert [statement.split()[0] for statement in statements if "operations" in statement] == ["SELECT", "INSERT"]
