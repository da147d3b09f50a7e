"""What a rater fills in: criteria with their scales, and the marks for one answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final, Self

from contest_app.errors import Refusal
from contest_app.languages import N_

COMMENT_LENGTH: Final = 1000


class MarkMissing(Refusal):
    """A sheet is handed in before every criterion has a mark."""

    message = N_("Choose a level for every question.")


class MarkOutsideScale(Refusal):
    """A mark for a criterion that the rubric does not know, or off its scale."""

    message = N_("This level is not in the rubric.")


class CommentTooLong(Refusal):
    """A comment that nobody would read."""

    message = N_("A comment has at most %(limit)d characters.")


@dataclass(frozen=True, slots=True)
class Given:
    """What one rater gave to one answer: marks by criterion, or that it is no answer to the task and has none."""

    marks: Mapping[str, int] = field(default_factory=dict)
    is_answer: bool = True


@dataclass(frozen=True, slots=True)
class Criterion:
    """One scale of whole numbers from ``lowest`` to ``highest``; ``weight`` says how much it counts in a total."""

    key: str
    weight: Fraction
    lowest: int
    highest: int


@dataclass(frozen=True, slots=True)
class Scale:
    """The criteria by which an answer is rated.

    ``adds_up``: the marks make a total. Those of a single idea do not: originality and usefulness are kept apart.
    """

    criteria: tuple[Criterion, ...]
    adds_up: bool

    @classmethod
    def from_content(cls, content: Mapping[str, Any]) -> Self:
        """Return the scale that `content` gave."""
        criteria = (
            Criterion(each["key"], Fraction(each["weight"]), each["min"], each["max"]) for each in content["criteria"]
        )
        return cls(tuple(criteria), content["adds_up"])

    @property
    def content(self) -> dict[str, Any]:
        """The scale as plain data, to be kept beside what was rated by it."""
        criteria = [
            {"key": each.key, "weight": str(each.weight), "min": each.lowest, "max": each.highest}
            for each in self.criteria
        ]
        return {"criteria": criteria, "adds_up": self.adds_up}

    def missing(self, given: Given) -> list[str]:
        """Return the criteria that have no mark."""
        return [each.key for each in self.criteria if given.is_answer and each.key not in given.marks]

    def check(self, given: Given) -> None:
        """Raise MarkMissing or MarkOutsideScale unless every criterion, and nothing else, has a mark on its scale."""
        if self.missing(given):
            raise MarkMissing
        scales = {each.key: range(each.lowest, each.highest + 1) for each in self.criteria if given.is_answer}
        if any(value not in scales.get(key, ()) for key, value in given.marks.items()):
            raise MarkOutsideScale

    def total(self, given: Given) -> Fraction:
        """Return the weighted sum of the marks as a share of the most that could be given, up to 1."""
        most = sum((each.weight * each.highest for each in self.criteria), Fraction())
        return sum((each.weight * given.marks[each.key] for each in self.criteria), Fraction()) / most


def check_comment(comment: str) -> None:
    """Raise CommentTooLong for a comment past its limit."""
    if len(comment) > COMMENT_LENGTH:
        raise CommentTooLong(limit=COMMENT_LENGTH)
