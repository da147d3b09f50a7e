"""A many-facet Rasch model fitted to ratings."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scoring.severity.designs import JUDGES, SEVERE, drawn, shuffled, table, with_values

from contest_app.scoring.severity.obstacles import CannotEstimate, Obstacle
from contest_app.scoring.severity.rasch.coding import Extreme
from contest_app.scoring.severity.rasch.fitting import RaschFit, fit_rasch
from contest_app.scoring.severity.rasch.measures import measures_of
from contest_app.scoring.severity.rasch.model import RaschModel
from contest_app.scoring.severity.ratings import Ratings, ratings_of

SEEDS = st.integers(0, 1_000)


def all_measures(fit: RaschFit) -> list[float]:
    return [float(value) for own in fit.measures for value in own]


def fitted(seed: int) -> tuple[Ratings, RaschFit]:
    """Return drawn ratings and their fit, where there is a finite one."""
    ratings = drawn(seed)
    fit = fit_rasch(ratings, SEVERE)
    assume(fit.convergence.reached)
    return ratings, fit


@settings(max_examples=8, deadline=None)
@given(SEEDS)
def test_the_order_of_rows_changes_nothing(seed: int) -> None:
    ratings, before = fitted(seed)

    assert all_measures(fit_rasch(shuffled(ratings, seed), SEVERE)) == pytest.approx(all_measures(before), abs=1e-6)


@settings(max_examples=8, deadline=None)
@given(SEEDS)
def test_ratings_counted_from_the_other_end_turn_every_measure_round(seed: int) -> None:
    ratings, before = fitted(seed)
    turned = with_values(ratings, (6 - ratings.values).tolist())

    after = fit_rasch(turned, SEVERE)

    assert all_measures(after) == pytest.approx([-value for value in all_measures(before)], abs=1e-6)
    assert after.thresholds[0] == pytest.approx(-before.thresholds[0][::-1], abs=1e-6)


@settings(max_examples=8, deadline=None)
@given(SEEDS)
def test_a_negative_facet_has_the_same_measures_with_the_other_sign(seed: int) -> None:
    ratings, severe = fitted(seed)

    plain = fit_rasch(ratings)

    assert severe.measures[0] == pytest.approx(-plain.measures[0], abs=1e-6)
    assert severe.measures[1] == pytest.approx(plain.measures[1], abs=1e-6)


@settings(max_examples=8, deadline=None)
@given(SEEDS)
def test_categories_are_read_by_their_order_alone(seed: int) -> None:
    ratings, before = fitted(seed)
    stretched = with_values(ratings, np.array([0, 1.5, 2, 7, 40, 100])[ratings.values.astype(int)].tolist())

    assert all_measures(fit_rasch(stretched, SEVERE)) == pytest.approx(all_measures(before), abs=1e-6)


def test_with_equal_sums_under_the_same_judges_entries_have_equal_measures() -> None:
    marks = {("A", "1"): 3.0, ("B", "1"): 1.0, ("A", "2"): 2.0, ("B", "2"): 2.0, ("A", "3"): 4.0, ("B", "3"): 3.0}

    one, two, three = fit_rasch(table(marks), JUDGES).measures[1]

    assert one == pytest.approx(two)
    assert three > one


def test_two_categories_need_no_thresholds_of_their_own() -> None:
    """With one step a scale's threshold is 0: partial credit and rating scale are one model."""
    ratings = drawn(3, highest=2)

    scale = fit_rasch(ratings, SEVERE)
    credit = fit_rasch(ratings, RaschModel(negative=SEVERE.negative, partial_credit="criterion"))

    assert all_measures(credit) == pytest.approx(all_measures(scale), abs=1e-6)


def test_partial_credit_gives_each_criterion_thresholds_that_sum_to_nought() -> None:
    fit = fit_rasch(drawn(1), RaschModel(negative=SEVERE.negative, partial_credit="criterion"))

    assert fit.convergence.reached
    assert fit.thresholds.shape == (3, 4)
    assert np.where(np.isfinite(fit.thresholds), fit.thresholds, 0).sum(axis=1) == pytest.approx(0, abs=1e-9)
    assert not np.allclose(fit.thresholds[0], fit.thresholds[1])


