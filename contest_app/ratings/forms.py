"""A rating as a page sends it: ``mark-<criterion>``, ``no_answer`` and ``comment``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from contest_app.ratings.rules.queue import ReasonMissing, Skip, Sort
from contest_app.ratings.rules.scale import Given, Scale


class Typed(NamedTuple):
    """What stands in the form's fields."""

    given: Given
    comment: str


NOTHING = Typed(Given(), "")


def typed_rating(fields: Mapping[str, str], scale: Scale) -> Typed:
    """Return what was filled in; a mark that is no number counts as none, and what is no answer has no marks."""
    # Browsers send lines ending in CR LF; kept as LF so that an unchanged comment is no change.
    comment = fields.get("comment", "").replace("\r\n", "\n").strip()
    if not scale.adds_up and fields.get("no_answer"):
        return Typed(Given({}, is_answer=False), comment)
    marks = {each.key: _mark(fields.get(f"mark-{each.key}", "")) for each in scale.criteria}
    return Typed(Given({key: mark for key, mark in marks.items() if mark is not None}), comment)


def typed_reason(fields: Mapping[str, str]) -> Skip:
    """Return why the answer is left to others. Raises ReasonMissing."""
    try:
        return Skip(fields.get("reason", ""))
    except ValueError:
        raise ReasonMissing from None


def typed_sort(fields: Mapping[str, str]) -> Sort | None:
    """Return the sort of answer that is asked for, None for an unknown one."""
    known = {str(sort): sort for sort in Sort}
    return known.get(fields.get("sort", ""))


def _mark(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 3 else None  # noqa: PLR2004 -- no scale is longer
