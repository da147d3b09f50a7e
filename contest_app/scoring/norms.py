"""Where a score stands among those of the same item, language and grade band, in percent, with its interval.

**Percentile.** With B people of the norm group below the score and E equal to it, of N,

    rank = 100 · (B + E/2) / N

the mid-rank: definition C of Crawford, Garthwaite and Slick (2009), the only one of the three in use that is fair to
both ends. Hidden below `MIN_PEOPLE` people.

**Interval.** Two things are uncertain and both are in it. The norm group is a sample: under Jeffreys' prior the
shares of people below, equal and above are Dirichlet(B + ½, E, A + ½), and below + equal/2 is matched by a beta
distribution of the same mean and variance (exactly Jeffreys' interval where nobody is equal). The score has an
error of its own: it is moved by 1.96 errors either way. The two distances are added as squares (Zou and Donner
2008).

**Shrinkage.** A band's norm is blended with that of all bands of the item and language,

    rank = w · rank in the band + (1 − w) · rank in all bands        w as in `shrinkage`

so a band of 120 borrows a little from its neighbours and one of 2,000 hardly anything. The weight is shown. Norms of
different languages are never blended, nor is anyone ranked across languages: wording, lexicon and encoder differ.

**Scaled score.** T = 50 + 10 · Φ⁻¹(rank): mean 50 and standard deviation 10 in the norm group whatever the
shape of the raw scores (McCall 1922).

Sources: Crawford, J. R., Garthwaite, P. H., & Slick, D. J. (2009). On percentile norms in neuropsychology. The
Clinical Neuropsychologist, 23, 1173-1195. Brown, L. D., Cai, T. T., & DasGupta, A. (2001). Interval estimation
for a binomial proportion. Statistical Science, 16, 101-133. Zou, G. Y., & Donner, A. (2008). Construction of
confidence limits about effect measures. Statistics in Medicine, 27, 1693-1702. McCall, W. A. (1922). How to
measure in education.
"""

import hashlib
import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist

from scipy.special import betaincinv

from contest_app.scoring.estimate import Estimate
from contest_app.scoring.shrinkage import credibility
from contest_app.scoring.too_few import TooFew

MIN_PEOPLE = 100
"""People of a norm group below which no percentile is shown."""

SCALED_MEAN, SCALED_SPREAD = 50.0, 10.0
"""Mean and standard deviation of scaled scores in the norm group."""

_TAIL = 0.025  # on each side of a 95 % interval
_QUANTILE = 1.959964  # of the standard normal distribution, for a 95 % interval
_NORMAL = NormalDist()


class GradeBand(StrEnum):
    """Grades whose pupils are compared with each other."""

    PRIMARY = "1-4"
    MIDDLE = "5-7"
    LOWER_SECONDARY = "8-9"
    UPPER_SECONDARY = "10-11"


def grade_band(grade: int) -> GradeBand:
    """Return the band of a grade; ValueError outside 1 to 11.

    >>> grade_band(7).value
    '5-7'
    """
    for band in GradeBand:
        first, last = (int(end) for end in band.split("-"))
        if first <= grade <= last:
            return band
    raise ValueError(f"grade {grade} is none of 1 to 11")


@dataclass(frozen=True, slots=True)
class NormCell:
    """Whom a score is compared with; the item may also be the name of a scale over items."""

    item: str
    language: str
    band: GradeBand


@dataclass(frozen=True, slots=True)
class NormRow:
    """One person's score on one item."""

    person: str
    cell: NormCell
    score: float


