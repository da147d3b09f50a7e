"""Whether an item belongs to the scale."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.scoring_simulation import simulate
from contest_app.scoring.scale.fitting import fit_scale
from contest_app.scoring.scale.item_fit import GROUPS, ItemFit, item_fits, traits_without
from contest_app.scoring.scale.placing import place
from contest_app.scoring.scale.table import FloatArray, ScoreTable
from contest_app.scoring.too_few import TooFew


def fits(table: ScoreTable) -> list[ItemFit]:
    found = list(item_fits(fit_scale(table), table).values())
    assert all(isinstance(each, ItemFit) for each in found)
    return [each for each in found if isinstance(each, ItemFit)]


def spoilt(table: ScoreTable, first: FloatArray) -> ScoreTable:
    return replace(table, scores=np.column_stack([first, table.scores[:, 1:]]))


def test_one_good_item_in_twenty_is_rejected() -> None:
    rejected = [fit.p_value < 0.05 for seed in range(40) for fit in fits(simulate(seed, 400, 8, 5).table)]

    assert np.mean(rejected) == pytest.approx(0.05, abs=0.03)


def test_an_item_with_a_ceiling_bends_down_and_is_told_from_the_others() -> None:
    table = simulate(seed=0, people=1_500, items=8, each=6).table
    first = table.scores[:, 0]

    found = fits(spoilt(table, np.minimum(first, np.nanmedian(first))))

    assert found[0].bend < -3
    assert found[0].p_value < 0.01
    assert min(fit.p_value for fit in found[1:]) > 0.01
    assert found[0].residuals[-1] < 0 < max(found[0].residuals[1:-1])


def test_an_item_with_a_floor_bends_up() -> None:
    table = simulate(seed=0, people=1_500, items=8, each=6).table
    first = table.scores[:, 0]

    found = fits(spoilt(table, np.maximum(first, np.nanmedian(first))))

    assert found[0].bend > 3
    assert found[0].residuals[-1] > 0


def test_a_fit_shows_the_residuals_of_five_groups_of_people() -> None:
    drawn = simulate(seed=1, people=400, items=6, each=6)

    found = fits(drawn.table)

    assert [(len(fit.residuals), fit.people) for fit in found] == [(GROUPS, 400)] * 6


def test_populations_that_differ_bend_no_item() -> None:
    drawn = simulate(seed=2, people=1_500, items=8, each=5, means=(-1.0, 1.0))
    scale = fit_scale(drawn.table, drawn.populations)

    found = item_fits(scale, drawn.table, drawn.populations)

    assert all(isinstance(fit, ItemFit) and abs(fit.bend) < 3.5 for fit in found.values())


def test_few_people_tell_no_fit() -> None:
    table = simulate(seed=0, people=99, items=4, each=4).table

    assert set(item_fits(fit_scale(table), table).values()) == {TooFew(people=99, needed=100)}


def test_people_with_the_item_alone_do_not_count() -> None:
    table = simulate(seed=0, people=150, items=4, each=4).table
    scores = table.scores.copy()
    scores[:60, 1:] = np.nan

    found = item_fits(fit_scale(table), replace(table, scores=scores))

    assert found["item 00"] == TooFew(people=90, needed=100)


def test_the_trait_without_an_item_is_that_of_someone_who_never_had_it() -> None:
    drawn = simulate(seed=3, people=60, items=4, each=4)
    scale = fit_scale(drawn.table)
    without = drawn.table.scores.copy()
    without[:, 2] = np.nan

    means, variances = traits_without(scale, drawn.table)

    placed = place(scale, replace(drawn.table, scores=without))
    assert means[:, 2] == pytest.approx([each.shrunk.value for each in placed])
    assert np.sqrt(variances[:, 2]) == pytest.approx([each.shrunk.standard_error for each in placed])
