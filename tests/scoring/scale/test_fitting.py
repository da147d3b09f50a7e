"""A scale fitted to people and items."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.scoring_simulation import Noise, normal_noise, simulate, skewed_noise
from contest_app.scoring.scale.fitting import fit_scale
from contest_app.scoring.scale.obstacles import CannotFit, Obstacle
from contest_app.scoring.scale.table import FloatArray, ScoreTable

LORD = np.array(
    [
        [86.3979, 57.7751, 56.8651, 58.8986],
        [57.7751, 86.2632, 59.3177, 59.6683],
        [56.8651, 59.3177, 97.2850, 73.8201],
        [58.8986, 59.6683, 73.8201, 97.8192],
    ]
)
"""Covariances of four vocabulary tests of 649 people: Lord (1957), used by Jöreskog (1971)."""


def table_of(scores: FloatArray) -> ScoreTable:
    people, items = scores.shape
    return ScoreTable(tuple(f"p{n}" for n in range(people)), tuple(f"i{n}" for n in range(items)), scores)


def sample_with(covariances: FloatArray, people: int) -> FloatArray:
    """Return scores whose sample covariances are exactly the given ones."""
    raw = np.random.default_rng(0).normal(size=(people, len(covariances)))
    raw -= raw.mean(axis=0)
    white = raw @ np.linalg.inv(np.linalg.cholesky(np.cov(raw.T))).T
    return np.asarray(white @ np.linalg.cholesky(covariances).T)


def test_the_published_fit_of_congeneric_tests() -> None:
    """Jöreskog (1971): the hypothesis of one congeneric factor has χ² 36.21 with two degrees of freedom."""
    people = 649

    scale = fit_scale(table_of(sample_with(LORD, people)), typical_people=0)

    implied = np.outer(scale.discriminations, scale.discriminations) + np.diag(scale.residual_variances)
    implied *= people / (people - 1)  # published for covariances by n - 1
    misfit = np.linalg.slogdet(implied)[1] - np.linalg.slogdet(LORD)[1]
    misfit += np.trace(LORD @ np.linalg.inv(implied)) - len(LORD)
    assert (people - 1) * misfit == pytest.approx(36.21, abs=0.01)


def test_three_items_are_spearmans_tetrads() -> None:
    """Spearman (1927): a loading's square is the product of two covariances by the third."""
    covariances = np.array([[1.0, 0.42, 0.35], [0.42, 1.0, 0.30], [0.35, 0.30, 1.0]])

    scale = fit_scale(table_of(sample_with(covariances, 500)), typical_people=0)

    squares = [0.42 * 0.35 / 0.30, 0.42 * 0.30 / 0.35, 0.35 * 0.30 / 0.42]
    assert scale.discriminations**2 == pytest.approx(np.array(squares) * 499 / 500, abs=1e-4)


def test_items_come_back_from_a_sparse_design() -> None:
    drawn = simulate(seed=1, people=3_000, items=20, each=5)

    scale = fit_scale(drawn.table)

    assert scale.locations == pytest.approx(drawn.locations, abs=0.15)
    assert scale.discriminations == pytest.approx(drawn.discriminations, abs=0.15)
    assert scale.residual_variances == pytest.approx(drawn.residual_variances, abs=0.15)


def test_populations_come_back_though_each_has_items_of_its_own() -> None:
    """The first third of items goes to the low group alone, the last to the high one: designs of real grades."""
    drawn = simulate(seed=2, people=2_000, items=12, each=12, means=(-0.8, 0.8))
    high = np.array(drawn.populations, dtype=bool)
    scores = drawn.table.scores.copy()
    scores[np.ix_(high, np.arange(4))] = np.nan
    scores[np.ix_(~high, np.arange(8, 12))] = np.nan

    scale = fit_scale(replace(drawn.table, scores=scores), drawn.populations)

    means = [drawn.traits[~high].mean(), drawn.traits[high].mean()]
    assert [each.mean for each in scale.populations] == pytest.approx(means, abs=0.06)
    assert scale.locations == pytest.approx(drawn.locations, abs=0.15)


def test_the_trait_has_mean_0_and_deviation_1_over_all_populations() -> None:
    drawn = simulate(seed=3, people=600, items=8, each=6, means=(-1.0, 0.0, 0.5))

    scale = fit_scale(drawn.table, drawn.populations)

    share = np.array([each.people for each in scale.populations]) / 600
    means = np.array([each.mean for each in scale.populations])
    squares = np.array([each.spread**2 for each in scale.populations]) + means**2
    assert (share @ means, share @ squares) == pytest.approx((0, 1), abs=1e-9)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 1_000), st.sampled_from([normal_noise, skewed_noise]))
