"""The official score of an entry by the rules of its contest, with every fact that a protocol tells about it.

A rubric has criteria, each with a weight and a scale. A judge's total is the sum of weight × mark. How totals of
several judges become one is a `Combination`. Marks that are missing are dealt with by one of three rules.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from contest_app.scoring.official.combining import Combination, Mean
from contest_app.scoring.ranking import CriteriaMismatch, Number, sheet_total

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Criterion:
    """What one criterion counts: its weight, and the highest mark of its scale."""

    weight: Number
    highest: Number


class MissingMark(StrEnum):
    """What becomes of a sheet on which a criterion has no mark."""

    SHEET_OUT = "sheet_out"  # the whole sheet does not count
    NOUGHT = "nought"  # the missing mark is nought
    BY_CRITERION = "by_criterion"  # each criterion is combined over those who marked it, then weighted


class Fate(StrEnum):
    """What became of a judge's total."""

    COUNTED = "counted"
    TOO_HIGH = "too_high"  # set aside as one of the highest
    TOO_LOW = "too_low"  # set aside as one of the lowest
    NOT_WHOLE = "not_whole"  # a criterion has no mark


@dataclass(frozen=True, slots=True)
class JudgeTotal:
    """One judge's total, and whether it counted; None where no single total exists."""

    judge: str
    total: Fraction | None
    fate: Fate


@dataclass(frozen=True, slots=True)
class Part:
    """What one criterion brought to the score, weight included, and what it could have brought at most."""

    score: Fraction
    highest: Fraction


@dataclass(frozen=True, slots=True)
class OfficialScore:
    """An entry's official score and how it came about.

    Attributes
    ----------
    score : higher is better; None where nothing counted, which is not nought.
    highest : what the same judges could have given at most; None likewise.
    totals : of the judges, in the order of their names.
    criteria : what each criterion brought; the parts add up to the score.
    top_marks : how many marks that count are the highest of their scale.

    """

    score: Fraction | None
    highest: Fraction | None
    totals: tuple[JudgeTotal, ...] = ()
    criteria: Mapping[str, Part] = field(default_factory=dict)
    top_marks: int = 0

    @property
    def judges(self) -> int:
        """How many judges the score is made of."""
        return sum(total.fate is Fate.COUNTED for total in self.totals)

    @property
    def share(self) -> Fraction | None:
        """The score as a share of what was to be had."""
        return None if self.score is None or self.highest is None else _share(self.score, self.highest)


Marks = Mapping[str, Number | None]


