"""How a task stands on paper, and what a code on a sheet is: no database, no request."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from contest_app.errors import Conflict, Refusal
from contest_app.languages import N_
from contest_app.tasks.rules.answering import RECEIPT_ALPHABET

CODE_LENGTH: Final = 8

#: Ruled lines that fit below a task, and below one with a picture; large type takes more room.
ROWS: Final = 14
ROWS_BELOW_PICTURE: Final = 8
ROWS_LARGE: Final = 9
ROWS_LARGE_BELOW_PICTURE: Final = 4
#: Frames to draw in that fit below a task, and on a further page.
FRAMES_BELOW_TASK: Final = 4
FRAMES_ALONE: Final = 6
FRAMES_LARGE: Final = 2
#: Where fewer ideas than this are asked for, each gets several lines.
FEW: Final = 6


class Source(StrEnum):
    """What a response was written on."""

    SCREEN = "screen"
    PAPER = "paper"


class Name(StrEnum):
    """What of the pupil's name stands on a sheet."""

    PRINTED = "printed"
    LINE = "line"
    NONE = "none"


class Taking(StrEnum):
    """What becomes of an answer that is there already, when one on paper comes."""

    ADD = "add"
    REPLACE = "replace"


class AnswerThere(Conflict):
    """The pupil has answered already; the teacher must say what becomes of that answer."""

    message = N_("This pupil has an answer already. Say what becomes of it.")


class NotTaken(Refusal):
    """What was typed off a sheet cannot be kept as it is."""

    message = N_("Nothing was saved: a text is too long, or there are more ideas than the task takes.")


class ChangedElsewhere(Conflict):
    """The answer has changed since the page was opened."""

    message = N_("This answer was changed in another window. Compare, then save again: what you typed is still here.")


@dataclass(frozen=True, slots=True)
class Row:
    """A ruled line; ``number`` stands before the first line of an idea."""

    number: int | None


@dataclass(frozen=True, slots=True)
class PaperPage:
    """One side of A4: ``frames`` (from 1) to draw in, or ``rows`` to write on; the task stands on the first."""

    number: int
    total: int
    rows: tuple[Row, ...] = ()
    frames: tuple[int, ...] = ()

    @property
    def has_task(self) -> bool:
        """Whether the task stands on it."""
        return self.number == 1


def new_code() -> str:
    """Return a random code for a sheet; 29⁸ ≈ 5·10¹¹ of them."""
    return "".join(secrets.choice(RECEIPT_ALPHABET) for _ in range(CODE_LENGTH))


def ruled(ideas: int, *, is_listed: bool, has_picture: bool, is_large: bool) -> tuple[Row, ...]:
    """Return the lines for up to ``ideas`` ideas, numbered where they are a list.

    >>> [row.number for row in ruled(3, is_listed=True, has_picture=True, is_large=False)]
    [1, None, 2, None, 3, None]
    """
    room = _room(has_picture=has_picture, is_large=is_large)
    if not is_listed:
        return (Row(None),) * room
    each = max(1, room // ideas) if ideas < FEW else 1
    return tuple(
        Row(number if not line else None) for number in range(1, min(ideas, room) + 1) for line in range(each)
    )


def pages_of_rows(rows: Sequence[Row]) -> tuple[PaperPage, ...]:
    """Return the one page of a task that is written."""
    return (PaperPage(1, 1, rows=tuple(rows)),)


def pages_of_frames(frames: int, *, is_large: bool) -> tuple[PaperPage, ...]:
    """Return the pages of a task that is drawn: no frame is cut, each page is filled.

    >>> [page.frames for page in pages_of_frames(6, is_large=False)]
    [(1, 2, 3, 4), (5, 6)]
    """
    first, more = (FRAMES_LARGE, 2 * FRAMES_LARGE) if is_large else (FRAMES_BELOW_TASK, FRAMES_ALONE)
    numbers = range(1, frames + 1)
    starts = range(first, frames, more)
    parts = [tuple(numbers[:first]), *(tuple(numbers[start : start + more]) for start in starts)]
    return tuple(PaperPage(place, len(parts), frames=part) for place, part in enumerate(parts, start=1))


def _room(*, has_picture: bool, is_large: bool) -> int:
    if is_large:
        return ROWS_LARGE_BELOW_PICTURE if has_picture else ROWS_LARGE
    return ROWS_BELOW_PICTURE if has_picture else ROWS
