"""How the numbers of several judges become one: sum, mean, trimmed mean, best of them.

All in fractions. Each way says which numbers it took and which it set aside, so that a protocol can tell it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Protocol

from contest_app.scoring.ranking import Formula


@dataclass(frozen=True, slots=True)
class Combined:
    """One number out of several.

    Attributes
    ----------
    value : the result, or None where nothing was given.
    counted : places, in the given order, of the numbers that the value is made of.
    too_high, too_low : places of the numbers that were set aside, as the highest or as the lowest.

    """

    value: Fraction | None
    counted: tuple[int, ...]
    too_high: tuple[int, ...] = ()
    too_low: tuple[int, ...] = ()


class Combination(Protocol):
    """A way to make one number out of several."""

    def combine(self, numbers: Sequence[Fraction]) -> Combined:
        """Return the one number; None for no numbers, which is not nought."""
        ...


@dataclass(frozen=True, slots=True)
class Sum:
    """All added. Entries with fewer judges get less, whatever they are worth: see `official.fewer_judges`."""

    def combine(self, numbers: Sequence[Fraction]) -> Combined:
        """Return the sum."""
        return _made_of(numbers, range(len(numbers)), Formula.SUM)


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of those who scored; who did not is absent and never a nought."""

    def combine(self, numbers: Sequence[Fraction]) -> Combined:
        """Return the mean."""
        return _made_of(numbers, range(len(numbers)), Formula.MEAN)


@dataclass(frozen=True, slots=True)
class TrimmedMean:
    """The mean without the ``drop`` highest and the ``drop`` lowest; the plain mean where nothing would be left.

    Raises ValueError unless at least one is dropped on each side.
    """

    drop: int = 1

    def __post_init__(self) -> None:
        if self.drop < 1:
            raise ValueError(f"at least one number is dropped on each side, not {self.drop}")

    def combine(self, numbers: Sequence[Fraction]) -> Combined:
        """Return the mean of the middle ones; of equal extremes those given first go first.

        >>> TrimmedMean().combine([Fraction(n) for n in (9, 2, 7, 8)]).value
        Fraction(15, 2)
        """
        order = _ascending(numbers)
        if len(order) <= 2 * self.drop:
            return _made_of(numbers, range(len(numbers)), Formula.MEAN)
        low, high = order[: self.drop], order[-self.drop :]
        kept = _made_of(numbers, order[self.drop : -self.drop], Formula.MEAN)
        return Combined(kept.value, kept.counted, tuple(sorted(high)), tuple(sorted(low)))


@dataclass(frozen=True, slots=True)
class Best:
    """The sum, or the mean, of the ``count`` highest; of fewer where fewer were given.

    Raises ValueError unless at least one counts.
    """

    count: int
    together: Formula = Formula.SUM

    def __post_init__(self) -> None:
        if self.count < 1:
            raise ValueError(f"at least one number counts, not {self.count}")

    def combine(self, numbers: Sequence[Fraction]) -> Combined:
        """Return the best ones together; of equal ones those given last count.

        >>> Best(2).combine([Fraction(n) for n in (9, 2, 7, 8)]).value
        Fraction(17, 1)
        """
        order = _ascending(numbers)
        kept = _made_of(numbers, order[-self.count :], self.together)
        return Combined(kept.value, kept.counted, too_low=tuple(sorted(order[: -self.count])))


def combination(content: str | Mapping[str, Any]) -> Combination:
    """Return the way that the settings of a contest name.

    ``sum``, ``mean``, ``trimmed_mean`` (with ``drop``) or ``best`` (with ``count`` and ``together``), as a word or as
    a mapping with the word under ``kind``. Raises ValueError for another word, TypeError for an unknown setting.

    >>> combination({"kind": "best", "count": 3})
    Best(count=3, together=<Formula.SUM: 'sum'>)
    """
    settings = {"kind": content} if isinstance(content, str) else dict(content)
    kind = settings.pop("kind", None)
    if "together" in settings:
        settings["together"] = Formula(settings["together"])
    ways: dict[Any, type[Combination]] = {"sum": Sum, "mean": Mean, "trimmed_mean": TrimmedMean, "best": Best}
    if kind not in ways:
        raise ValueError(f"no such formula: {kind}")
    return ways[kind](**settings)


def _ascending(numbers: Sequence[Fraction]) -> list[int]:
    return sorted(range(len(numbers)), key=lambda place: numbers[place])


def _made_of(numbers: Sequence[Fraction], places: Sequence[int], together: Formula) -> Combined:
    if not places:
        return Combined(None, ())
    total = sum((numbers[place] for place in places), Fraction(0))
    value = total / len(places) if together is Formula.MEAN else total
    return Combined(value, tuple(sorted(places)))
