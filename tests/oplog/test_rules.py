"""What a batch may look like."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID, uuid4

import pytest

from contest_app.oplog.rules import (
    BATCH_BYTES,
    BATCH_OPERATIONS,
    BatchTooLarge,
    BatchUnreadable,
    Incoming,
    read_batch,
)

ID = UUID("8f14e45f-ceea-467f-ab5c-111111111111")
EARLIER = UUID("8f14e45f-ceea-467f-ab5c-222222222222")


def as_bytes(*operations: Any) -> bytes:
    return json.dumps({"operations": operations}).encode()


def test_an_operation_is_read_with_the_one_it_follows_and_its_own_fields() -> None:
    raw = as_bytes({"id": str(ID), "kind": "put_idea", "after": str(EARLIER), "text": "шатыр"})

    assert read_batch(raw) == [Incoming(ID, "put_idea", EARLIER, {"text": "шатыр"})]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff",
        b"[]",
        b"{}",
        b'{"operations": 1}',
        b'{"operations": [1]}',
        b'{"operations": [{"id": "x", "kind": "put"}]}',
        as_bytes({"kind": "put"}),
        as_bytes({"id": str(ID)}),
        as_bytes({"id": str(ID), "kind": 5}),
        as_bytes({"id": str(ID), "kind": "put\u0000"}),
        as_bytes({"id": str(ID), "kind": "put", "after": 7}),
        as_bytes({"id": str(ID), "kind": "put", "value": float("nan")}),
        b'{"operations": ' + b"[" * 100_000,
    ],
)
def test_what_is_no_batch_is_refused_whole(raw: bytes) -> None:
    with pytest.raises(BatchUnreadable):
        read_batch(raw)


def test_a_batch_of_as_many_operations_as_allowed_is_read_and_one_more_is_refused() -> None:
    operations = [{"id": str(uuid4()), "kind": "put"} for _ in range(BATCH_OPERATIONS + 1)]

    assert len(read_batch(as_bytes(*operations[:-1]))) == BATCH_OPERATIONS
    with pytest.raises(BatchTooLarge):
        read_batch(as_bytes(*operations))


def test_a_batch_of_too_many_bytes_is_refused_before_it_is_read() -> None:
    with pytest.raises(BatchTooLarge):
        read_batch(b"x" * (BATCH_BYTES + 1))