@dataclass(frozen=True, slots=True)
class OfficialFormula:
    """The formula that the rules of a contest fix.

    Parameters
    ----------
    criteria
        The rubric: each criterion's weight and scale, by its key.
    judges
        How the judges' totals become one.
    missing
        What becomes of a sheet with a gap.

    """

    criteria: Mapping[str, Criterion]
    judges: Combination = field(default_factory=Mean)
    missing: MissingMark = MissingMark.SHEET_OUT

    def score(self, sheets: Mapping[str, Marks]) -> OfficialScore:
        """Return the official score from each judge's marks; a mark that was not given is None or absent.

        Raises CriteriaMismatch for a mark of a criterion that the rubric does not know.

        >>> rubric = {"idea": Criterion(weight=2, highest=5), "form": Criterion(weight=1, highest=5)}
        >>> sheets = {"Ainur": {"idea": 4, "form": 5}, "Bolat": {"idea": 5, "form": None}}
        >>> OfficialFormula(rubric).score(sheets).score
        Fraction(13, 1)
        >>> OfficialFormula(rubric, missing=MissingMark.BY_CRITERION).score(sheets).score
        Fraction(14, 1)
        """
        given = {judge: self._known(sheets[judge]) for judge in sorted(sheets)}
        return self._by_criterion(given) if self.missing is MissingMark.BY_CRITERION else self._by_sheet(given)

    def _known(self, marks: Marks) -> dict[str, Fraction]:
        unknown = frozenset(marks.keys() - self.criteria.keys())
        if unknown:
            raise CriteriaMismatch(missing=frozenset(), unknown=unknown)
        given = {key: Fraction(mark) for key, mark in marks.items() if mark is not None}
        # A judge who marked nothing did not score; nought stands for a gap among marks.
        if given and self.missing is MissingMark.NOUGHT:
            return {key: Fraction(0) for key in self.criteria} | given
        return given

    def _by_sheet(self, given: Mapping[str, Mapping[str, Fraction]]) -> OfficialScore:
        whole = {judge: marks for judge, marks in given.items() if marks.keys() == self.criteria.keys()}
        totals = {judge: self._total(marks) for judge, marks in whole.items()}
        combined = self.judges.combine(list(totals.values()))
        names = list(totals)
        fates = dict.fromkeys(given, Fate.NOT_WHOLE) | dict.fromkeys(totals, Fate.COUNTED)
        fates |= {names[place]: Fate.TOO_HIGH for place in combined.too_high}
        fates |= {names[place]: Fate.TOO_LOW for place in combined.too_low}
        counted = [whole[names[place]] for place in combined.counted]
        highest = self.judges.combine([self._highest] * len(totals)).value
        return OfficialScore(
            score=combined.value,
            highest=highest,
            totals=tuple(JudgeTotal(judge, totals.get(judge), fates[judge]) for judge in given),
            criteria={} if highest is None else self._parts(combined.value or Fraction(0), highest, counted),
            top_marks=self._top_marks(counted),
        )

    def _by_criterion(self, given: Mapping[str, Mapping[str, Fraction]]) -> OfficialScore:
        parts = {
            key: self._part(key, [sheet[key] for sheet in given.values() if key in sheet]) for key in self.criteria
        }
        present = {key: part for key, part in parts.items() if part is not None}
        if len(present) < len(parts) or not parts:
            # A criterion that nobody marked leaves the entry without a score, not with a smaller one.
            return OfficialScore(None, None, self._gapped(given))
        return OfficialScore(
            score=sum((part.score for part in present.values()), Fraction(0)),
            highest=sum((part.highest for part in present.values()), Fraction(0)),
            totals=self._gapped(given),
            criteria=present,
            top_marks=self._top_marks(list(given.values())),
        )

    def _part(self, key: str, marks: Sequence[Fraction]) -> Part | None:
        criterion = self.criteria[key]
        score = self.judges.combine(marks).value
        ceiling = self.judges.combine([Fraction(criterion.highest)] * len(marks)).value
        if score is None or ceiling is None:
            return None
        return Part(Fraction(criterion.weight) * score, Fraction(criterion.weight) * ceiling)

    def _gapped(self, given: Mapping[str, Mapping[str, Fraction]]) -> tuple[JudgeTotal, ...]:
        """Return the judges' totals where gaps are allowed: who marked anything counts."""
        return tuple(
            JudgeTotal(
                judge,
                self._total(marks) if marks.keys() == self.criteria.keys() else None,
                Fate.COUNTED if marks else Fate.NOT_WHOLE,
            )
            for judge, marks in given.items()
        )

    def _parts(
        self, score: Fraction, highest: Fraction, counted: Sequence[Mapping[str, Fraction]]
    ) -> dict[str, Part]:
        total = sum((self._total(marks) for marks in counted), Fraction(0))
        return {
            key: Part(
                score * _share(Fraction(each.weight) * sum((marks[key] for marks in counted), Fraction(0)), total),
                highest * _share(Fraction(each.weight) * Fraction(each.highest), self._highest),
            )
            for key, each in self.criteria.items()
        }

    def _total(self, marks: Mapping[str, Fraction]) -> Fraction:
        return sheet_total(marks, {key: each.weight for key, each in self.criteria.items()})

    @property
    def _highest(self) -> Fraction:
        return self._total({key: Fraction(each.highest) for key, each in self.criteria.items()})

    def _top_marks(self, counted: Sequence[Mapping[str, Fraction]]) -> int:
        return sum(mark == self.criteria[key].highest for marks in counted for key, mark in marks.items())


@dataclass(frozen=True, slots=True)
class Threshold:
    """The least that the rules ask for, as a share of the highest score: one half is "not under half".

    With a ``criterion`` it is asked of that criterion alone.
    """

    share: Fraction
    criterion: str | None = None

    def is_met(self, official: OfficialScore) -> bool:
        """Say whether an entry reaches it; one without a score does not.

        >>> formula = OfficialFormula({"idea": Criterion(weight=1, highest=5)})
        >>> Threshold(Fraction(1, 2)).is_met(formula.score({"Ainur": {"idea": 3}}))
        True
        """
        if self.criterion is None:
            return official.share is not None and official.share >= self.share
        part = official.criteria.get(self.criterion)
        return part is not None and part.score >= self.share * part.highest


def fewer_judges(scores: Mapping[Key, OfficialScore]) -> dict[Key, int]:
    """Return the entries that fewer judges scored than others, with how many.

    Where the rules add up totals, such entries are at a disadvantage that no merit makes good.

    >>> two = OfficialScore(None, None, (JudgeTotal("A", None, Fate.COUNTED), JudgeTotal("B", None, Fate.COUNTED)))
    >>> fewer_judges({"x": two, "y": OfficialScore(None, None, two.totals[:1])})
    {'y': 1}
    """
    most = max((official.judges for official in scores.values()), default=0)
    return {key: official.judges for key, official in scores.items() if official.judges < most}


def _share(part: Fraction, whole: Fraction) -> Fraction:
    return part / whole if whole else Fraction(0)
