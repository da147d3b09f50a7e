"""Variance components and decision studies, against Brennan's table and against the truth of simulated juries."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from contest_app.scoring.agreement import intraclass_correlations
from contest_app.scoring.generalizability import (
    Components,
    Design,
    Mark,
    Undetermined,
    jackknife_error,
    variance_components,
)

BRENNAN = """
5 6 5 5 5 3 4 5 6 7 3 3
9 3 7 7 7 5 5 5 7 7 5 2
3 4 3 3 5 3 3 5 6 5 1 6
7 5 5 3 3 1 4 3 5 3 3 5
9 2 9 7 7 7 3 7 2 7 5 3
3 4 3 5 3 3 6 3 4 5 1 2
7 3 7 7 7 5 5 7 5 5 5 4
5 8 5 7 7 5 5 4 3 2 1 1
9 9 8 8 6 6 6 5 5 8 1 1
4 4 4 3 3 5 6 5 5 7 1 1
"""
"""Ten people on three tasks, each with four judges of its own: Brennan (2001), table 3.2."""

tables = arrays(np.float64, st.tuples(st.integers(2, 6), st.integers(2, 4)), elements=st.integers(0, 5))


def marks_of(table: np.ndarray) -> list[Mark]:
    return [Mark(person, judge, mark) for (person, judge), mark in np.ndenumerate(table) if np.isfinite(mark)]


def brennan() -> Components:
    rows = [[float(mark) for mark in row.split()] for row in BRENNAN.strip().splitlines()]
    marks = [
        Mark(person, judge, mark, task=judge // 4)
        for person, row in enumerate(rows)
        for judge, mark in enumerate(row)
    ]
    return variance_components(marks, Design.JUDGES_WITHIN_TASKS)


def test_components_of_the_published_table() -> None:
    assert {effect: round(variance, 4) for effect, variance in brennan().variances.items()} == {
        "p": 0.4731,
        "t": 0.3252,
        "r:t": 0.6475,
        "pt": 0.5596,
        "pr:t": 2.3802,
    }


def test_coefficients_of_the_published_table() -> None:
    foretold = brennan().foretold(judges=4, tasks=3)

    assert foretold.rho_squared == pytest.approx(0.5514, abs=5e-5)
    assert foretold.phi == pytest.approx(0.4637, abs=5e-5)


@given(tables)
@settings(deadline=None)
def test_judges_of_a_complete_table_are_as_reliable_as_the_intraclass_correlations_say(table: np.ndarray) -> None:
    found = variance_components(marks_of(table), Design.JUDGES)
    published = intraclass_correlations(table)

    if min(found.variances.values()) > 1e-9:
        many, one = found.foretold(judges=table.shape[1]), found.foretold(judges=1)
        assert (one.phi, one.rho_squared, many.phi, many.rho_squared) == pytest.approx(
            (published.icc2, published.icc3, published.icc2_mean, published.icc3_mean)
        )


@given(tables)
@settings(deadline=None)
def test_judges_of_their_own_are_as_reliable_as_the_first_correlation_says(table: np.ndarray) -> None:
    marks = [Mark(person, (person, judge), mark) for (person, judge), mark in np.ndenumerate(table)]

    found = variance_components(marks, Design.JUDGES_WITHIN_ENTRIES)

    if min(found.variances.values()) > 1e-9:
        assert found.foretold(judges=1).rho_squared == pytest.approx(intraclass_correlations(table).icc1)


@given(tables, st.integers(-50, 50), st.randoms(use_true_random=False))
@settings(deadline=None)
def test_neither_a_shift_nor_the_order_of_marks_changes_a_component(
    table: np.ndarray, shift: int, random: np.random.Generator
) -> None:
    marks, other = marks_of(table), marks_of(table + shift)
    random.shuffle(other)

    one, two = variance_components(marks, Design.JUDGES), variance_components(other, Design.JUDGES)

    assert two.variances == pytest.approx(dict(one.variances), abs=1e-8)


def sparse(random: np.random.Generator, entries: int, judges: int, reviews: int) -> list[Mark]:
    """Marks with variances 1 (entries), 0.5 (judges) and 0.8 (the rest), each entry by a few judges."""
    worth, severity = random.normal(0, 1, entries), random.normal(0, np.sqrt(0.5), judges)
    return [
        Mark(entry, judge, worth[entry] - severity[judge] + random.normal(0, np.sqrt(0.8)))
        for entry in range(entries)
        for judge in random.choice(judges, reviews, replace=False).tolist()
    ]


def test_components_of_sparse_panels_are_on_the_average_the_true_ones() -> None:
    random = np.random.default_rng(2)

    found = [
        list(variance_components(sparse(random, 150, 12, 3), Design.JUDGES).variances.values()) for _ in range(60)
    ]

    assert np.mean(found, axis=0) == pytest.approx([1.0, 0.5, 0.8], abs=0.09)


def test_crossed_judges_and_tasks_are_told_apart() -> None:
    random = np.random.default_rng(4)
    truth = {"p": 1.0, "r": 0.3, "t": 0.4, "pr": 0.5, "pt": 0.6, "rt": 0.2, "prt": 0.7}
    shapes = {
        "p": (40, 1, 1),
        "r": (1, 8, 1),
        "t": (1, 1, 8),
        "pr": (40, 8, 1),
        "pt": (40, 1, 8),
        "rt": (1, 8, 8),
        "prt": (40, 8, 8),
    }
    found = []
    for _ in range(15):
        table = sum(random.normal(0, np.sqrt(truth[effect]), shapes[effect]) for effect in truth)
        marks = [Mark(p, r, float(mark), t) for (p, r, t), mark in np.ndenumerate(np.asarray(table))]
        found.append(list(variance_components(marks, Design.JUDGES_AND_TASKS).variances.values()))

    assert np.mean(found, axis=0) == pytest.approx(list(truth.values()), abs=0.15)


def test_what_is_foretold_for_more_judges_comes_true() -> None:
    random = np.random.default_rng(7)
    foretold = variance_components(sparse(random, 400, 30, 3), Design.JUDGES).foretold(judges=5, own_judges=True)
    worth = random.normal(0, 1, 4000)
    seen = worth + random.normal(0, np.sqrt(1.3 / 5), 4000)

    assert foretold.rho_squared == pytest.approx(np.corrcoef(worth, seen)[0, 1] ** 2, abs=0.05)


def test_the_number_of_judges_is_the_least_that_does() -> None:
    found = Components(Design.JUDGES, {"p": 1.0, "r": 0.5, "pr": 1.0}, marks=0)

    assert found.judges_needed(0.8) == 4
    assert found.judges_needed(0.8, absolute=True) == 6
    assert found.judges_needed(0.8, own_judges=True) == 6
    assert found.judges_needed(0.999) is None


@given(st.integers(1, 20), st.integers(1, 20), st.booleans())
@settings(deadline=None)
def test_more_judges_never_harm(judges: int, tasks: int, own_judges: bool) -> None:
    found = brennan()

    fewer = found.foretold(judges, tasks, own_judges=own_judges)
    more = found.foretold(judges + 1, tasks, own_judges=own_judges)

    assert (fewer.rho_squared or 0) <= (more.rho_squared or 0)
    assert fewer.relative <= fewer.absolute
    assert (fewer.phi or 0) <= (fewer.rho_squared or 0)


def test_the_error_of_a_figure_is_about_as_large_as_its_scatter() -> None:
    random = np.random.default_rng(9)

    def reliability(found: Components) -> float | None:
        return found.foretold(judges=3, own_judges=True).rho_squared

    juries = [sparse(random, 60, 60, 3) for _ in range(40)]
    figures = [reliability(variance_components(marks, Design.JUDGES)) for marks in juries]
    errors = [jackknife_error(marks, Design.JUDGES, reliability, seed=1, groups=10) for marks in juries[:10]]

    assert np.mean([error or 0 for error in errors]) == pytest.approx(np.std([f or 0 for f in figures]), rel=0.5)


def test_marks_that_never_differ_have_no_coefficient() -> None:
    foretold = variance_components(marks_of(np.full((3, 3), 4.0)), Design.JUDGES).foretold(3)

    assert (foretold.rho_squared, foretold.phi) == (None, None)


def test_one_mark_an_entry_tells_nothing_apart() -> None:
    with pytest.raises(Undetermined):
        variance_components([Mark(1, 1, 3), Mark(2, 2, 4), Mark(3, 3, 5)], Design.JUDGES)


def test_marks_of_several_criteria_are_to_be_added_up_first() -> None:
    with pytest.raises(ValueError, match="marked once"):
        variance_components(
            [Mark(1, 1, 3), Mark(1, 1, 5), Mark(1, 2, 4), Mark(2, 1, 4), Mark(2, 2, 2)], Design.JUDGES
        )


@pytest.mark.parametrize("marks", [[], [Mark(1, 1, float("nan"))]])
def test_no_marks_are_refused(marks: list[Mark]) -> None:
    with pytest.raises(ValueError, match="finite"):
        variance_components(marks, Design.JUDGES)


@pytest.mark.parametrize(("judges", "wanted"), [(0, 0.5), (1, 1.0)])
def test_a_study_that_cannot_be_is_refused(judges: int, wanted: float) -> None:
    with pytest.raises(ValueError, match=r"at least one|coefficient"):
        brennan().foretold(judges).rho_squared if judges == 0 else brennan().judges_needed(wanted)
