"""The formula and the awards of a preset in the words of ``scoring.official.settings``, as a contest keeps them."""

from __future__ import annotations

from typing import Any

from contest_app.contests.presets.judging import Formula
from contest_app.contests.presets.preset import Preset


def formula_settings(formula: Formula) -> dict[str, Any]:
    """Return how the totals of the judges become one.

    >>> formula_settings(Formula(kind="best", keep=3))
    {'kind': 'best', 'count': 3}
    """
    match formula.kind:
        case "trimmed":
            return {"kind": "trimmed_mean", "drop": 1}
        case "best":
            return {"kind": "best", "count": formula.keep}
        case kind:
            return {"kind": kind}


def awarding_settings(preset: Preset) -> dict[str, Any]:
    """Return the quota, the thresholds and what breaks a tie."""
    quota, threshold = preset.awarding.quota, preset.formula.threshold_percent
    return {
        "quota": {"share": f"{quota.winners_percent} %"} if quota else None,
        "thresholds": [{"share": f"{threshold} %"}] if threshold else [],
        "tie_breaks": [{"criterion": key} for key in preset.formula.ties],
    }


def award_settings(preset: Preset) -> list[dict[str, Any]]:
    """Return the awards in their order; under a quota each has its share of the winners."""
    split = preset.awarding.quota.split if preset.awarding.quota else {}
    return [
        award.model_dump() | ({"share": f"{split[award.key]} %"} if award.key in split else {})
        for award in preset.awards
    ]