def test_the_order_of_people_and_items_changes_no_item(seed: int, noise: Noise) -> None:
    drawn = simulate(seed, 120, 5, 4, noise=noise)
    generator = np.random.default_rng(seed)
    people, items = generator.permutation(120), generator.permutation(5)
    turned = ScoreTable(
        tuple(drawn.table.people[each] for each in people),
        tuple(drawn.table.items[each] for each in items),
        drawn.table.scores[np.ix_(people, items)],
    )

    before, after = fit_scale(drawn.table), fit_scale(turned)

    assert after.discriminations == pytest.approx(before.discriminations[items], abs=1e-4)
    assert after.residual_variances == pytest.approx(before.residual_variances[items], abs=1e-4)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 1_000), st.floats(0.1, 50), st.floats(-100, 100))
def test_another_unit_of_an_item_changes_that_item_alone(seed: int, factor: float, shift: float) -> None:
    drawn = simulate(seed, 120, 4, 4)
    scores = drawn.table.scores.copy()
    scores[:, 0] = factor * scores[:, 0] + shift

    before, after = fit_scale(drawn.table), fit_scale(replace(drawn.table, scores=scores))

    assert after.items[0].discrimination == pytest.approx(factor * before.items[0].discrimination, rel=1e-3)
    assert after.items[0].location == pytest.approx(factor * before.items[0].location + shift, abs=1e-3 * factor)
    assert after.discriminations[1:] == pytest.approx(before.discriminations[1:], rel=1e-3)


def test_an_item_that_falls_with_the_trait_is_seen_as_such() -> None:
    drawn = simulate(seed=4, people=500, items=6, each=6)
    scores = drawn.table.scores.copy()
    scores[:, 2] *= -1

    scale = fit_scale(replace(drawn.table, scores=scores))

    assert [item.discrimination > 0 for item in scale.items] == [True, True, False, True, True, True]


def test_items_few_people_answered_lie_nearer_to_a_typical_one() -> None:
    drawn = simulate(seed=5, people=80, items=8, each=3)

    plain, typical = fit_scale(drawn.table, typical_people=0), fit_scale(drawn.table)

    assert typical.discriminations.std() < plain.discriminations.std()
    error = np.abs(typical.discriminations - drawn.discriminations).mean()
    assert error < np.abs(plain.discriminations - drawn.discriminations).mean()


def test_three_equal_items_are_fitted_without_a_traceback() -> None:
    scale = fit_scale(table_of(np.repeat(np.random.default_rng(0).normal(size=(50, 1)), 3, axis=1)))

    assert all(item.information > 1e3 for item in scale.items)


def test_the_version_changes_with_any_score() -> None:
    drawn = simulate(seed=6, people=100, items=4, each=4)
    other = drawn.table.scores.copy()
    other[0, 0] += 1

    scale = fit_scale(drawn.table)

    assert fit_scale(drawn.table).version == scale.version
    assert fit_scale(replace(drawn.table, scores=other)).version != scale.version


def refusal(table: ScoreTable, populations: list[int] | None = None) -> Obstacle:
    with pytest.raises(CannotFit) as found:
        fit_scale(table, populations)
    return found.value.obstacle


def test_two_items_make_no_scale() -> None:
    assert refusal(table_of(np.eye(2))) is Obstacle.FEW_ITEMS


def test_an_item_that_all_answer_alike_makes_no_scale() -> None:
    scores = simulate(seed=0, people=50, items=4, each=4).table.scores
    scores[:, 1] = 0.1 + 0.2

    assert refusal(table_of(scores)) is Obstacle.FLAT_ITEM


def test_an_item_that_nobody_answered_makes_no_scale() -> None:
    scores = simulate(seed=0, people=50, items=4, each=4).table.scores
    scores[:, 1] = np.nan

    assert refusal(table_of(scores)) is Obstacle.FLAT_ITEM


def test_items_that_nobody_joins_make_no_scale() -> None:
    scores = simulate(seed=0, people=50, items=6, each=6).table.scores
    scores[:25, 3:] = np.nan
    scores[25:, :3] = np.nan

    assert refusal(table_of(scores)) is Obstacle.ISLANDS


def test_one_person_joins_two_sets_of_items() -> None:
    scores = simulate(seed=0, people=50, items=6, each=6).table.scores
    scores[:25, 3:] = np.nan
    scores[26:, :3] = np.nan

    assert len(fit_scale(table_of(scores)).items) == 6


@pytest.mark.parametrize("populations", [[0] * 49, [0] * 49 + [1], [0] * 25 + [2] * 25, [-1] * 50])
def test_populations_with_holes_or_few_people_make_no_scale(populations: list[int]) -> None:
    table = simulate(seed=0, people=50, items=4, each=4).table

    assert refusal(table, populations) is Obstacle.POPULATIONS


def test_a_table_without_people_makes_no_scale() -> None:
    assert refusal(table_of(np.empty((0, 3)))) is Obstacle.FLAT_ITEM
