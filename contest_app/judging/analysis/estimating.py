"""Severity of jurors, fair scores and how sure places are, from a round's sheets. Loads SciPy: for jobs alone.

Totals of sheets are looked at, in points: they are what the official score is made of, and criteria are no sample.
The model is the additive one of `scoring.severity`; equations and how far it can be relied on: docs/judging.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

import numpy as np
import numpy.typing as npt

from contest_app.judging.analysis.facts import FEWEST_FOR_INTERVAL, FEWEST_SHEETS, VERSION, Facts, TooLittle
from contest_app.judging.rules import GENERAL
from contest_app.judging.standings import Group, Standing
from contest_app.scoring.agreement import krippendorff_alpha, krippendorff_interval, shared_marks
from contest_app.scoring.generalizability import Design, Mark, Undetermined, variance_components
from contest_app.scoring.place_forecast import (
    PlaceForecast,
    forecast_of_predictions,
    would_change_award,
    would_change_place,
)
from contest_app.scoring.severity.additive.fitting import AdditiveFit, FacetEffects, fit_additive
from contest_app.scoring.severity.ratings import ratings_of

#: A jury whose order is as reliable as this is enough.
WANTED: Final = 0.8
MOST_JURORS: Final = 12
DIGITS: Final = 6

Content = dict[str, Any]
Cells = dict[tuple[str, UUID], float]


def analyse(facts: Facts) -> Content:
    """Return what the marks say, as it is stored: no name, jurors by key and entries by blind code."""
    fit = None if facts.too_little else _fitted(facts)
    is_alike = fit is not None and not fit.facet("entry").effect.any()
    content: Content = {
        "version": VERSION,
        "highest": float(facts.rubric.highest),
        "sheets": len(facts.sheets),
        "too_little": TooLittle.ALIKE if is_alike else facts.too_little,
        "agreement": _agreement(facts),
        "jurors": _jurors(facts, fit),
        "fully_crossed": fit.is_fully_crossed if fit else None,
        "parts": fit.parts.count if fit else None,
        "enough": _enough(facts, fit) if fit else None,
    }
    groups = [] if fit is None or is_alike else [_group(facts, group, fit) for group in facts.standings]
    return content | {"groups": groups}


def _fitted(facts: Facts) -> AdditiveFit:
    entries, judges, totals = zip(*facts.totals, strict=True)
    return fit_additive(
        ratings_of({"judge": list(map(str, judges)), "entry": list(map(str, entries))}, totals), "judge"
    )


def _jurors(facts: Facts, fit: AdditiveFit | None) -> list[Content]:
    """Return each juror's sheets and mean and, where it can be told, severity with its interval and misfit."""
    rows = []
    for judge, count in sorted(facts.sheets_of_jurors.items(), key=lambda each: str(each[0])):
        own = [total for _, juror, total in facts.totals if juror == judge]
        row = {"juror": str(judge), "sheets": count, "mean": _told(float(np.mean(own)))}
        is_told = fit is not None and count >= FEWEST_SHEETS and fit.facet("judge").effect.any()
        rows.append(row | (_severity(fit.facet("judge"), str(judge)) if fit is not None and is_told else _UNTOLD))
    return rows


_UNTOLD: Final[Content] = {"severity": None, "low": None, "high": None, "misfit": None}


def _severity(judges: FacetEffects, judge: str) -> Content:
    at = judges.elements.index(judge)
    low, high = (limit[at] for limit in judges.interval)
    found = {"severity": -judges.effect[at], "low": -high, "high": -low, "misfit": judges.misfit[at]}
    return {key: _told(float(value) + 0.0) for key, value in found.items()}  # no -0


def _agreement(facts: Facts) -> Content:
    """Return Krippendorff's alpha of totals, and how often marks of one criterion are the same or a step apart."""
    totals = _table({(str(entry), judge): total for entry, judge, total in facts.totals})
    marks = shared_marks(_table(_marks(facts)))
    content: Content = {"alpha": None, "low": None, "high": None}
    if facts.shared_entries >= FEWEST_FOR_INTERVAL:
        found = krippendorff_interval(totals, seed=facts.seed)
        if found is not None:
            content = {"alpha": _told(found.value), "low": _told(found.low), "high": _told(found.high)}
    elif totals.size:
        content["alpha"] = _told(krippendorff_alpha(totals))
    shares = (_told(marks.exact), _told(marks.adjacent), marks.pairs) if marks else (None, None, 0)
    return content | dict(zip(("exact", "adjacent", "pairs"), shares, strict=True))


