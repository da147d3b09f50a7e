"""The shape and the size of a batch of operations: bytes in, operations out."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from contest_app.errors import Refusal
from contest_app.languages import N_

BATCH_OPERATIONS: Final = 200
BATCH_BYTES: Final = 256 * 1024

KIND: Final = re.compile(r"[a-z][a-z_]{0,39}")

#: What an operation was answered, as JSON. The feature decides what is in it.
Answer = dict[str, Any]


class BatchUnreadable(Refusal):
    """The batch is no JSON of the agreed shape."""

    status = 400
    message = N_("The batch of answers could not be read. Nothing of it was taken.")


class BatchTooLarge(Refusal):
    """The batch has more operations or bytes than are taken at once."""

    status = 413
    message = N_("At most %(limit)d changes are taken at once. Send fewer.")


@dataclass(frozen=True, slots=True)
class Incoming:
    """One operation as a browser sent it.

    ``after`` names the operation of the same stream that must have been answered before this one.
    """

    id: UUID
    kind: str
    after: UUID | None
    payload: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """The operation ``id`` is in the database for good, and was answered so."""

    id: UUID
    answer: Answer

    def as_json(self) -> dict[str, Any]:
        """Return the acknowledgement as it is sent."""
        return {"id": str(self.id), "answer": self.answer}


def read_batch(raw: bytes) -> list[Incoming]:
    """Return the operations of ``{"operations": [{"id": uuid, "kind": word, "after": uuid?, …}, …]}``.

    Raises BatchTooLarge, BatchUnreadable.
    """
    if len(raw) > BATCH_BYTES:
        raise BatchTooLarge(limit=BATCH_OPERATIONS)
    operations = _decoded(raw)
    if len(operations) > BATCH_OPERATIONS:
        raise BatchTooLarge(limit=BATCH_OPERATIONS)
    return [_operation(operation) for operation in operations]


def _decoded(raw: bytes) -> list[Any]:
    try:
        batch = json.loads(raw, parse_constant=_refuse_constant)
        operations = batch["operations"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BatchUnreadable from error
    if not isinstance(operations, list):
        raise BatchUnreadable
    return operations


def _refuse_constant(name: str) -> None:
    # Python reads NaN and Infinity, which no database takes as JSON.
    raise ValueError(name)


def _operation(fields: Any) -> Incoming:
    try:
        payload = dict(fields)
        id_, kind, after = UUID(payload.pop("id")), payload.pop("kind"), payload.pop("after", None)
        is_named = KIND.fullmatch(kind) is not None
        follows = UUID(after) if after is not None else None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BatchUnreadable from error
    if not is_named:
        raise BatchUnreadable
    return Incoming(id_, kind, follows, payload)
