"""One dimension of a person at a time, by hand-made examples, properties and simulation."""

import itertools
import math
from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_app.scoring.elaboration import MAX_ELABORATION, elaboration
from contest_app.scoring.estimate import Estimate
from contest_app.scoring.flexibility import categories, likely_shares, switches
from contest_app.scoring.fluency import fluency
from contest_app.scoring.originality import Deviations, mean_estimate, top2_estimate

sequences = st.lists(st.integers(0, 4), min_size=1, max_size=6)
values = st.lists(st.floats(0, 10), min_size=1, max_size=8)
people = st.lists(values, min_size=1, max_size=6)


def test_fluency_of_nothing_is_nought_with_an_error() -> None:
    assert fluency(0) == Estimate(0.0, math.sqrt(0.5))


@pytest.mark.parametrize("counts", [(1,), (1, 1), (1, 2), (1, 1, 1), (1, 1, 2), (2, 2), (1, 3)])
def test_the_error_of_flexibility_is_that_of_all_draws_from_the_likely_shares(counts: tuple[int, ...]) -> None:
    shares, times = likely_shares(counts)
    each = np.repeat(shares, times.astype(int))
    draws = list(itertools.product(range(len(each)), repeat=sum(counts)))
    chances = np.array([np.prod(each[list(draw)]) for draw in draws])
    found = np.array([len(set(draw)) for draw in draws])
    variance = chances @ found**2 - (chances @ found) ** 2

    estimate = categories([number for number, count in enumerate(counts) for _ in range(count)])

    assert chances.sum() == pytest.approx(1.0)
    assert estimate.standard_error == pytest.approx(math.sqrt(max(variance, 0.0)), abs=1e-6)


@given(sequences)
def test_the_likely_shares_add_up_and_keep_the_order_of_the_counts(sequence: list[int]) -> None:
    counts = tuple(sorted(Counter(sequence).values()))

    shares, times = likely_shares(counts)

    seen = len(set(counts))
    assert shares @ times == pytest.approx(1.0)
    assert (shares > 0).all()
    assert list(shares[:seen]) == sorted(shares[:seen])


@given(sequences)
def test_there_are_never_more_switches_than_steps_nor_fewer_than_categories_need(
    sequence: list[int],
) -> None:
    found = switches(sequence).value

    assert categories(sequence).value - 1 <= found <= len(sequence) - 1


def test_no_ideas_have_no_categories_and_no_switches() -> None:
    assert (categories([]), switches([])) == (Estimate(0.0, 0.0), Estimate(0.0, 0.0))


@given(people)
def test_the_top_two_are_never_below_the_mean(groups: list[list[float]]) -> None:
    deviations = Deviations(groups)

    top, mean = top2_estimate(groups[0], deviations), mean_estimate(groups[0], deviations)

    assert top is not None
    assert mean is not None
    assert top.value >= mean.value - 1e-9
    assert top.standard_error >= 0


def test_no_ideas_have_no_originality() -> None:
    deviations = Deviations([])

    assert (mean_estimate([], deviations), top2_estimate([], deviations)) == (None, None)


def test_the_error_of_a_mean_shrinks_with_the_root_of_the_ideas() -> None:
    deviations = Deviations([[1.0, 3.0], [7.0, 9.0]])

    found = mean_estimate([1.0, 2.0, 3.0, 4.0], deviations)

    assert found is not None
    assert found.value == 2.5
    assert found.standard_error == pytest.approx(math.sqrt(2) / 2)


@pytest.mark.parametrize(
    ("groups", "spread"),
    [
        ([[1.0, 3.0], [10.0, 12.0], [5.0]], math.sqrt(2)),
        ([[1.0], [3.0]], math.sqrt(2)),
        ([[1.0, 2.0, 3.0]], 1.0),
        ([[1.0], []], 0.0),
        ([], 0.0),
    ],
)
def test_the_spread_within_people_is_pooled(groups: list[list[float]], spread: float) -> None:
    assert Deviations(groups).spread == pytest.approx(spread)


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_the_error_of_the_top_two_is_that_of_all_draws(count: int) -> None:
    groups = [[1.0, 2.0, 4.0], [3.0, 7.0]]
    deviations = [(value - np.mean(own)) * math.sqrt(len(own) / (len(own) - 1)) for own in groups for value in own]
    tops = [np.mean(sorted(draw)[-2:]) for draw in itertools.product(deviations, repeat=count)]

    assert Deviations(groups).of_top_two(count) == pytest.approx(np.std(tops))


def test_a_person_who_had_many_ideas_is_measured_as_well() -> None:
    assert 0 < categories(list(range(2_000))).standard_error < 200
    assert Deviations([list(map(float, range(2_000)))]).of_top_two(2_000) > 0


@pytest.mark.parametrize("ideas", [2, 3, 5, 8, 12])
@pytest.mark.parametrize("estimate", [mean_estimate, top2_estimate])
@pytest.mark.parametrize("shape", ["even", "skewed"])
def test_the_errors_of_originality_are_those_that_people_really_have(
    ideas: int, estimate: Callable[[Sequence[float], Deviations], Estimate | None], shape: str
) -> None:
    random = np.random.default_rng(ideas)
    own_level = random.normal(5, 1, size=300)
    drawn = random.normal(size=(300, 2, ideas)) if shape == "even" else random.exponential(size=(300, 2, ideas))
    twice = own_level[:, None, None] + drawn

    deviations = Deviations(twice[:, 0].tolist())
    first, second = ([estimate(row, deviations) for row in half] for half in twice.transpose(1, 0, 2).tolist())
    apart = np.array([one.value - other.value for one, other in zip(first, second, strict=True) if one and other])

    assert first[0] is not None
    assert 0.8 < first[0].standard_error / (apart.std() / math.sqrt(2)) < 1.2


@pytest.mark.parametrize("ideas", [3, 5, 8, 12, 20])
def test_the_errors_of_flexibility_are_those_that_people_really_have(ideas: int) -> None:
    random = np.random.default_rng(ideas)
    likely = 1 / np.arange(1, 41)
    variances, errors = [], []
    for _ in range(60):
        shares = random.dirichlet(8 * likely / likely.sum())
        found = [categories(random.choice(40, ideas, p=shares).tolist()) for _ in range(20)]
        variances.append(np.var([each.value for each in found], ddof=1))
        errors.append(np.mean([each.standard_error**2 for each in found]))

    assert 0.8 < math.sqrt(np.mean(errors) / np.mean(variances)) < 1.2


@pytest.mark.parametrize(
    ("text", "language", "length"),
    [
        ("a hat", "en", 0),
        ("", "en", 0),
        ("use it as a hat for a small garden gnome", "en", 3),
        ("сделать шляпу для садового гнома", "ru", 2),
        ("гномға арналған үлкен қалпақ жасау", "kk", 2),
        ("word " * 500, "en", MAX_ELABORATION),
    ],
)
def test_elaboration_counts_content_words_beyond_the_first(text: str, language: str, length: int) -> None:
    assert elaboration(text, language) == length
