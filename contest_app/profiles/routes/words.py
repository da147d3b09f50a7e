"""Filters by which templates of profiles name things and draw plots."""

from __future__ import annotations

from collections.abc import Sequence

from contest_app.profiles.routes import bp
from contest_app.profiles.rules import plots
from contest_app.profiles.rules.levels import Summary, reliability


@bp.app_template_filter("plot_row")
def plot_row(level: Summary, label: str) -> plots.Row:
    """Return a place as a line of a plot."""
    return plots.row(label, level)


@bp.app_template_filter("plot_axis")
def plot_axis(rows: Sequence[plots.Row]) -> plots.Axis:
    """Return the scale of a plot with these lines, which all lie on one."""
    return plots.axis_of(rows[0].level)


@bp.app_template_filter("reliability_of")
def reliability_of(tasks: int) -> float:
    """Return the reliability of a place that rests on so many tasks."""
    return reliability(tasks)
