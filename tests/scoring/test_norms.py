"""Percentiles, their intervals, and scaled scores."""

from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_app.scoring.estimate import Estimate
from contest_app.scoring.norms import (
    MIN_PEOPLE,
    GradeBand,
    Norm,
    NormCell,
    NormRow,
    Percentile,
    build_norms,
    grade_band,
    percentile,
    scaled_score,
)
from contest_app.scoring.norms import _limits as limits
from contest_app.scoring.too_few import TooFew

norms = st.lists(st.integers(0, 30), min_size=MIN_PEOPLE, max_size=MIN_PEOPLE + 40).map(
    lambda scores: Norm(tuple(float(score) for score in sorted(scores)))
)
scores = st.integers(-1, 31).map(lambda score: Estimate(float(score), 0.0))


def told(score: Estimate, norm: Norm) -> Percentile:
    found = percentile(score, norm)
    assert isinstance(found, Percentile)
    return found


def rows(item: str, language: str, band: GradeBand, scores: list[float]) -> list[NormRow]:
    cell = NormCell(item, language, band)
    return [NormRow(f"{band.value} {number}", cell, score) for number, score in enumerate(scores)]


@pytest.mark.parametrize(
    ("grade", "band"),
    [(1, "1-4"), (4, "1-4"), (5, "5-7"), (7, "5-7"), (8, "8-9"), (9, "8-9"), (10, "10-11"), (11, "10-11")],
)
def test_each_grade_has_its_band(grade: int, band: str) -> None:
    assert grade_band(grade).value == band


@pytest.mark.parametrize("grade", [0, 12, -1])
def test_another_grade_has_none(grade: int) -> None:
    with pytest.raises(ValueError, match="grade"):
        grade_band(grade)


def test_half_of_those_with_the_same_score_count_as_below() -> None:
    norm = Norm((1.0,) * 60 + (2.0,) * 20 + (3.0,) * 120)

    assert told(Estimate(2.0, 0.0), norm).value == 35


def test_jeffreys_intervals_as_published() -> None:
    """Brown, Cai and DasGupta (2001), table 5: 1, 3 and 5 of 10."""
    found = [limits(below, 0, 10 - below) for below in (1, 3, 5)]

    assert np.round(found, 3).tolist() == [[0.011, 0.381], [0.093, 0.606], [0.224, 0.776]]


@pytest.mark.parametrize(("below", "equal", "above"), [(30, 40, 30), (0, 60, 40), (10, 5, 85), (0, 100, 0)])
def test_the_interval_among_equals_is_that_of_the_shares_below_and_equal(below: int, equal: int, above: int) -> None:
    shares = np.random.default_rng(0).dirichlet((below + 0.5, equal, above + 0.5), size=20_000)

    low, high = limits(below, equal, above)

    assert (low, high) == pytest.approx(np.quantile(shares @ (1, 0.5, 0), (0.025, 0.975)).tolist(), abs=0.01)


@pytest.mark.parametrize("people", [0, 1, 99])
def test_a_percentile_is_hidden_below_a_hundred_people(people: int) -> None:
    assert percentile(Estimate(0.0, 1.0), Norm((0.0,) * people)) == TooFew(people, needed=100)
    assert scaled_score(Estimate(0.0, 1.0), Norm((0.0,) * people)) == TooFew(people, needed=100)


def test_a_percentile_is_shown_from_a_hundred_people_on() -> None:
    assert told(Estimate(0.0, 1.0), Norm((0.0,) * 100)).people == 100


@given(norms, scores)
def test_a_percentile_lies_in_its_interval_and_between_nought_and_a_hundred(norm: Norm, score: Estimate) -> None:
    found = told(score, norm)

    assert 0 <= found.low <= found.value <= found.high <= 100


@given(norms, scores, scores)
def test_a_higher_score_stands_no_lower(norm: Norm, one: Estimate, two: Estimate) -> None:
    low, high = sorted((one, two), key=lambda each: each.value)

    assert told(low, norm).value <= told(high, norm).value


@given(norms, scores)
def test_turning_the_scale_round_turns_the_percentile_round(norm: Norm, score: Estimate) -> None:
    turned = told(Estimate(-score.value, 0.0), Norm(tuple(-each for each in reversed(norm.own))))

    found = told(score, norm)
    assert (100 - turned.high, 100 - turned.value, 100 - turned.low) == pytest.approx(
        (found.low, found.value, found.high), abs=1e-6
    )


@given(norms, scores, st.floats(0.1, 5))
def test_an_error_of_the_score_makes_no_interval_narrower(norm: Norm, score: Estimate, error: float) -> None:
    sharp, rough = told(score, norm), told(Estimate(score.value, error), norm)

    assert rough.low <= sharp.low + 1e-9
    assert rough.high >= sharp.high - 1e-9


