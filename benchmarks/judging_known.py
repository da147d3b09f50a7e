"""A published worked example of judges' severity: Guilford's ratings, what FACETS printed, and what ours gives.

Source of the ratings: Guilford, J. P. (1954). Psychometric methods (2nd ed.). McGraw-Hill: three senior scientists
rated the creativity of seven junior ones on five traits, from 1 to 9. Source of the digits: the published output of
FACETS for them (Linacre, J. M. A user's guide to FACETS), a run that stops before it has converged; hence its
distance from the maximum.
"""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from contest_app.scoring.severity.rasch.bias import bias_of
from contest_app.scoring.severity.rasch.fitting import RaschFit, fit_rasch
from contest_app.scoring.severity.rasch.measures import measures_of
from contest_app.scoring.severity.rasch.model import RaschModel
from contest_app.scoring.severity.ratings import Ratings, ratings_of

FACETS: Final = ("judge", "examinee", "trait")
MODEL: Final = RaschModel(negative=frozenset({"judge", "trait"}))
DATA: Final = Path(__file__).with_name("judging_data") / "guilford1954.csv"

PUBLISHED: Final = {
    "severity of Brahe": 0.24,
    "measure of David": -0.46,
    "measure of Edward": 0.42,
    "bias of Brahe with David": 0.71,
    "its standard error": 0.29,
    "its t": 2.43,
    "expected sum of Brahe and David": 17.3,
    "bias of Brahe with Edward": -1.27,
    "its standard error, Edward": 0.36,
    "its t, Edward": -3.55,
    "expected sum of Brahe and Edward": 27.0,
    "fixed chi-square of bias": 41.6,
    "mean standard error of bias": 0.32,
    "standard deviation of bias": 0.47,
    "standard deviation of t": 1.41,
}
"""What FACETS printed."""

OPTIMUM: Final = {
    "judge": {"Avogadro": 0.04, "Brahe": 0.245, "Cavendish": -0.096},
    "examinee": {
        "Betty": 0.664,
        "Edward": 0.441,
        "George": 0.288,
        "Anne": -0.071,
        "Chris": -0.255,
        "David": -0.482,
        "Fred": -0.584,
    },
    "trait": {"Enthusiasm": 0.518, "Clarity": 0.211, "Basis": -0.147, "Attack": -0.28, "Daring": -0.302},
}
"""The maximum of the joint likelihood to three decimals, as handed down with the ratings."""

OPTIMAL_THRESHOLDS: Final = (-0.690, -2.352, 0.809, -1.484, 1.719, -0.979, 2.393, 0.585)


@dataclass(frozen=True, slots=True)
class Known:
    """A figure that is known: what it is, as published, and ours."""

    what: str
    published: float
    ours: float


def guilford() -> Ratings:
    """Return Guilford's 105 ratings."""
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return ratings_of({name: [row[name] for row in rows] for name in FACETS}, [float(row["rating"]) for row in rows])


def fitted() -> RaschFit:
    """Return the fit of Guilford's ratings."""
    return fit_rasch(guilford(), MODEL)


def published_answers() -> list[Known]:
    """Return what FACETS printed beside what ours gives."""
    found = _figures(fitted())
    return [Known(what, published, found[what]) for what, published in PUBLISHED.items()]


def optimal_answers() -> list[Known]:
    """Return the measures and thresholds at the maximum as they are known, beside ours."""
    fit = fitted()
    ours = {each.facet: dict(zip(each.elements, each.measure, strict=True)) for each in measures_of(fit)}
    measures = [
        Known(f"{facet} {name}", known, float(ours[facet][name]))
        for facet, elements in OPTIMUM.items()
        for name, known in elements.items()
    ]
    pairs = enumerate(zip(OPTIMAL_THRESHOLDS, fit.thresholds[0], strict=True), start=2)
    return [*measures, *(Known(f"threshold {category}", known, float(own)) for category, (known, own) in pairs)]


def _figures(fit: RaschFit) -> dict[str, float]:
    measures = {
        name: value for each in measures_of(fit) for name, value in zip(each.elements, each.measure, strict=True)
    }
    bias = bias_of(fit, ("judge", "examinee"))
    david, edward = (bias.elements.index(("Brahe", name)) for name in ("David", "Edward"))
    return {
        "severity of Brahe": measures["Brahe"],
        "measure of David": measures["David"],
        "measure of Edward": measures["Edward"],
        "bias of Brahe with David": float(bias.bias[david]),
        "its standard error": float(bias.standard_error[david]),
        "its t": float(bias.t[david]),
        "expected sum of Brahe and David": float(bias.expected[david]),
        "bias of Brahe with Edward": float(bias.bias[edward]),
        "its standard error, Edward": float(bias.standard_error[edward]),
        "its t, Edward": float(bias.t[edward]),
        "expected sum of Brahe and Edward": float(bias.expected[edward]),
        "fixed chi-square of bias": bias.chi_square,
        "mean standard error of bias": float(bias.standard_error.mean()),
        "standard deviation of bias": float(bias.bias.std()),
        "standard deviation of t": float(bias.t.std()),
    }
