"""A change within a long text, so that an operation stays small however long the text is.

tasks/static/splices.js cuts every change so; characters are code points on both sides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from contest_app.tasks.rules.answering import Unreadable, checksum


@dataclass(frozen=True, slots=True)
class Splice:
    """From the character ``start`` on, ``gone`` characters make way for ``text``.

    ``base`` is the checksum of the text on which it was written; in any other text the places mean nothing.
    """

    base: int
    start: int
    gone: int
    text: str

    def fits(self, before: str) -> bool:
        """Say whether it was written on this text."""
        return checksum(before) == self.base

    def on(self, before: str) -> str:
        """Return the changed text, not cleaned yet.

        >>> Splice(checksum("бес 🐪 келді"), 4, 1, "түйе").on("бес 🐪 келді")
        'бес түйе келді'
        """
        return before[: self.start] + self.text + before[self.start + self.gone :]


def read_splice(payload: Mapping[str, Any]) -> Splice:
    """Return the splice that an operation asks for. Raises Unreadable."""
    text: Any = payload.get("text")
    numbers: list[Any] = [payload.get(name) for name in ("base", "start", "gone")]
    if not (isinstance(text, str) and all(type(number) is int and number >= 0 for number in numbers)):
        raise Unreadable
    base, start, gone = map(int, numbers)
    return Splice(base, start, gone, text)