def test_measures_anchored_at_their_own_estimates_leave_all_others_as_they_were() -> None:
    ratings = drawn(2)
    free = fit_rasch(ratings, SEVERE)
    fixed = dict(zip(ratings.elements[0], free.measures[0].tolist(), strict=True))

    anchored = fit_rasch(ratings, RaschModel(negative=SEVERE.negative, anchors={"judge": fixed}))

    assert all_measures(anchored) == pytest.approx(all_measures(free), abs=1e-5)


def test_an_anchored_element_stays_where_it_is_put_and_the_others_follow() -> None:
    ratings = drawn(2)
    free = fit_rasch(ratings, SEVERE).measures[1]

    moved = fit_rasch(ratings, RaschModel(negative=SEVERE.negative, anchors={"entry": {"K00": 7.0}})).measures[1]

    assert moved[0] == 7.0
    assert moved - moved[0] == pytest.approx(free - free[0], abs=1e-5)


def test_panels_without_a_common_entry_are_told_apart_and_centred_each_by_itself() -> None:
    one, two = drawn(1, criteria=4), drawn(2, criteria=4)
    columns = {
        facet: [one.elements[at][place] for place in one.places[:, at]]
        + [f"other {two.elements[at][place]}" for place in two.places[:, at]]
        for at, facet in enumerate(one.facets)
    }

    fit = fit_rasch(ratings_of(columns, [*one.values, *two.values]), SEVERE)

    assert fit.convergence.reached
    assert fit.components.count == 2
    assert [own.tolist() for own in fit.comparable] == [[0] * size + [1] * size for size in one.sizes]
    assert [fit.measures[1][:12].mean(), fit.measures[1][12:].mean()] == pytest.approx([0, 0], abs=1e-9)


def test_judges_of_one_criterion_each_are_told_apart_though_their_entries_are_common() -> None:
    specialists = {"A": "style", "B": "style", "C": "sense", "D": "sense"}
    generator = np.random.default_rng(0)
    marks = {
        (judge, f"K{entry}", criterion): float(generator.integers(1, 5))
        for judge, criterion in specialists.items()
        for entry in range(8)
    }

    fit = fit_rasch(table(marks, ("judge", "entry", "criterion")), SEVERE)

    assert fit.components.count == 1
    assert [own.tolist() for own in fit.comparable] == [[0, 0, 1, 1], [0] * 8, [0, 1]]
    assert fit.convergence.reached


def with_extremes() -> Ratings:
    """Return a drawn table in which one entry has nothing but the highest mark and one nothing but the lowest."""
    ratings = drawn(4)
    values = ratings.values.copy()
    values[ratings.places[:, 1] == 0] = 5
    values[ratings.places[:, 1] == 1] = 1
    return with_values(ratings, values.tolist())


def test_an_entry_with_highest_marks_alone_is_measured_above_all_others_and_marked() -> None:
    ratings = with_extremes()

    entries = measures_of(fit_rasch(ratings, SEVERE))[1]

    assert entries.extreme.tolist()[:3] == [Extreme.HIGH, Extreme.LOW, Extreme.NO]
    assert np.isfinite(entries.measure).all()
    assert (int(entries.measure.argmax()), int(entries.measure.argmin())) == (0, 1)
    assert np.isnan(entries.infit[:2]).all()
    assert (entries.standard_error[:2] > np.median(entries.standard_error[2:])).all()


def test_extreme_entries_change_nothing_for_the_others() -> None:
    ratings = with_extremes()
    kept = ratings.places[:, 1] > 1
    without = Ratings(ratings.facets, ratings.elements, ratings.places[kept], ratings.values[kept])

    whole, rest = fit_rasch(ratings, SEVERE), fit_rasch(without, SEVERE)

    assert whole.measures[1][2:] == pytest.approx(rest.measures[1][2:], abs=1e-6)
    assert np.isnan(rest.measures[1][:2]).all()


