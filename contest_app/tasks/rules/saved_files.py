"""The file that a pupil's page saves as a last resort (static/desk.js): bytes in, operations out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from contest_app.errors import Refusal
from contest_app.languages import N_
from contest_app.oplog.rules import BatchTooLarge, BatchUnreadable, Incoming, read_batch

#: Below what a form may hold in memory, for the file travels through the page that shows it.
MOST_BYTES: Final = 400_000
MOST_OPERATIONS: Final = 2_000
#: As many as are read at once: strokes of this number stay below the size of a batch.
AT_ONCE: Final = 50


class FileTooLarge(Refusal):
    """More than any page saves."""

    message = N_("This file is larger than any that a task saves. Nothing of it was taken.")


class FileUnreadable(Refusal):
    """Not a file that a page has saved."""

    message = N_("This is no file that a task has saved, or it was changed. Nothing of it was taken.")


class FileOfNobody(Refusal):
    """An answer that is not in this sitting."""

    message = N_("The file does not belong to an answer in this work. Look whether you chose the right work.")


@dataclass(frozen=True, slots=True)
class SavedFile:
    """What no server had acknowledged of one response when the file was saved."""

    response_id: UUID
    operations: tuple[Incoming, ...]

    @property
    def texts(self) -> dict[UUID, str]:
        """The words that the operations write, by operation."""
        kinds = {"put_idea", "splice_idea"}
        written = ((each.id, each.payload.get("text")) for each in self.operations if each.kind in kinds)
        return {id_: text for id_, text in written if isinstance(text, str) and text.strip()}


def read_saved_file(raw: bytes) -> SavedFile:
    """Return what is in a file. Raises FileTooLarge, FileUnreadable."""
    if len(raw) > MOST_BYTES:
        raise FileTooLarge
    try:
        found = json.loads(raw)
        response_id, operations = UUID(found["response"]), found["operations"]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise FileUnreadable from error
    if not isinstance(operations, list):
        raise FileUnreadable
    if len(operations) > MOST_OPERATIONS:
        raise FileTooLarge
    return SavedFile(response_id, tuple(_read(operations)))


def _read(operations: list[Any]) -> Iterator[Incoming]:
    for start in range(0, len(operations), AT_ONCE):
        try:
            yield from read_batch(json.dumps({"operations": operations[start : start + AT_ONCE]}).encode())
        except (BatchUnreadable, BatchTooLarge, ValueError, RecursionError) as error:
            raise FileUnreadable from error
