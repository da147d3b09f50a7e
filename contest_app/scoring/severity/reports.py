"""Fits as plain data: what a file keeps and a command prints. None stands where nothing can be told."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from contest_app.scoring.severity.additive.fitting import AdditiveFit, FacetEffects
from contest_app.scoring.severity.rasch.bias import Bias
from contest_app.scoring.severity.rasch.coding import Extreme
from contest_app.scoring.severity.rasch.fitting import RaschFit
from contest_app.scoring.severity.rasch.measures import FacetMeasures, measures_of
from contest_app.scoring.severity.rasch.separation import separation_of
from contest_app.scoring.severity.rasch.thresholds import Threshold, thresholds_of
from contest_app.scoring.severity.ratings import is_fully_crossed

Report = dict[str, Any]


def rasch_report(fit: RaschFit, bias: Bias | None = None) -> Report:
    """Return a Rasch fit: every facet's elements, thresholds, bias, and whether to trust them."""
    facets = measures_of(fit)
    floating = fit.ratings.facets[fit.model.floating_facet(fit.ratings)]
    separations = ((each.facet, separation_of(each)) for each in facets)
    return {
        "model": "rasch",
        "facets": {each.facet: _elements(each) for each in facets},
        "thresholds": [_threshold(each) for each in thresholds_of(fit)],
        "bias": _bias_terms(bias) if bias else [],
        "bias_summary": _bias_summary(bias) if bias else None,
        "separation": {name: asdict(found) if found else None for name, found in separations},
        "components": fit.components.count,
        "subsets": {each.facet: len(set(each.comparable[each.comparable >= 0].tolist())) for each in facets},
        "converged": fit.convergence.reached,
        "convergence": {
            "iterations": fit.convergence.iterations,
            "largest_residual": fit.convergence.largest_residual,
            "largest_change": fit.convergence.largest_change,
        },
        "negative": sorted(fit.model.negative),
        "floating": floating,
        "fully_crossed": is_fully_crossed(fit.ratings, floating),
        "ratings": len(fit.ratings.values),
    }


def additive_report(fit: AdditiveFit, negative: Iterable[str] = ()) -> Report:
    """Return an additive fit; the effects of negative facets with their sign turned: what is taken off a rating."""
    lowering = frozenset(negative)
    return {
        "model": "additive",
        "facets": {each.facet: _effects(each, -1.0 if each.facet in lowering else 1.0) for each in fit.facets},
        "thresholds": [],
        "bias": [],
        "mean": fit.mean,
        "variances": [{"facets": list(each.facets), "variance": each.variance} for each in fit.components],
        "components": fit.parts.count,
        "converged": fit.variances.converged,
        "convergence": {
            "iterations": fit.variances.iterations,
            "largest_change": fit.variances.largest_change,
        },
        "negative": sorted(lowering),
        "fully_crossed": fit.is_fully_crossed,
        "ratings": int(fit.facets[0].count.sum()),
    }


def _told(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def _elements(facet: FacetMeasures) -> list[Report]:
    """Return the elements, the most able, severe or difficult first."""
    columns = {
        "measure": facet.measure,
        "se": facet.standard_error,
        "infit": facet.infit,
        "outfit": facet.outfit,
        "fair_average": facet.fair_average,
        "average": facet.average,
        "infit_z": facet.infit_z,
        "outfit_z": facet.outfit_z,
        "correlation": facet.correlation,
    }
    rows = [
        {
            "element": name,
            **{key: _told(float(values[place])) for key, values in columns.items()},
            "n": int(facet.count[place]),
            "extreme": _EXTREMES[Extreme(int(facet.extreme[place]))],
            "component": int(facet.component[place]),
            "subset": _place(int(facet.comparable[place])),
        }
        for place, name in enumerate(facet.elements)
    ]
    return _sorted(rows)


_EXTREMES = {Extreme.NO: None, Extreme.LOW: "low", Extreme.HIGH: "high", Extreme.EITHER: "constant"}


def _place(number: int) -> int | None:
    return number if number >= 0 else None


def _effects(facet: FacetEffects, sign: float) -> list[Report]:
    low, high = facet.interval
    limits = (low, high) if sign > 0 else (-high, -low)
    columns = {
        "measure": sign * facet.effect + 0.0,  # no -0
        "se": facet.standard_error,
        "infit": facet.misfit,
        "outfit": facet.misfit,
        "fair_average": facet.fair_average,
        "average": facet.average,
        "low": limits[0],
        "high": limits[1],
    }
    rows = [
        {
            "element": name,
            **{key: _told(float(values[place])) for key, values in columns.items()},
            "n": int(facet.count[place]),
            "component": int(facet.component[place]),
        }
        for place, name in enumerate(facet.elements)
    ]
    return _sorted(rows)


def _sorted(rows: Sequence[Report]) -> list[Report]:
    return sorted(rows, key=lambda row: (row["measure"] is None, -(row["measure"] or 0.0), row["element"]))


def _threshold(each: Threshold) -> Report:
    scale = {"scale": each.scale} if each.scale is not None else {}
    return {**scale, "category": each.category, "measure": each.measure, "se": each.standard_error, "n": each.count}


def _bias_terms(bias: Bias) -> list[Report]:
    return [
        {
            **dict(zip(bias.facets, names, strict=True)),
            "obs": float(bias.observed[place]),
            "exp": float(bias.expected[place]),
            "n": int(bias.count[place]),
            "obs_minus_exp_avg": float((bias.observed[place] - bias.expected[place]) / bias.count[place]),
            "bias": float(bias.bias[place]),
            "se": float(bias.standard_error[place]),
            "t": float(bias.t[place]),
            "infit": _told(float(bias.infit[place])),
            "outfit": _told(float(bias.outfit[place])),
        }
        for place, names in enumerate(bias.elements)
    ]


def _bias_summary(bias: Bias) -> Report:
    return {
        "facets": list(bias.facets),
        "count": len(bias.t),
        "mean_bias": float(bias.bias.mean()),
        "mean_se": float(bias.standard_error.mean()),
        "mean_t": float(bias.t.mean()),
        "sd_bias": float(bias.bias.std()),
        "sd_t": float(bias.t.std()),
        "chi2_fixed": bias.chi_square,
        "df": bias.freedom,
        "p": bias.p_value,
    }
