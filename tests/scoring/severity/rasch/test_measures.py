"""What is told of elements beside their measures: errors, fit, fair averages, bias, separation, thresholds."""

import numpy as np
import pytest
from scoring.severity.designs import JUDGES, SEVERE, drawn, table, with_values

from benchmarks.judging_known import fitted
from contest_app.scoring.severity.rasch.bias import bias_of
from contest_app.scoring.severity.rasch.fitting import fit_rasch
from contest_app.scoring.severity.rasch.measures import FacetMeasures, measures_of
from contest_app.scoring.severity.rasch.model import RaschModel
from contest_app.scoring.severity.rasch.separation import separation_of
from contest_app.scoring.severity.rasch.thresholds import thresholds_of
from contest_app.scoring.severity.ratings import Ratings


def test_fair_averages_order_entries_as_their_measures_do_within_the_range_of_ratings() -> None:
    entries = measures_of(fit_rasch(drawn(2), SEVERE))[1]

    assert np.argsort(entries.fair_average).tolist() == np.argsort(entries.measure).tolist()
    assert 1 <= entries.fair_average.min() < entries.fair_average.max() <= 5


def test_a_severe_judge_has_a_low_fair_average() -> None:
    judges = measures_of(fit_rasch(drawn(2), SEVERE))[0]

    assert np.argsort(judges.fair_average).tolist() == np.argsort(-judges.measure).tolist()


def test_fair_averages_are_told_in_the_ratings_own_numbers() -> None:
    """Categories in use are 10, 20, 40 and 50: the fair averages lie among them."""
    ratings = drawn(2)
    spaced = with_values(ratings, np.array([0, 10, 20, 20, 40, 50])[ratings.values.astype(int)].tolist())

    entries = measures_of(fit_rasch(spaced, SEVERE))[1]

    assert 10 <= entries.fair_average.min() < entries.fair_average.max() <= 50


def test_a_judge_who_marks_at_random_misfits_and_follows_nobody() -> None:
    ratings = drawn(6, entries=40)
    values = ratings.values.copy()
    own = ratings.places[:, 0] == 2
    values[own] = np.random.default_rng(0).integers(1, 6, own.sum())

    judges = measures_of(fit_rasch(with_values(ratings, values.tolist()), SEVERE))[0]

    assert (int(judges.outfit.argmax()), int(judges.correlation.argmin())) == (2, 2)
    assert judges.outfit[2] > 1.3
    assert judges.outfit_z[2] > 2


def test_mean_squares_of_ratings_that_follow_the_model_are_about_one() -> None:
    judges, entries, criteria = measures_of(fit_rasch(drawn(7, entries=60), SEVERE))

    for each in (judges, criteria):
        assert each.infit == pytest.approx(1, abs=0.25)
        assert each.outfit == pytest.approx(1, abs=0.35)
    assert np.nanmean(entries.infit) == pytest.approx(1, abs=0.2)


def facet(measures: list[float], errors: list[float]) -> FacetMeasures:
    like = measures_of(fit_rasch(drawn(2), SEVERE))[1]
    values = {name: getattr(like, name) for name in like.__slots__}
    return FacetMeasures(**{**values, "measure": np.array(measures), "standard_error": np.array(errors)})


def test_separation_by_hand() -> None:
    """Variance 10/3, error 1: true variance 7/3, G = √(7/3), reliability .7."""
    found = separation_of(facet([-2, -1, 1, 2, np.nan], [1, 1, 1, 1, np.nan]))

    assert found is not None
    assert found.separation == pytest.approx((7 / 3) ** 0.5)
    assert found.strata == pytest.approx((4 * (7 / 3) ** 0.5 + 1) / 3)
    assert found.reliability == pytest.approx(0.7)
    assert found.chi_square == pytest.approx(10)
    assert found.freedom == 3
    assert found.p_value == pytest.approx(0.01857, abs=1e-5)


def test_elements_no_further_apart_than_their_errors_are_not_separated() -> None:
    found = separation_of(facet([-0.1, 0.1], [1, 1]))

    assert found is not None
    assert (found.separation, found.strata, found.reliability) == (0, 1 / 3, 0)


def test_one_measure_has_no_separation() -> None:
    assert separation_of(facet([1.0, np.nan], [1.0, np.nan])) is None


