"""When an answer counts, and what a text, a list of ideas and a receipt are: no database, no request."""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from contest_app.errors import Refusal
from contest_app.languages import N_

#: How long an idea may be on its way: one that arrives later than this after the end is flagged, never dropped.
GRACE: Final = timedelta(seconds=30)

RECEIPT_ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTWXYZ"
RECEIPT_LENGTH: Final = 8
GREATEST_NUMBER: Final = 2**31 - 1
MOST_PASTES: Final = 1000

# The same classes stand in tasks/static/ideas.js: both sides must see the same text.
_GAPS: Final = re.compile(
    "[\u0000-\u0020\u007f-\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff\ud800-\udfff]+"
)
_WORDS: Final = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")  # the same stands in tasks/static/answer-fields.js
_BREAKS: Final = re.compile("\r\n?|[\u2028\u2029]")
_EMPTY_LINES: Final = re.compile("\n{3,}")

Clean = Callable[[str], str]


class State(StrEnum):
    """What became of an operation."""

    APPLIED = "applied"
    STALE = "stale"
    REFUSED = "refused"
    CLOSED = "closed"
    MISMATCH = "mismatch"
    NOT_DUE = "not_due"
    SUBMITTED = "submitted"


class Reason(StrEnum):
    """Why an operation was refused."""

    UNREADABLE = "unreadable"
    EMPTY = "empty"
    TOO_LONG = "too_long"
    TOO_MANY = "too_many"


class SittingClosed(Refusal):
    """The teacher has closed the sitting."""

    status = 409
    message = N_("Your teacher has closed this work. What you wrote before is kept.")


class NotPractice(Refusal):
    """An assessment is answered once."""

    status = 409
    message = N_("An assessment is answered once. In a practice you may try again.")


class NothingLeft(Refusal):
    """Every task of the sitting is handed in."""

    status = 409
    message = N_("You have handed in every task here.")


class Unreadable(ValueError):
    """An operation lacks a field or has one of another type."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change to one idea: what it should say and where, and the revision that the person had before the eyes.

    ``pastes`` says how often text was pasted into the field since the last change.
    """

    idea: UUID
    text: str
    position: int | None
    revision: int
    pastes: int


def read_change(payload: Mapping[str, Any], clean: Clean) -> Change:
    """Return the change that an operation asks for, its text as it is kept.

    Raises Unreadable.
    """
    try:
        idea, text = UUID(payload["idea"]), payload.get("text", "")
        position, revision, pastes = payload.get("position"), payload.get("revision", 0), payload.get("pastes", 0)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unreadable from error
    if not (isinstance(text, str) and (position is None or _is_number(position)) and _is_number(revision)):
        raise Unreadable
    if not (_is_number(pastes) and pastes <= MOST_PASTES):
        raise Unreadable
    return Change(idea, clean(text), position, revision, pastes)


def clean_text(text: str) -> str:
    """Return the text of an idea as it is kept: composed letters, single spaces, no control characters.

    >>> clean_text("  үй   салу ")
    'үй салу'
    """
    return _GAPS.sub(" ", unicodedata.normalize("NFC", text)).strip(" ")


def clean_lines(text: str) -> str:
    r"""Return a text of several lines as it is kept: each line cleaned, one empty line at most between two.

    >>> clean_lines("  – Сен кімсің? \r\n– Түйе. ")
    '– Сен кімсің?\n– Түйе.'
    """
    lines = "\n".join(clean_text(line) for line in _BREAKS.sub("\n", text).split("\n"))
    return _EMPTY_LINES.sub("\n\n", lines).strip("\n")


def count_words(text: str) -> int:
    """Return how many words a text has.

    >>> count_words("– Бес-алты сөз, it's all.")
    4
    """
    return len(_WORDS.findall(text))


def base_revision(told: int, before: Mapping[str, Any] | None) -> int | None:
    """Return the revision that a change builds on; None where it builds on one that was not taken.

    ``told`` is what the browser knew; ``before`` is the answer to its own earlier change that was still on the way.
    """
    if before is None:
        return told
    is_built_on = before.get("state") in {State.APPLIED, State.REFUSED}
    return before.get("revision") if is_built_on else None


def is_late(due_at: datetime, now: datetime) -> bool:
    """Say whether what arrives now arrives after the end and the grace."""
    return now > due_at + GRACE


def fingerprint(ideas: Iterable[tuple[str, str]]) -> str:
    """Return the SHA-256 of a list of ideas, given as key and text, whatever their order.

    Canonical form: for each idea, by ascending key, the key, a line feed, the text, a line feed; in UTF-8.
    """
    return hashlib.sha256(_in_utf8(_canonical(ideas))).hexdigest()


def checksum(text: str) -> int:
    """Return the CRC-32 of a text in UTF-8: enough to tell that it is another one, and no protection from anybody."""
    return zlib.crc32(_in_utf8(text))


def claims_to_be_whole(payload: Mapping[str, Any], ideas: list[tuple[str, str]]) -> bool:
    """Say whether the list that a browser submits is the one that has arrived."""
    return payload.get("count") == len(ideas) and is_told(payload, _canonical(ideas))


def is_told(claim: Mapping[str, Any], text: str) -> bool:
    """Say whether a claim is about this text: by ``sha256``, or by ``crc32`` where the browser does not hash."""
    digest = hashlib.sha256(_in_utf8(text)).hexdigest()
    return claim.get("sha256") == digest or claim.get("crc32") == checksum(text)


def new_receipt() -> str:
    """Return a random receipt code, easy to read aloud: 29⁸ ≈ 5·10¹¹ of them."""
    return "".join(secrets.choice(RECEIPT_ALPHABET) for _ in range(RECEIPT_LENGTH))


def shown_receipt(receipt: str) -> str:
    """Return a receipt as it is shown.

    >>> shown_receipt("K7MT4H9X")
    'K7MT-4H9X'
    """
    return f"{receipt[:4]}-{receipt[4:]}"


def _is_number(value: object) -> bool:
    return type(value) is int and 0 <= value <= GREATEST_NUMBER


def _canonical(ideas: Iterable[tuple[str, str]]) -> str:
    return "".join(f"{key}\n{text}\n" for key, text in sorted(ideas))


def _in_utf8(text: str) -> bytes:
    return text.encode(errors="surrogatepass")
