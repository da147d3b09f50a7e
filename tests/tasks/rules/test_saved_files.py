"""The file of last resort: what is read of it, and how fast a hostile one is refused."""

from __future__ import annotations

import json
import time
from uuid import uuid4

import pytest

from contest_app.tasks.rules.saved_files import MOST_BYTES, FileTooLarge, FileUnreadable, read_saved_file

RESPONSE = "5a3c0b52-1f0e-4d53-9a43-0d5f3a1f7c11"


def saved(*operations: object) -> bytes:
    return json.dumps({"response": RESPONSE, "ideas": [], "operations": list(operations)}).encode()


def put(text: str = "a pot") -> dict[str, object]:
    return {"id": str(uuid4()), "kind": "put_idea", "idea": str(uuid4()), "text": text, "revision": 0}


def test_operations_come_out_in_their_order_with_their_words() -> None:
    operations = [put(f"idea {number}") for number in range(120)]

    file = read_saved_file(saved(*operations))

    assert str(file.response_id) == RESPONSE
    assert [str(each.id) for each in file.operations] == [each["id"] for each in operations]
    assert list(file.texts.values()) == [f"idea {number}" for number in range(120)]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00",
        b"PK\x03\x04" + b"\0" * 1000,
        b"[" * 100_000,
        b'{"a":' * 60_000,
        b"null",
        b"[]",
        b'{"operations": []}',
        json.dumps({"response": "no key", "operations": []}).encode(),
        json.dumps({"response": RESPONSE, "operations": {}}).encode(),
        json.dumps({"response": RESPONSE, "operations": [1]}).encode(),
        json.dumps({"response": RESPONSE, "operations": [{"id": "x", "kind": "put_idea"}]}).encode(),
        b'{"response": "%s", "operations": [{"id": 1e999}]}' % RESPONSE.encode(),
        b'{"response": "%s", "operations": [%s]}' % (RESPONSE.encode(), b"9" * 10_000),
        saved({**put(), "kind": "<script>"}),
        saved({**put(), "id": None}),
    ],
    ids=lambda raw: raw[:24].decode(errors="replace") + f"…{len(raw)}",
)
def test_a_hostile_file_is_refused_within_a_second(raw: bytes) -> None:
    started = time.monotonic()

    with pytest.raises(FileUnreadable):
        read_saved_file(raw)

    assert time.monotonic() - started < 1.0


def test_a_file_that_is_too_large_is_refused_unread() -> None:
    with pytest.raises(FileTooLarge):
        read_saved_file(b" " * (MOST_BYTES + 1))
    with pytest.raises(FileTooLarge):
        read_saved_file(json.dumps({"response": RESPONSE, "operations": [0] * 2_001}).encode())
