"""Filters by which templates of profiles name things and draw plots."""

from __future__ import annotations

from contest_app.profiles.routes import bp
from contest_app.profiles.rules import plots
from contest_app.profiles.rules.levels import Level, reliability


@bp.app_template_filter("plot_row")
def plot_row(level: Level, label: str) -> plots.Row:
    """Return a place as a line of a plot."""
    return plots.row(label, level)


@bp.app_template_filter("across")
def across(value: float) -> float:
    """Return where a value lies in a plot."""
    return plots.across(value)


@bp.app_template_filter("reliability_of")
def reliability_of(tasks: int) -> float:
    """Return the reliability of a place that rests on so many tasks."""
    return reliability(tasks)
