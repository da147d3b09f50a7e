"""The window of a round, the rubric, and what a jury may not do: no database, no request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final, Self

from contest_app.errors import Refusal
from contest_app.languages import N_

COMMENT_LENGTH: Final = 2000
#: Where the words for the authors about the whole entry stand; it takes no mark.
GENERAL: Final = "general"
REASON_LENGTH: Final = 500
#: A sheet that was begun stays with its judge for so long after the last mark, whatever is shared out anew.
LEASE: Final = timedelta(days=7)
#: A judge is late when the share done lies this far behind the share of the time that has passed.
LATE_BEHIND: Final = Fraction(1, 4)
#: An entry splits the jury when its sheets lie further apart than this share of the scale.
SPLIT_SHARE: Final = Fraction(1, 3)


class Duty(StrEnum):
    """What a member of a jury does; the chair and the secretary see everybody's marks and so give none."""

    JUDGE = "judge"
    CHAIR = "chair"
    SECRETARY = "secretary"


class JudgingNotOpen(Refusal):
    """The round has not begun, or is over."""

    message = N_("Judging is closed now. What you wrote is kept; ask the organizer if you need more time.")


class MarkMissing(Refusal):
    """A sheet is handed in before every criterion has a mark."""

    message = N_("Give a mark for every criterion before you submit the sheet.")


class MarkOutsideRubric(Refusal):
    """A mark for a criterion that the rubric does not know, or off its scale."""

    message = N_("This mark is not on the scale of the rubric.")


class CommentTooLong(Refusal):
    """A comment that nobody would read."""

    message = N_("A comment has at most %(limit)d characters.")


class ReasonMissing(Refusal):
    """A change that must be explained is not."""

    message = N_("Say why: the change is kept together with its reason.")


class SheetSubmitted(Refusal):
    """A sheet that is already handed in is written on as if it were a draft."""

    status = 409
    message = N_("This sheet is already submitted. To change it, open it and give a reason.")


class EntriesStillOpen(Refusal):
    """Entries are to be shared out while more may come."""

    message = N_("Entries are still coming in. Share them out when entries have closed.")


class JuryEmpty(Refusal):
    """Entries are to be shared out, but nobody marks."""

    message = N_("There is no juror yet. Choose the jury first.")


class NobodySigned(Refusal):
    """Entries are to be shared out, but no juror has signed the declaration."""

    message = N_("No juror has signed the declaration yet: entries go only to those who have.")


class NotAJuror(Refusal):
    """Somebody without the role of a juror is chosen into the jury."""

    message = N_("Only a person with the role of a juror can be chosen.")


class LanguagesMissing(Refusal):
    """A juror who reads no language cannot be given entries."""

    message = N_("Choose at least one language in which the juror reads.")


class JudgingNotOver(Refusal):
    """Results are asked for while the jury is still at work."""

    message = N_("Results can be seen when judging is over.")


class AlreadyPublished(Refusal):
    """What publication has frozen is to be changed without saying why."""

    message = N_("The results are published. A correction needs a reason, and both versions are kept.")


class SheetsMissing(Refusal):
    """Results are published although entries have no mark at all."""

    message = N_("There is no submitted score sheet yet, so there is nothing to publish.")


class NotConfirmed(Refusal):
    """Results are published before the chair has confirmed them."""

    message = N_("The chair of the jury has not confirmed the results yet.")


class AwardUnknown(Refusal):
    """An award that this contest does not give."""

    message = N_("This contest does not give such an award.")


