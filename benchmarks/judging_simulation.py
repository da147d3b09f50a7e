"""Simulated contests with known quality and severity, to see whether judging finds them again."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import rankdata

from contest_app.scoring.severity.additive.fitting import fit_additive
from contest_app.scoring.severity.rasch.fitting import fit_rasch
from contest_app.scoring.severity.rasch.measures import measures_of
from contest_app.scoring.severity.rasch.model import RaschModel
from contest_app.scoring.severity.ratings import FloatArray, IntArray, Ratings, ratings_of

LOWEST, HIGHEST = 1, 10
MIDDLE = 6.0
HALO, ACCIDENT, CRITERIA_SPREAD = 0.6, 0.9, 0.5
"""Standard deviations, in marks: of a judge's view of one entry, of a mark, of the criteria."""

MODEL = RaschModel(negative=frozenset({"judge", "criterion"}))


@dataclass(frozen=True, slots=True)
class Plan:
    """A contest to simulate: who judges what, and how unlike the judges are.

    ``severity`` and ``quality`` are standard deviations, in marks. With ``panels`` the judges sit in fixed panels
    which share no entry; otherwise each entry meets judges dealt anew.
    """

    entries: int
    judges: int
    reviews: int
    criteria: int = 5
    severity: float = 0.7
    quality: float = 1.0
    panels: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Contest:
    """Ratings, the true quality of each entry (higher is better) and the true severity of each judge, in marks."""

    ratings: Ratings
    quality: FloatArray
    severity: FloatArray


def simulate(plan: Plan, seed: int) -> Contest:
    """Return marks from 1 to 10: quality less severity less difficulty, a judge's view of the entry, and accident."""
    generator = np.random.default_rng(seed)
    quality = plan.quality * generator.normal(size=plan.entries)
    severity = plan.severity * generator.normal(size=plan.judges)
    difficulty = CRITERIA_SPREAD * generator.normal(size=plan.criteria)
    pairs = _panels(plan) if plan.panels else _dealt(plan, generator)
    entry, judge = (np.repeat(column, plan.criteria) for column in pairs.T)
    criterion = np.tile(np.arange(plan.criteria), len(pairs))
    halo = np.repeat(HALO * generator.normal(size=len(pairs)), plan.criteria)
    marks = MIDDLE + quality[entry] - severity[judge] - difficulty[criterion] + halo
    marks += ACCIDENT * generator.normal(size=len(marks))
    columns = {"judge": _names("J", judge), "entry": _names("K", entry), "criterion": _names("C", criterion)}
    return Contest(ratings_of(columns, np.clip(np.rint(marks), LOWEST, HIGHEST)), quality, severity)


def _names(letter: str, numbers: IntArray) -> list[str]:
    return [f"{letter}{number:05}" for number in numbers]


def _dealt(plan: Plan, generator: np.random.Generator) -> IntArray:
    """Return (entry, judge) pairs, each judge as often as the others, no judge twice on an entry."""
    if plan.reviews == plan.judges:
        return np.argwhere(np.ones((plan.entries, plan.judges)))
    loads = np.zeros(plan.judges)
    pairs = []
    for entry in range(plan.entries):
        chosen = np.argsort(loads + generator.random(plan.judges), kind="stable")[: plan.reviews]
        loads[chosen] += 1
        pairs += [(entry, judge) for judge in chosen]
    return np.array(pairs)


def _panels(plan: Plan) -> IntArray:
    """Return (entry, judge) pairs of panels that never mix."""
    panels = plan.judges // plan.reviews
    return np.array(
        [
            (entry, entry % panels * plan.reviews + seat)
            for entry in range(plan.entries)
            for seat in range(plan.reviews)
        ]
    )


def raw_scores(ratings: Ratings) -> FloatArray:
    """Return the mean mark of each entry."""
    places = ratings.places[:, ratings.facet("entry")]
    return np.asarray(np.bincount(places, ratings.values) / np.bincount(places))


def standardised_scores(ratings: Ratings) -> FloatArray:
    """Return the mean of each entry's marks after each judge's were brought to mean 0 and deviation 1."""
    judges, values = ratings.places[:, ratings.facet("judge")], ratings.values
    counts = np.bincount(judges)
    centred = values - (np.bincount(judges, values) / counts)[judges]
    spread = np.sqrt(np.bincount(judges, centred**2) / counts)
    places = ratings.places[:, ratings.facet("entry")]
    return np.asarray(np.bincount(places, centred / np.maximum(spread, 1e-9)[judges]) / np.bincount(places))


def additive_scores(ratings: Ratings) -> FloatArray:
    """Return the fair averages of the additive model."""
    return fit_additive(ratings, "judge").facet("entry").fair_average


def rasch_scores(ratings: Ratings) -> FloatArray:
    """Return the measures of the many-facet Rasch model."""
    return measures_of(fit_rasch(ratings, MODEL))[ratings.facet("entry")].measure


def agreement(scores: FloatArray, quality: FloatArray) -> float:
    """Return the rank correlation (Spearman's) of scores with true quality, -1 to 1; equal scores share a rank."""
    ranks = rankdata(np.round(scores, 9)), rankdata(quality)
    return float(np.corrcoef(*ranks)[0, 1])


def found_best(scores: FloatArray, quality: FloatArray, share: float = 0.1) -> float:
    """Return the share of the truly best tenth that the scores put among the best tenth, 0 to 1."""
    count = round(share * len(quality))
    best = set(np.argsort(-quality, kind="stable")[:count].tolist())
    return len(best & set(np.argsort(-np.round(scores, 9), kind="stable")[:count].tolist())) / count