@dataclass(frozen=True, slots=True)
class Norm:
    """The scores of a norm group, and how they are blended with a wider group's.

    Attributes
    ----------
    own, wider : sorted scores, one a person.
    weight : of the own scores, from 0 to 1; the rest comes from the wider group.

    """

    own: tuple[float, ...]
    wider: tuple[float, ...] = ()
    weight: float = 1.0

    @property
    def people(self) -> int:
        """How many people the own group has."""
        return len(self.own)

    @property
    def version(self) -> str:
        """Eight signs that change with any score or with the weight."""
        return hashlib.sha256(repr((self.own, self.wider, self.weight)).encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class Percentile:
    """Percent of the norm group below a score, from 0 to 100.

    Attributes
    ----------
    value : the mid-rank. low, high : its 95 % interval.
    people : of the norm group.
    weight : of the norm group itself; the rest comes from the wider group.

    """

    value: float
    low: float
    high: float
    people: int
    weight: float


def build_norms(rows: Iterable[NormRow]) -> dict[NormCell, Norm]:
    """Return the norm of each cell, sorted by item, language and band.

    A person counts once a cell, with the first score: a second try is no first encounter. Scores that are no finite
    numbers are left out.
    """
    cells: dict[NormCell, dict[str, float]] = defaultdict(dict)
    for row in rows:
        if math.isfinite(row.score):
            cells[row.cell].setdefault(row.person, row.score)
    kin: dict[tuple[str, str], dict[NormCell, tuple[float, ...]]] = defaultdict(dict)
    for cell in sorted(cells, key=lambda each: (each.item, each.language, list(GradeBand).index(each.band))):
        kin[cell.item, cell.language][cell] = tuple(sorted(cells[cell].values()))
    return {cell: norm for bands in kin.values() for cell, norm in _blended(bands).items()}


def _blended(bands: Mapping[NormCell, tuple[float, ...]]) -> dict[NormCell, Norm]:
    """Return the norms of one item's bands, each with the weight that the differences between bands allow."""
    variances = credibility(list(bands.values()))
    if variances is None:
        return {cell: Norm(own) for cell, own in bands.items()}
    wider = tuple(sorted(score for own in bands.values() for score in own))
    return {cell: Norm(own, wider, variances.weight(len(own))) for cell, own in bands.items()}


def percentile(score: Estimate, norm: Norm) -> Percentile | TooFew:
    """Return where a score stands in a norm group; TooFew below `MIN_PEOPLE` of its own people."""
    if norm.people < MIN_PEOPLE:
        return TooFew(norm.people, MIN_PEOPLE)
    value = _rank(score.value, norm)
    margin = _QUANTILE * score.standard_error
    low, high = _sampling_distances(score.value, norm)
    low = math.hypot(low, value - _rank(score.value - margin, norm))
    high = math.hypot(high, _rank(score.value + margin, norm) - value)
    return Percentile(
        value=100 * value,
        low=100 * max(0.0, value - low),
        high=100 * min(1.0, value + high),
        people=norm.people,
        weight=norm.weight,
    )


def scaled_score(score: Estimate, norm: Norm) -> Estimate | TooFew:
    """Return the normalised T score, mean 50 and standard deviation 10 in the norm group; TooFew as `percentile`.

    The error is that of a normal distribution with the percentile's 95 % interval, read on the same curve. Ranks are
    kept half a person away from 0 and 100, where the curve has no end.
    """
    found = percentile(score, norm)
    if isinstance(found, TooFew):
        return found
    edge = 0.5 / (norm.people + 1)
    low, value, high = (
        SCALED_SPREAD * _NORMAL.inv_cdf(min(max(rank / 100, edge), 1 - edge))
        for rank in (found.low, found.value, found.high)
    )
    return Estimate(SCALED_MEAN + value, (high - low) / (2 * _QUANTILE))


def _rank(score: float, norm: Norm) -> float:
    """Return the blended mid-rank as a share, from 0 to 1."""
    own = _mid_rank(score, norm.own)
    return own if not norm.wider else norm.weight * own + (1 - norm.weight) * _mid_rank(score, norm.wider)


def _mid_rank(score: float, scores: tuple[float, ...]) -> float:
    return (bisect_left(scores, score) + bisect_right(scores, score)) / (2 * len(scores))


def _sampling_distances(score: float, norm: Norm) -> tuple[float, float]:
    """Return how far below and above its value the rank may lie because the norm groups are samples.

    A shrunken figure's variance is w times its own group's and (1 − w)² times the wider one's.
    """
    low, high = _distances(score, norm.own)
    if not norm.wider:
        return low, high
    wider_low, wider_high = _distances(score, norm.wider)
    own_part, wider_part = math.sqrt(norm.weight), 1 - norm.weight
    return (
        math.hypot(own_part * low, wider_part * wider_low),
        math.hypot(own_part * high, wider_part * wider_high),
    )


def _distances(score: float, scores: tuple[float, ...]) -> tuple[float, float]:
    """Return how far the limits of the mid-rank lie below and above it, as shares."""
    below, upto, people = bisect_left(scores, score), bisect_right(scores, score), len(scores)
    value = (below + upto) / (2 * people)
    low, high = _limits(below, upto - below, people - upto)
    return max(0.0, value - low), max(0.0, high - value)


def _limits(below: int, equal: int, above: int) -> tuple[float, float]:
    """Return the 95 % interval of below + equal/2, as shares of the population."""
    total = below + equal + above + 1
    mean = (below + 0.5 + equal / 2) / total
    variance = ((below + 0.5 + equal / 4) / total - mean**2) / (total + 1)
    strength = mean * (1 - mean) / variance - 1
    low, high = betaincinv(mean * strength, (1 - mean) * strength, [_TAIL, 1 - _TAIL])
    return float(low), float(high)