def test_the_score_of_an_extreme_entry_is_three_tenths_of_a_point_off_the_highest() -> None:
    fit = fit_rasch(with_extremes(), SEVERE)
    own = fit.ratings.places[:, 1] == 0
    steps = fit.logits()[own][:, None] - fit.thresholds[0]
    weights = np.exp(np.concatenate([np.zeros((own.sum(), 1)), np.cumsum(steps, axis=1)], axis=1))

    expected = (weights @ np.arange(5) / weights.sum(axis=1)).sum()

    assert expected == pytest.approx(own.sum() * 4 - 0.3, abs=1e-6)


def test_a_judge_who_becomes_extreme_when_an_extreme_entry_is_set_aside_is_measured_too() -> None:
    ratings = drawn(5)
    marks = {
        (ratings.elements[0][one], ratings.elements[1][two], ratings.elements[2][three]): float(value)
        for (one, two, three), value in zip(ratings.places, ratings.values, strict=True)
    }
    for criterion in ratings.elements[2]:
        marks["J0", "worst", criterion] = marks["new", "worst", criterion] = 1.0
        marks["new", "K00", criterion] = 5.0

    fit = fit_rasch(table(marks, ratings.facets), SEVERE)

    judges = measures_of(fit)[0]
    new = judges.elements.index("new")
    assert judges.extreme[new] == Extreme.HIGH
    assert judges.measure.argmin() == new
    assert fit.components.count == 1


def test_a_judge_and_an_entry_that_have_only_each_other_are_a_part_of_their_own() -> None:
    ratings = drawn(5)
    names = [[own[place] for place in ratings.places[:, at]] for at, own in enumerate(ratings.elements)]
    marks = dict(zip(zip(*names, strict=True), ratings.values.tolist(), strict=True))
    marks["lonely", "unseen", "own"] = 5.0

    fit = fit_rasch(table(marks, ratings.facets), SEVERE)

    parts = [own.tolist() for own in fit.components.of_element]
    assert fit.components.count == 2
    assert parts == [[0] * 4 + [1], [0] * 12 + [1], [0] * 3 + [1]]
    assert all(np.isfinite(own).all() for own in fit.measures)


def test_where_the_likelihood_rises_for_ever_the_fit_says_that_it_did_not_settle() -> None:
    """A gives its own entries the highest marks, B gives the others the lowest: they can drift apart without end."""
    marks = {}
    for number in range(4):
        mixed = float(1 + number % 3)
        marks.update({("A", f"good{number}"): 3.0, ("B", f"good{number}"): mixed})
        marks.update({("A", f"poor{number}"): mixed, ("B", f"poor{number}"): 1.0})
    for judge, entry in (("A", "good2"), ("B", "poor0")):
        marks.pop((judge, entry))

    assert not fit_rasch(table(marks), JUDGES).convergence.reached


@pytest.mark.parametrize(
    "marks",
    [
        {("A", "1"): 3.0, ("A", "2"): 3.0, ("B", "1"): 3.0},
        {("A", "1"): 1.0, ("A", "2"): 5.0},
        {("A", "1"): 1.0},
    ],
)
def test_ratings_that_tell_no_differences_are_refused(marks: dict[tuple[str, str], float]) -> None:
    with pytest.raises(CannotEstimate) as found:
        fit_rasch(table(marks), JUDGES)
    assert found.value.obstacle is Obstacle.NO_INFORMATION


def test_ratings_on_too_fine_a_scale_are_refused() -> None:
    generator = np.random.default_rng(0)
    marks = {(f"J{judge}", f"K{entry}"): float(generator.normal()) for judge in range(4) for entry in range(100)}

    with pytest.raises(CannotEstimate, match="400 different ratings"):
        fit_rasch(table(marks))


@pytest.mark.parametrize(
    "model",
    [
        RaschModel(negative=frozenset({"rater"})),
        RaschModel(floating="rater"),
        RaschModel(partial_credit="rater"),
        RaschModel(anchors={"rater": {"A": 0.0}}),
        RaschModel(anchors={"judge": {"nobody": 0.0}}),
    ],
)
def test_an_unknown_facet_or_element_is_refused(model: RaschModel) -> None:
    with pytest.raises(CannotEstimate) as found:
        fit_rasch(drawn(0), model)
    assert found.value.obstacle is Obstacle.UNKNOWN
