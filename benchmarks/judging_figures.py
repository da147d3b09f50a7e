"""Measure what the severity models find: ``python -m benchmarks.judging_figures docs/judging/severity_figures.md``.

The published worked example first, then simulated contests whose truth is known. Some five minutes on one core.
"""

import argparse
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from benchmarks import judging_known
from benchmarks.judging_known import Known
from benchmarks.judging_simulation import (
    MODEL,
    Plan,
    additive_scores,
    agreement,
    found_best,
    rasch_scores,
    raw_scores,
    simulate,
    standardised_scores,
)
from contest_app.scoring.severity.additive.fitting import INTERVAL, fit_additive
from contest_app.scoring.severity.rasch.fitting import fit_rasch
from contest_app.scoring.severity.rasch.measures import measures_of

RUNS = 100

PLANS = {
    "200 entries, 20 judges, 3 each, no severity": Plan(200, 20, 3, severity=0.0),
    "200 entries, 20 judges, 3 each, severity .4": Plan(200, 20, 3, severity=0.4),
    "200 entries, 20 judges, 3 each, severity .7": Plan(200, 20, 3, severity=0.7),
    "200 entries, 20 judges, 3 each, severity 1.0": Plan(200, 20, 3, severity=1.0),
    "60 entries, 12 judges, 3 each, severity .7": Plan(60, 12, 3),
    "60 entries, 12 judges, 2 each, severity .7": Plan(60, 12, 2),
    "60 entries, 12 judges, panels of 3, severity .7": Plan(60, 12, 3, panels=True),
    "60 entries, the whole jury of 5 each, severity .7": Plan(60, 5, 5),
}
WAYS = {
    "raw mean": raw_scores,
    "z-score by judge": standardised_scores,
    "additive": additive_scores,
    "Rasch": rasch_scores,
}

Row = tuple[str, ...]


def section(title: str, about: str, header: Row, rows: Iterable[Row]) -> str:
    """Return a heading, what was measured, and a table, as Markdown."""
    lines = "\n".join(f"| {' | '.join(line)} |" for line in (header, tuple("---" for _ in header), *rows))
    return f"## {title}\n\n{about}\n\n{lines}\n"


def shown(value: float, decimals: int = 3) -> str:
    """Return a figure without the nought before the point."""
    return f"{round(value, decimals) + 0.0:.{decimals}f}".replace("0.", ".", 1) if abs(value) < 1 else f"{value:.2f}"


def published() -> str:
    """Tell how far ours is from what FACETS printed."""
    return section(
        "Guilford's ratings: what FACETS printed",
        "Ours is the maximum of the likelihood; the published run stops before it has converged.",
        ("figure", "published", "ours", "difference"),
        (_row(each) for each in judging_known.published_answers()),
    )


def optimum() -> str:
    """Tell how far ours is from the maximum that is known."""
    return section(
        "Guilford's ratings: the maximum",
        "Measures and thresholds in logits, as handed down with the ratings, to three decimals.",
        ("figure", "known", "ours", "difference"),
        (_row(each) for each in judging_known.optimal_answers()),
    )


def _row(known: Known) -> Row:
    return known.what, shown(known.published), shown(known.ours), shown(known.ours - known.published)


def places() -> str:
    """Tell which scores put entries in the order of their true quality."""
    rows = []
    for name, plan in PLANS.items():
        contests = [simulate(plan, seed) for seed in range(RUNS)]
        cells = []
        for score in WAYS.values():
            found = [(score(each.ratings), each.quality) for each in contests]
            orders = np.mean([agreement(scores, quality) for scores, quality in found])
            best = np.mean([found_best(scores, quality) for scores, quality in found])
            cells.append(f"{shown(float(orders))} / {shown(float(best), 2)}")
        rows.append((name, *cells))
    return section(
        "Places",
        f"Means over {RUNS} simulated contests with five criteria and marks from 1 to 10; spreads in marks, that of "
        "quality 1.0. First the rank correlation of scores with true quality, then the share of the truly best tenth "
        "that is found.",
        ("contest", *WAYS),
        rows,
    )


def recovery() -> str:
    """Tell how well severity is found, and whether intervals hold what they promise."""
    rows = [(name, *_recovery(plan)) for name, plan in PLANS.items() if plan.severity]
    return section(
        "Severity",
        f"Means over {RUNS} contests: correlation of estimated and true severity over judges; root mean square error "
        "of the additive severity, in marks, against the jury's mean; share of judges whose severity, and of entries "
        "whose quality, lies in the additive model's 95 % interval (both less their means).",
        ("contest", "r, additive", "r, Rasch", "error", "severity in interval", "quality in interval"),
        rows,
    )


def _recovery(plan: Plan) -> Row:
    found = np.array([_recovered(plan, seed) for seed in range(RUNS)])
    return tuple(shown(float(value)) for value in found.mean(axis=0))


def _recovered(plan: Plan, seed: int) -> tuple[float, ...]:
    contest = simulate(plan, seed)
    fit = fit_additive(contest.ratings, "judge")
    judges, entries = fit.facet("judge"), fit.facet("entry")
    rasch = measures_of(fit_rasch(contest.ratings, MODEL))[contest.ratings.facet("judge")].measure
    severity, quality = contest.severity - contest.severity.mean(), contest.quality - contest.quality.mean()
    missed = -judges.effect - severity
    inside = np.abs(missed) < INTERVAL * judges.standard_error
    told = np.abs(entries.effect - quality) < INTERVAL * entries.standard_error
    return (
        _correlation(-judges.effect, severity),
        _correlation(rasch, severity),
        float(np.sqrt(np.mean(missed**2))),
        float(inside.mean()),
        float(told.mean()),
    )


def _correlation(one: np.ndarray, two: np.ndarray) -> float:
    return float(np.corrcoef(one, two)[0, 1]) if one.std() > 0 else 0.0


SECTIONS = (published, optimum, recovery, places)


def main() -> None:
    """Measure everything and write the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("output", type=Path)
    options = parser.parse_args()
    head = (
        "# Figures of severity\n\nMade by `python -m benchmarks.judging_figures docs/judging/severity_figures.md`.\n"
    )
    options.output.write_text("\n".join([head, *(measure() for measure in SECTIONS)]), encoding="utf-8")


if __name__ == "__main__":
    main()
