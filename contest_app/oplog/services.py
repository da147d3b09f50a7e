"""Take what browsers did, each operation once.

A browser keeps what a person does as operations on a stream (a response, a score sheet) and sends them in
batches, again and again, until each is acknowledged. The protocol::

    POST <the feature's address>            Authorization: Bearer <token of oplog.tokens>
    {"operations": [{"id": "<uuid>", "kind": "put_idea", "after": "<uuid of an earlier operation>", …}, …]}

    200 {"acknowledged": [{"id": "<uuid>", "answer": {"state": "applied", …}}, …], "now": "<server's time>"}

An operation that is acknowledged is in the database and may be forgotten by the browser; any other is sent
again. The fields beside ``id``, ``kind`` and ``after`` belong to the feature, and so does the answer. What a
feature refuses is answered too, and its row kept: an operation is never dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from contest_app.oplog import queries
from contest_app.oplog.models import Operation
from contest_app.oplog.rules import Acknowledgement, Answer, Incoming

#: Does one operation and returns its answer; the second argument is the answer to the one it follows, if any.
Apply = Callable[[Incoming, Answer | None], Answer]


def receive(
    session: Session, stream_id: UUID, operations: Sequence[Incoming], apply: Apply, *, now: datetime
) -> list[Acknowledgement]:
    """Apply the operations that are new, in their order, and acknowledge all that are now in the database.

    A repeated operation gets its first answer and is not applied again. One that follows an operation which
    has not come yet is left out, so that the browser sends it again behind the other.

    The caller holds the stream's row (``SELECT … FOR UPDATE``), so that batches of one stream take turns.
    """
    wanted = {id_ for operation in operations for id_ in (operation.id, operation.after) if id_}
    answers = queries.answers(session, stream_id, wanted)
    for operation in operations:
        if operation.id in answers or not (operation.after is None or operation.after in answers):
            continue
        answer = apply(operation, answers[operation.after] if operation.after else None)
        answers[operation.id] = answer
        session.add(_row(stream_id, operation, answer, now))
    # The rows must be in the database before they are acknowledged, not merely on the way.
    session.flush()
    return [Acknowledgement(o.id, answers[o.id]) for o in operations if o.id in answers]


def _row(stream_id: UUID, operation: Incoming, answer: Answer, now: datetime) -> Operation:
    after = {"after": str(operation.after)} if operation.after else {}
    return Operation(
        stream_id=stream_id,
        id=operation.id,
        kind=operation.kind,
        payload=operation.payload | after,
        answer=answer,
        received_at=now,
    )