def test_the_published_pairs_of_bias_keep_their_fit() -> None:
    """FACETS prints infit and outfit .3 and .3 for Brahe with David, .7 and .6 with Edward."""
    bias = bias_of(fitted(), ("judge", "examinee"))

    david, edward = (bias.elements.index(("Brahe", name)) for name in ("David", "Edward"))
    assert (bias.observed[david], bias.observed[edward], bias.freedom) == (25, 14, 21)
    assert [bias.infit[david], bias.outfit[david]] == pytest.approx([0.3, 0.3], abs=0.05)
    assert [bias.infit[edward], bias.outfit[edward]] == pytest.approx([0.7, 0.6], abs=0.08)
    assert bias.p_value == pytest.approx(0.0033, abs=1e-4)


def test_a_judges_favour_for_one_entry_is_the_largest_bias() -> None:
    ratings = drawn(8, entries=30)
    favoured = (ratings.places[:, 0] == 0) & (ratings.places[:, 1] == 5)
    values = np.where(favoured, np.minimum(ratings.values.min() + 4, 5), np.minimum(ratings.values, 4))
    values[(ratings.places[:, 0] != 0) & (ratings.places[:, 1] == 5)] = 1

    bias = bias_of(fit_rasch(with_values(ratings, values.tolist()), SEVERE), ("judge", "entry"))

    assert bias.elements[int(bias.t.argmax())] == ("J0", "K05")


def test_a_pair_with_highest_ratings_alone_has_a_finite_bias() -> None:
    bias = bias_of(fit_rasch(drawn(2), SEVERE), ("judge", "entry", "criterion"))

    assert (bias.count == 1).all()
    assert np.isfinite(bias.bias).all()
    assert np.isfinite(bias.t).all()


def test_thresholds_name_the_category_they_lead_to_and_skip_those_that_nobody_used() -> None:
    ratings = drawn(2)
    skipped = with_values(ratings, np.where(ratings.values == 3, 4, ratings.values).tolist())

    found = thresholds_of(fit_rasch(skipped, SEVERE))

    assert [each.category for each in found] == [2, 4, 5]
    assert [each.count for each in found] == [int((skipped.values == each.category).sum()) for each in found]
    assert all(each.standard_error > 0 and each.scale is None for each in found)


def test_thresholds_of_partial_credit_name_their_criterion() -> None:
    found = thresholds_of(fit_rasch(drawn(1), RaschModel(negative=SEVERE.negative, partial_credit="criterion")))

    assert {each.scale for each in found} == {"C0", "C1", "C2"}


def test_a_criterion_on_which_all_have_one_mark_has_no_measure_under_partial_credit() -> None:
    ratings = drawn(1)
    values = np.where(ratings.places[:, 2] == 0, 3, ratings.values)
    model = RaschModel(negative=SEVERE.negative, partial_credit="criterion")

    criteria = measures_of(fit_rasch(with_values(ratings, values.tolist()), model))[2]

    assert np.isnan(criteria.measure).tolist() == [True, False, False]
    assert np.isnan(criteria.fair_average).tolist() == [True, False, False]


def test_fair_averages_of_unconnected_panels_are_each_among_their_own() -> None:
    """The second panel repeats the first with other names: the same fair averages, whatever its judges' origin."""
    one = drawn(1, criteria=4)
    names = [[own[place] for place in one.places[:, at]] for at, own in enumerate(one.elements)]
    marks = {}
    for prefix in ("", "other "):
        for judge, entry, criterion, value in zip(*names, one.values, strict=True):
            marks[prefix + judge, prefix + entry, prefix + criterion] = float(value)

    entries = measures_of(fit_rasch(table(marks, one.facets), SEVERE))[1]

    assert entries.fair_average[:12] == pytest.approx(entries.fair_average[12:])
    assert set(entries.component[:12]) != set(entries.component[12:])


def test_repeated_ratings_of_the_same_elements_all_count() -> None:
    marks = {("A", "1"): 1.0, ("A", "2"): 2.0, ("B", "1"): 3.0, ("B", "2"): 3.0, ("A", "3"): 3.0, ("B", "3"): 1.0}
    once = table(marks)
    twice = Ratings(once.facets, once.elements, np.tile(once.places, (2, 1)), np.tile(once.values, 2))

    one, two = (measures_of(fit_rasch(each, JUDGES))[1] for each in (once, twice))

    assert two.measure == pytest.approx(one.measure, abs=1e-6)
    assert two.standard_error == pytest.approx(one.standard_error / 2**0.5)
