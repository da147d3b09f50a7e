"""The additive model with random effects."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import rankdata
from scoring.severity.designs import drawn, shuffled, table, with_values

from benchmarks.judging_known import guilford
from benchmarks.judging_simulation import Plan, agreement, raw_scores, simulate
from contest_app.scoring.severity.additive.fitting import AdditiveFit, fit_additive
from contest_app.scoring.severity.additive.terms import terms_of
from contest_app.scoring.severity.obstacles import CannotEstimate, Obstacle
from contest_app.scoring.severity.ratings import FloatArray, Ratings

SEEDS = st.integers(0, 1_000)


def spread(fit: AdditiveFit) -> dict[tuple[str, ...], float]:
    return {each.facets: each.variance for each in fit.components}


def test_variances_of_a_whole_table_are_those_of_the_analysis_of_variance() -> None:
    """Where all are positive, the two agree (Searle, Casella and McCulloch 1992, Variance components)."""
    generator = np.random.default_rng(1)
    marks = 6 + generator.normal(size=(30, 1)) * 1.5 + generator.normal(size=6) + generator.normal(size=(30, 6))
    cells = {(f"J{judge}", f"K{entry:02}"): marks[entry, judge] for entry in range(30) for judge in range(6)}
    rest = marks - marks.mean(axis=0) - marks.mean(axis=1, keepdims=True) + marks.mean()
    accident = (rest**2).sum() / (29 * 5)

    found = spread(fit_additive(table(cells), "judge"))

    assert found[()] == pytest.approx(accident, rel=1e-3)
    assert found["entry",] == pytest.approx(marks.mean(axis=1).var(ddof=1) - accident / 6, rel=1e-3)
    assert found["judge",] == pytest.approx(marks.mean(axis=0).var(ddof=1) - accident / 30, rel=1e-3)


def dense(ratings: Ratings, variances: FloatArray) -> tuple[float, list[FloatArray], list[FloatArray]]:
    """Return restricted log-likelihood, effects and their errors by the textbook: V, its inverse, and projections."""
    terms = terms_of(ratings, ratings.facet("judge")).all
    count = len(ratings.values)
    incidences = [term.incidence.toarray() for term in terms]
    whole = variances[-1] * np.eye(count)
    for incidence, variance in zip(incidences, variances, strict=False):
        whole += variance * incidence @ incidence.T
    inverse = np.linalg.inv(whole)
    ones = np.ones((count, 1))
    told = float(inverse.sum())
    projection = inverse - inverse @ ones @ ones.T @ inverse / told
    likelihood = -(np.linalg.slogdet(whole)[1] + np.log(told) + ratings.values @ projection @ ratings.values) / 2
    pairs = list(zip(incidences, variances, strict=False))
    effects = [variance * each.T @ projection @ ratings.values for each, variance in pairs]
    errors = [np.sqrt(np.diag(v * np.eye(z.shape[1]) - v**2 * z.T @ projection @ z)) for z, v in pairs]
    return float(likelihood), effects, errors


@pytest.mark.parametrize("seed", [1, 5])
def test_effects_errors_and_variances_are_those_of_the_textbook(seed: int) -> None:
    ratings = drawn(seed, entries=15, judges=5, criteria=4)

    fit = fit_additive(ratings, "judge")

    variances = np.array([each.variance for each in fit.components])
    best, effects, errors = dense(ratings, np.maximum(variances, 1e-9))
    for number, component in enumerate(fit.components[:-1]):
        if len(component.facets) == 1:
            own = fit.facet(component.facets[0])
            assert own.effect == pytest.approx(effects[number], abs=1e-5)
            assert own.standard_error == pytest.approx(errors[number], abs=1e-4)
    for number in range(len(variances)):
        for factor in (0.9, 1.1):
            moved = np.maximum(variances, 1e-9)
            moved[number] = moved[number] * factor + (1e-3 if factor > 1 else 0)
            assert dense(ratings, moved)[0] <= best + 1e-6


@settings(max_examples=8, deadline=None)
@given(SEEDS, st.integers(0, 3), st.floats(-3, 3))
def test_making_one_judge_of_a_whole_jury_stricter_moves_no_entry_relative_to_another(
    seed: int, judge: int, stricter: float
) -> None:
    ratings = simulate(Plan(12, 4, 4, criteria=2), seed).ratings
    moved = with_values(ratings, (ratings.values - stricter * (ratings.places[:, 0] == judge)).tolist())

    before, after = (fit_additive(each, "judge") for each in (ratings, moved))

    entries = before.facet("entry").effect
    assert after.is_fully_crossed
    assert after.facet("entry").effect == pytest.approx(entries, abs=0.02 * np.abs(entries).max() + 1e-3)


def test_making_one_judge_of_a_sparse_jury_stricter_moves_entries_a_tenth_as_much_as_their_raw_means() -> None:
    ratings = simulate(Plan(60, 8, 3), 0).ratings
    moved = with_values(ratings, (ratings.values - 2.0 * (ratings.places[:, 0] == 3)).tolist())

    fair = [fit_additive(each, "judge").facet("entry").effect for each in (ratings, moved)]

    raw = [raw_scores(each) for each in (ratings, moved)]
    assert float((fair[1] - fair[0]).std()) < 0.1 * float((raw[1] - raw[0]).std())


@settings(max_examples=8, deadline=None)
@given(SEEDS)
def test_the_order_of_rows_changes_nothing(seed: int) -> None:
    ratings = drawn(seed)

    one, two = (fit_additive(each, "judge").facet("entry").effect for each in (ratings, shuffled(ratings, seed)))

    assert two == pytest.approx(one, abs=1e-4)


@settings(max_examples=8, deadline=None)
@given(SEEDS, st.floats(0.1, 20), st.floats(-50, 50))
def test_another_unit_of_ratings_is_another_unit_of_effects(seed: int, unit: float, start: float) -> None:
    ratings = drawn(seed)

    one = fit_additive(ratings, "judge")
    other = fit_additive(with_values(ratings, (unit * ratings.values + start).tolist()), "judge")

    assert other.facet("judge").effect == pytest.approx(unit * one.facet("judge").effect, abs=1e-3 * unit)
    assert other.facet("entry").fair_average == pytest.approx(
        unit * one.facet("entry").fair_average + start, abs=2e-3 * unit
    )


@settings(max_examples=8, deadline=None)
@given(SEEDS)
def test_where_the_whole_jury_rated_every_entry_places_are_the_raw_ones(seed: int) -> None:
    ratings = simulate(Plan(15, 4, 4, criteria=2), seed).ratings

    fit = fit_additive(ratings, "judge")

    assert fit.is_fully_crossed
    if spread(fit)["entry",]:
        fair, raw = fit.facet("entry").fair_average, raw_scores(ratings)
        assert rankdata(np.round(fair, 6)).tolist() == rankdata(np.round(raw, 6)).tolist()


def test_a_judge_of_few_entries_is_drawn_nearer_to_the_others() -> None:
    """Two judges take a mark off; one of them rated two entries, the other all of them."""
    generator = np.random.default_rng(3)
    marks = {}
    for entry in range(40):
        quality = 6 + generator.normal()
        for judge in ("A", "B", "C", "always", *(["seldom"] if entry < 2 else [])):
            marks[judge, f"K{entry:02}"] = quality - (judge in {"always", "seldom"}) + 0.6 * generator.normal()

    judges = fit_additive(table(marks), "judge").facet("judge")

    always, seldom = judges.elements.index("always"), judges.elements.index("seldom")
    assert judges.effect[always] < judges.effect[seldom] < 0
    assert judges.standard_error[seldom] > judges.standard_error[always]


def test_intervals_lie_on_both_sides_of_the_effects() -> None:
    judges = fit_additive(drawn(1), "judge").facet("judge")

    low, high = judges.interval

    assert (high - judges.effect) == pytest.approx(1.959964 * judges.standard_error)
    assert (judges.effect - low) == pytest.approx(1.959964 * judges.standard_error)


def test_equal_ratings_have_no_effects_and_no_errors() -> None:
    fit = fit_additive(with_values(drawn(1), [4.0] * len(drawn(1).values)), "judge")

    assert fit.mean == 4
    assert not any(each.variance for each in fit.components)
    for facet in fit.facets:
        assert not facet.effect.any()
        assert not facet.standard_error.any()
        assert np.isnan(facet.misfit).all()


@pytest.mark.parametrize("alone", ["judge", "entry"])
def test_one_judge_or_one_entry_has_no_effect_that_could_be_told(alone: str) -> None:
    marks = {
        (f"J{judge}", f"K{entry}", f"C{criterion}"): float(1 + (judge + entry + 3 * criterion) % 5)
        for judge in range(1 if alone == "judge" else 4)
        for entry in range(1 if alone == "entry" else 4)
        for criterion in range(3)
    }

    fit = fit_additive(table(marks, ("judge", "entry", "criterion")), "judge")

    assert np.isnan(fit.facet(alone).effect).all()
    others = [each for each in fit.facets if each.facet != alone]
    assert all(np.isfinite(each.effect).all() for each in others)


def test_entries_with_one_rating_each_are_refused() -> None:
    with pytest.raises(CannotEstimate) as found:
        fit_additive(table({("A", "1"): 3.0, ("A", "2"): 4.0, ("B", "3"): 5.0}), "judge")
    assert found.value.obstacle is Obstacle.ONE_RATING_EACH


def test_a_judge_who_is_severe_on_one_criterion_alone_is_severe_by_its_share() -> None:
    plain = simulate(Plan(60, 6, 3, severity=0.0), 1).ratings
    harsh = (plain.places[:, 0] == 2) & (plain.places[:, 2] == 4)

    fit = fit_additive(with_values(plain, (plain.values - 3.0 * harsh).tolist()), "judge")

    assert spread(fit)["judge", "criterion"] > 0.1
    judges = fit.facet("judge")
    assert int(judges.effect.argmin()) == 2
    assert judges.effect[2] - np.median(judges.effect) == pytest.approx(-3 / 5, abs=0.25)


def test_unconnected_panels_are_counted() -> None:
    marks = {
        (f"{panel}{judge}", f"{panel}{entry}"): float(1 + (judge * entry + entry) % 5)
        for panel in "AB"
        for judge in range(3)
        for entry in range(5)
    }

    fit = fit_additive(table(marks), "judge")

    assert fit.parts.count == 2
    assert fit.facet("entry").component.tolist() == [0] * 5 + [1] * 5


def test_guilfords_whole_jury_has_nothing_to_adjust() -> None:
    fit = fit_additive(guilford(), "judge")

    assert fit.is_fully_crossed
    assert agreement(fit.facet("examinee").fair_average, fit.facet("examinee").average) == pytest.approx(1)
    assert set(spread(fit)) == {
        *{("judge",), ("examinee",), ("trait",)},
        *{("judge", "examinee"), ()},
    }
