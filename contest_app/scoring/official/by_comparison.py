"""Official scores of a final by comparison: a point for each time an entry is preferred, half a point for a tie.

Points are exact and anybody can count them, which a protocol needs. They are fair where all entries met the same
others equally often, as when everybody meets everybody; otherwise `pairwise.model` weighs who was met.
"""

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction

from contest_app.scoring.official.formulas import OfficialScore
from contest_app.scoring.pairwise.comparisons import Comparison, Preferred

_OF_FIRST = {Preferred.FIRST: Fraction(1), Preferred.TIE: Fraction(1, 2), Preferred.SECOND: Fraction(0)}


def scores_by_comparison(comparisons: Iterable[Comparison]) -> dict[str, OfficialScore]:
    """Return the points of each entry that was compared, by name; the highest is a point for each comparison.

    >>> said = [Comparison("a", "b", Preferred.FIRST), Comparison("b", "c", Preferred.TIE)]
    >>> {entry: str(official.score) for entry, official in scores_by_comparison(said).items()}
    {'a': '1', 'b': '1/2', 'c': '1/2'}
    """
    points: dict[str, Fraction] = defaultdict(Fraction)
    met: dict[str, int] = defaultdict(int)
    for each in comparisons:
        points[each.first] += _OF_FIRST[each.preferred]
        points[each.second] += 1 - _OF_FIRST[each.preferred]
        met[each.first] += 1
        met[each.second] += 1
    return {entry: OfficialScore(points[entry], Fraction(met[entry])) for entry in sorted(points)}
