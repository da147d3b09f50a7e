from __future__ import annotations

import pytest

from contest_app.judging.analysis.told import Told, axis_between, fair_scores


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0.0, 0.0, (0, 1)),
        (-0.4, 0.4, (-1, 0, 1)),
        (-12.0, 12.0, (-15, -10, -5, 0, 5, 10, 15)),
        (3.2, 3.9, (3, 4)),
        (41.0, 97.0, (40, 60, 80, 100)),
    ],
)
def test_a_scale_has_whole_numbers_around_what_it_shows_and_not_too_many(
    low: float, high: float, ticks: tuple[int, ...]
) -> None:
    axis = axis_between(low, high)

    assert axis.ticks == ticks
    assert axis.lowest <= low <= high <= axis.highest


def a_juror(key: str, severity: float | None) -> dict[str, object]:
    ends = {"low": None, "high": None} if severity is None else {"low": severity - 1, "high": severity + 1}
    return {"juror": key, "severity": severity, "misfit": 1.0, "sheets": 9, **ends}


def test_the_severest_juror_stands_first_to_the_right_of_the_middle_and_who_is_not_told_stands_last() -> None:
    found = Told({"jurors": [a_juror("mild", -2.0), a_juror("new", None), a_juror("severe", 3.0)]})

    plot = found.severities({"mild": "Әлия", "severe": "Бақыт"})

    assert [each["juror"] for each in found.jurors] == ["severe", "mild", "new"]
    assert [row.label for row in plot.rows] == ["Бақыт", "Әлия"]
    assert plot.rows[0].low < plot.rows[0].dot < plot.rows[0].high
    assert plot.rows[1].dot < plot.axis.across(0.0) < plot.rows[0].dot


def test_a_plot_of_fair_scores_holds_the_best_twelve() -> None:
    entries = [{"code": f"K{n:03}", "fair": float(n), "error": 0.5} for n in range(30)]

    plot = fair_scores({"entries": entries})

    assert [row.label for row in plot.rows] == [f"K{n:03}" for n in range(29, 17, -1)]
