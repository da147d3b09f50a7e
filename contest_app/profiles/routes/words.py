"""Filters by which templates of profiles name things and draw plots."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask import url_for

from contest_app.accounts.models import SchoolClass
from contest_app.profiles.routes import bp
from contest_app.profiles.rules import plots
from contest_app.profiles.rules.levels import Summary, reliability
from contest_app.profiles.rules.practice import Candidate, one_sitting


@bp.app_template_filter("plot_row")
def plot_row(level: Summary, label: str) -> plots.Row:
    """Return a place as a line of a plot."""
    return plots.row(label, level)


@bp.app_template_filter("plot_axis")
def plot_axis(rows: Sequence[plots.Row]) -> plots.Axis:
    """Return the scale of a plot with these lines, which all lie on one."""
    return plots.axis_of(rows[0].level)


@bp.app_template_filter("practice_link")
def practice_link(tasks: Iterable[Candidate], school_class: SchoolClass) -> str:
    """Return where a teacher opens a practice of a class with these tasks, as many as fit into one sitting."""
    slugs = [task.slug for task in one_sitting(tasks, school_class.grade)]
    chosen: dict[str, Any] = {"task": slugs, "class": school_class.id}
    return url_for("tasks.new_sitting", **chosen, _anchor="chosen")


@bp.app_template_filter("reliability_of")
def reliability_of(tasks: int) -> float:
    """Return the reliability of a place that rests on so many tasks."""
    return reliability(tasks)