def _marks(facts: Facts) -> Cells:
    return {
        (f"{sheet.entry} {key}", sheet.judge): float(given.value)
        for sheet in facts.sheets
        for key, given in sheet.given.items()
        if key != GENERAL and given.value is not None
    }


def _table(cells: Cells) -> npt.NDArray[np.float64]:
    rows, judges = ({key: at for at, key in enumerate(sorted(keys, key=str))} for keys in _axes(cells))
    table = np.full((len(rows), len(judges)), np.nan)
    for (row, judge), value in cells.items():
        table[rows[row], judges[judge]] = value
    return table


def _axes(cells: Cells) -> tuple[set[Any], set[Any]]:
    return {row for row, _ in cells}, {judge for _, judge in cells}


def _enough(facts: Facts, fit: AdditiveFit) -> Content | None:
    """Return how reliable the order is with as many jurors to an entry as now, and how many would be enough."""
    marks = [Mark(entry, judge, total) for entry, judge, total in facts.totals]
    try:
        found = variance_components(marks, Design.JUDGES)
    except Undetermined:
        return None
    now = max(round(len(marks) / len({mark.person for mark in marks})), 1)
    own_judges = not fit.is_fully_crossed
    return {
        "now": now,
        "reliability": _told(found.foretold(now, own_judges=own_judges).rho_squared),
        "wanted": WANTED,
        "needed": found.judges_needed(WANTED, own_judges=own_judges, most=MOST_JURORS),
        "most": MOST_JURORS,
    }


def _group(facts: Facts, group: Group, fit: AdditiveFit) -> Content:
    """Return the fair scores of those who compete with each other, and whom they would move."""
    rows = [row for row in facts.standings[group] if row.score is not None]
    winners = facts.winners(group) & {row.competitor.entry for row in rows}
    content: Content = {"nomination": group[0], "age_group": group[1], "winners": len(winners)}
    if not rows:
        return content | {"entries": [], "places": [], "awards": []}
    forecast, errors = _forecast(rows, fit, facts.seed)
    codes = {row.competitor.entry: row.competitor.code for row in rows}
    chances = forecast.chance_of_top(len(winners)) if 0 < len(winners) < len(rows) else {}
    return content | {
        "entries": [_entry(row, forecast, errors, chances) for row in rows],
        # Where everybody marked everything severity has moved nobody: another order would be the formula's doing.
        "places": [] if fit.is_fully_crossed else _places(rows, forecast, codes),
        "awards": [] if fit.is_fully_crossed or not chances else _awards(winners, forecast, codes),
    }


def _forecast(rows: Sequence[Standing], fit: AdditiveFit, seed: int) -> tuple[PlaceForecast[UUID], dict[UUID, float]]:
    entries = fit.facet("entry")
    at = [entries.elements.index(str(row.competitor.entry)) for row in rows]
    keys = [row.competitor.entry for row in rows]
    errors = entries.standard_error[at]
    # Rounded, so that what only the computer's arithmetic tells apart is equal.
    forecast = forecast_of_predictions(keys, np.round(entries.fair_average[at], DIGITS), errors, seed=seed)
    return forecast, dict(zip(keys, errors.tolist(), strict=True))


def _entry(
    row: Standing, forecast: PlaceForecast[UUID], errors: dict[UUID, float], chances: dict[UUID, float]
) -> Content:
    entry = row.competitor.entry
    fair = float(forecast.centres[forecast.entries.index(entry)])
    return {
        "code": row.competitor.code,
        "sheets": len(row.totals),
        "official": _told(float(row.score or 0)),
        "place": row.place,
        "last_place": row.last_place,
        "fair": _told(fair),
        "fair_place": forecast.fair_places[entry],
        "error": _told(errors[entry]),
        "span": list(forecast.span(entry)),
        "chance": _told(chances.get(entry)),
    }


def _places(rows: Sequence[Standing], forecast: PlaceForecast[UUID], codes: dict[UUID, str]) -> list[Content]:
    official = {row.competitor.entry: (row.place or 0, row.last_place or 0) for row in rows}
    return [
        {
            "code": codes[change.entry],
            "place": change.official,
            "last_place": change.official_last,
            "fair_place": change.fair,
            "probability": _told(change.probability),
        }
        for change in would_change_place(official, forecast)
    ]


def _awards(winners: set[UUID], forecast: PlaceForecast[UUID], codes: dict[UUID, str]) -> list[Content]:
    return [
        {"rises": codes[change.rises], "falls": codes[change.falls], "probability": _told(change.probability)}
        for change in would_change_award(winners, forecast)
    ]


def _told(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else round(value, DIGITS)