@dataclass(frozen=True, slots=True)
class Window:
    """When judging is open: from ``opens_at`` up to, not including, ``closes_at``."""

    opens_at: datetime
    closes_at: datetime

    def is_open(self, now: datetime) -> bool:
        """Say whether marks are taken."""
        return self.opens_at <= now < self.closes_at

    def is_over(self, now: datetime) -> bool:
        """Say whether the last moment has passed."""
        return now >= self.closes_at

    def check_open(self, now: datetime) -> None:
        """Raise ``JudgingNotOpen`` unless marks are taken."""
        if not self.is_open(now):
            raise JudgingNotOpen

    def check_over(self, now: datetime) -> None:
        """Raise ``JudgingNotOver`` while marks may still come."""
        if not self.is_over(now):
            raise JudgingNotOver

    def passed(self, now: datetime) -> Fraction:
        """Return the share of the window that has passed, from 0 to 1."""
        whole = (self.closes_at - self.opens_at).total_seconds()
        gone = (now - self.opens_at).total_seconds()
        return min(max(Fraction(gone) / Fraction(whole), Fraction(0)), Fraction(1)) if whole > 0 else Fraction(1)


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of a judge's assigned entries have a submitted sheet."""

    done: int
    total: int

    def is_late(self, window: Window, now: datetime) -> bool:
        """Say whether the judge lies well behind an even pace, or has sheets open after the end."""
        if self.done == self.total:
            return False
        return window.is_over(now) or window.passed(now) - Fraction(self.done, self.total) > LATE_BEHIND


@dataclass(frozen=True, slots=True)
class Given:
    """What a judge has given for one criterion so far; no value means not yet."""

    value: int | None = None
    comment: str = ""
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Level:
    """One step of a criterion's scale and what it means, in several languages."""

    value: int
    text: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion: its question, its weight, and its scale from ``minimum`` to ``maximum``."""

    key: str
    name: Mapping[str, str]
    question: Mapping[str, str]
    weight: Decimal
    minimum: int
    maximum: int
    levels: tuple[Level, ...]

    @classmethod
    def from_content(cls, content: Mapping[str, Any]) -> Self:
        """Read a criterion as a contest keeps it; the keys of levels may be texts, as in JSON."""
        texts = {int(value): text for value, text in content["levels"].items()}
        return cls(
            key=content["key"],
            name=content["name"],
            question=content.get("question", {}),
            weight=Decimal(str(content["weight"])),
            minimum=int(content["min"]),
            maximum=int(content["max"]),
            levels=tuple(Level(value, texts[value]) for value in sorted(texts)),
        )

    def takes(self, value: int) -> bool:
        """Say whether a mark lies on the scale."""
        return self.minimum <= value <= self.maximum


@dataclass(frozen=True, slots=True)
class Rubric:
    """The criteria by which a round is judged."""

    criteria: tuple[Criterion, ...]

    @classmethod
    def from_content(cls, content: Mapping[str, Any]) -> Self:
        """Read a rubric as a contest keeps it."""
        return cls(tuple(Criterion.from_content(each) for each in content["criteria"]))

    @property
    def weights(self) -> dict[str, Decimal]:
        """The weight of each criterion."""
        return {criterion.key: criterion.weight for criterion in self.criteria}

    @property
    def lowest(self) -> Fraction:
        """The least that one sheet can total."""
        return sum((Fraction(each.weight) * each.minimum for each in self.criteria), Fraction(0))

    @property
    def highest(self) -> Fraction:
        """The most that one sheet can total."""
        return sum((Fraction(each.weight) * each.maximum for each in self.criteria), Fraction(0))

    def check(self, sheet: Mapping[str, Given]) -> None:
        """Raise ``MarkOutsideRubric`` or ``CommentTooLong`` for what cannot be taken, even as a draft."""
        criteria = {criterion.key: criterion for criterion in self.criteria}
        for key, given in sheet.items():
            if len(given.comment) > COMMENT_LENGTH:
                raise CommentTooLong(limit=COMMENT_LENGTH)
            if given.value is not None and (key not in criteria or not criteria[key].takes(given.value)):
                raise MarkOutsideRubric
            if key not in criteria and key != GENERAL:
                raise MarkOutsideRubric

    def missing(self, sheet: Mapping[str, Given]) -> list[str]:
        """Return the criteria that have no mark yet, in the rubric's order."""
        return [each.key for each in self.criteria if sheet.get(each.key, Given()).value is None]


def checked_reason(reason: str) -> str:
    """Return a reason trimmed and cut to what is kept.

    Raises ReasonMissing when it says nothing.
    """
    text = " ".join(reason.split())
    if not text:
        raise ReasonMissing
    return text[:REASON_LENGTH]
