"""How rare an idea is, by hand-made examples, properties and simulation."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_app.scoring.rarity import FEWEST, STRENGTH, Counts, rarity, share_interval


@st.composite
def counts(draw: st.DrawFn) -> Counts:
    asked, sample = draw(st.integers(1, 300)), draw(st.integers(0, 3_000))
    return Counts(draw(st.integers(0, asked)), asked, draw(st.integers(0, sample)), sample)


def share(counts: Counts) -> float:
    return float(2 ** -rarity(counts).value)


@given(st.integers(1, 300), st.integers(0, 300))
def test_the_more_people_had_an_idea_the_less_rare_it_is(people: int, others: int) -> None:
    pool = people + others + 1

    assert rarity(Counts(people, pool)).value > rarity(Counts(people + 1, pool)).value > 0


@given(st.integers(1, 50), st.integers(1, 50))
def test_one_of_a_larger_pool_is_rarer(pool: int, more: int) -> None:
    assert rarity(Counts(1, pool + more)).value > rarity(Counts(1, pool)).value


@given(counts())
def test_without_a_sample_the_share_is_that_of_jeffreys_prior(found: Counts) -> None:
    alone = Counts(found.people, found.asked)

    assert share(alone) == pytest.approx((found.people + 0.5) / (found.asked + 1))


@given(counts())
def test_the_share_lies_between_the_class_and_the_sample(found: Counts) -> None:
    expected = (found.sample_people + 0.5) / (found.sample + 1)
    own = found.people / found.asked
    low, high = sorted((own, expected))

    if not found.asked < FEWEST <= found.sample:
        assert low - 1e-9 <= share(found) <= high + 1e-9


@given(counts(), st.integers(0, 8))
def test_a_group_that_is_too_small_goes_by_the_sample_alone(found: Counts, people: int) -> None:
    small = Counts(people, FEWEST - 1, found.sample_people, found.sample)

    if found.sample >= FEWEST:
        assert share(small) == pytest.approx((found.sample_people + 1.5) / (found.sample + 2))


def test_a_hundred_people_and_a_large_sample_weigh_alike() -> None:
    half = share(Counts(100, 100, 0, 10**9))

    assert half == pytest.approx(100 / (100 + STRENGTH), abs=1e-6)


@given(counts(), st.integers(1, 1_000))
def test_an_idea_that_the_sample_has_more_often_is_less_rare(found: Counts, more: int) -> None:
    common = Counts(found.people, found.asked, found.sample_people + more, found.sample + more)
    rare = Counts(found.people, found.asked, found.sample_people, found.sample + more)

    assert rarity(common).value < rarity(rare).value


@pytest.mark.parametrize("sample", [0, 150, 2_000])
def test_the_errors_cover_the_true_rarity_as_often_as_they_say(sample: int) -> None:
    random = np.random.default_rng(0)
    anywhere = random.beta(0.8, 8, size=4_000)
    true = random.beta(STRENGTH * anywhere, STRENGTH * (1 - anywhere))  # classes differ as supposed
    asked = 30
    people, sampled = random.binomial(asked, true), random.binomial(sample, anywhere)
    given = people > 0

    found = [
        rarity(Counts(int(k), asked, int(s), sample)) for k, s in zip(people[given], sampled[given], strict=True)
    ]

    off = np.abs(np.array([estimate.value for estimate in found]) + np.log2(true[given]))
    covered = np.mean(off < 1.2816 * np.array([estimate.standard_error for estimate in found]))
    assert 0.75 < covered < 0.9


def test_the_interval_of_a_share_is_the_published_one() -> None:
    low, high = share_interval(15, 148)  # Newcombe (1998), table I, Wilson without correction: .0624, .1605

    assert (round(low, 4), round(high, 4)) == (0.0624, 0.1605)


@pytest.mark.parametrize("pool_people", range(1, 60))
def test_the_interval_of_a_share_that_all_have_ends_at_one(pool_people: int) -> None:
    low, high = share_interval(pool_people, pool_people)

    assert 0 < low < 1
    assert high == 1.0


def test_the_error_of_a_share_known_well_is_small() -> None:
    estimate = rarity(Counts(5_000, 10_000))

    assert estimate.value == pytest.approx(1.0, abs=1e-3)
    assert estimate.standard_error == pytest.approx(math.sqrt(1 / 10_000) / math.log(2), rel=1e-2)