def test_the_interval_holds_the_population_percentile_in_nineteen_of_twenty_samples() -> None:
    generator = np.random.default_rng(0)
    inside = 0
    for _ in range(500):
        norm = Norm(tuple(sorted(generator.normal(size=150).tolist())))
        score = generator.normal()
        found = told(Estimate(score, 0.0), norm)
        inside += found.low <= 100 * NormalDist().cdf(score) <= found.high

    assert inside / 500 == pytest.approx(0.95, abs=0.03)


def test_scaled_scores_have_mean_50_and_deviation_10_whatever_the_shape() -> None:
    raw = np.sort(np.random.default_rng(0).exponential(size=1_000))
    norm = Norm(tuple(raw.tolist()))

    found = [scaled_score(Estimate(float(score), 0.0), norm) for score in raw]

    values = [each.value for each in found if isinstance(each, Estimate)]
    assert (np.mean(values), np.std(values)) == pytest.approx((50, 10), abs=0.1)


@pytest.mark.parametrize(("rank", "scaled"), [(50, 50), (84.13, 60), (15.87, 40), (97.72, 70), (2.28, 30)])
def test_scaled_scores_of_the_normal_curve(rank: float, scaled: float) -> None:
    norm = Norm(tuple(float(number) for number in range(10_000)))

    found = scaled_score(Estimate(100 * rank - 0.5, 0.0), norm)

    assert isinstance(found, Estimate)
    assert found.value == pytest.approx(scaled, abs=0.01)


@given(norms, scores)
def test_the_ends_of_the_scale_are_finite(norm: Norm, score: Estimate) -> None:
    found = scaled_score(score, norm)

    assert isinstance(found, Estimate)
    assert 15 < found.value < 85
    assert found.standard_error > 0


def test_norms_are_kept_by_item_language_and_band() -> None:
    given_rows = [
        *rows("wheel", "kk", GradeBand.MIDDLE, [1.0, 2.0]),
        *rows("wheel", "ru", GradeBand.MIDDLE, [9.0]),
        *rows("wheel", "kk", GradeBand.PRIMARY, [5.0, 4.0]),
    ]

    found = build_norms(given_rows)

    assert {(cell.language, cell.band.value): norm.own for cell, norm in found.items()} == {
        ("kk", "1-4"): (4.0, 5.0),
        ("kk", "5-7"): (1.0, 2.0),
        ("ru", "5-7"): (9.0,),
    }


def test_languages_are_never_blended() -> None:
    kazakh = rows("wheel", "kk", GradeBand.MIDDLE, [1.0, 2.0]) + rows("wheel", "kk", GradeBand.PRIMARY, [5.0, 4.0])

    alone = build_norms(kazakh)
    beside = build_norms([*kazakh, *rows("wheel", "ru", GradeBand.MIDDLE, [900.0, 800.0])])

    assert {cell: norm for cell, norm in beside.items() if cell.language == "kk"} == alone


@given(st.permutations(range(8)))
def test_the_order_of_rows_changes_no_norm(order: list[int]) -> None:
    given_rows = rows("wheel", "kk", GradeBand.MIDDLE, [1.0, 2.0, 3.0, 1.0]) + rows(
        "wheel", "kk", GradeBand.PRIMARY, [5.0, 4.0, 9.0, 3.0]
    )

    assert build_norms([given_rows[index] for index in order]) == build_norms(given_rows)


def test_a_person_counts_once_with_the_first_score_that_is_a_number() -> None:
    cell = NormCell("wheel", "kk", GradeBand.MIDDLE)
    given_rows = [NormRow("ann", cell, float("nan")), NormRow("ann", cell, 1.0), NormRow("ann", cell, 2.0)]

    assert build_norms(given_rows)[cell].own == (1.0,)


def test_a_small_band_is_blended_with_all_bands_and_shows_its_weight() -> None:
    generator = np.random.default_rng(0)
    given_rows = [
        *rows("wheel", "kk", GradeBand.PRIMARY, generator.normal(0, 1, 120).tolist()),
        *rows("wheel", "kk", GradeBand.MIDDLE, generator.normal(0.3, 1, 2_000).tolist()),
        *rows("wheel", "kk", GradeBand.LOWER_SECONDARY, generator.normal(0.5, 1, 2_000).tolist()),
    ]

    found = build_norms(given_rows)

    small, large, _ = found.values()
    unblended = told(Estimate(0.0, 0.0), Norm(small.own))
    blended = told(Estimate(0.0, 0.0), small)
    assert 0.5 < small.weight < large.weight < 1
    assert blended.weight == small.weight
    assert told(Estimate(0.0, 0.0), Norm(small.wider)).value < blended.value < unblended.value
    assert blended.high - blended.low < unblended.high - unblended.low


def test_the_version_changes_with_any_score() -> None:
    assert Norm((1.0, 2.0)).version != Norm((1.0, 2.5)).version
    assert Norm((1.0, 2.0)).version == Norm((1.0, 2.0)).version


def test_no_rows_make_no_norms() -> None:
    assert build_norms([]) == {}
