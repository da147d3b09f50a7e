"""Scales out of comparisons, against published ones and against the truth of simulated finals."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from contest_app.scoring.pairwise.comparisons import Comparison, Preferred, compared
from contest_app.scoring.pairwise.model import NotCompared, OrderUnknown, pairwise_scale
from contest_app.scoring.pairwise.plan import Planned, pairing_plan

TEAMS = ["Milwaukee", "Detroit", "Toronto", "New York", "Boston", "Cleveland", "Baltimore"]
WON_AT_HOME = [
    "-- 43 42 43 61 42 60",
    "33 -- 42 43 60 61 43",
    "25 43 -- 24 43 42 60",
    "33 51 25 -- 43 42 61",
    "51 25 33 42 -- 52 60",
    "25 33 34 43 42 -- 24",
    "25 15 16 24 16 34 --",
]
"""Games of the American League East in 1987, won and lost at home: Agresti (2002), table 10.10."""

PUDDINGS = [
    (1, 2, 19, 22, 16),
    (1, 3, 16, 19, 12),
    (2, 3, 19, 19, 10),
    (1, 4, 18, 23, 13),
    (2, 4, 23, 19, 9),
    (3, 4, 19, 20, 15),
    (1, 5, 13, 19, 18),
    (2, 5, 16, 20, 12),
    (3, 5, 16, 15, 17),
    (4, 5, 17, 14, 16),
    (1, 6, 18, 21, 12),
    (2, 6, 22, 20, 12),
    (3, 6, 13, 18, 10),
    (4, 6, 14, 19, 18),
    (5, 6, 11, 21, 12),
]
"""Brands of chocolate pudding: first, second, first better, second better, no difference. Davidson (1970)."""


def baseball() -> list[Comparison]:
    return [
        Comparison(home, away, word)
        for home, row in zip(TEAMS, WON_AT_HOME, strict=True)
        for away, cell in zip(TEAMS, row.split(), strict=True)
        if cell != "--"
        for word, games in zip([Preferred.FIRST, Preferred.SECOND], cell, strict=True)
        for _ in range(int(games))
    ]


def puddings() -> list[Comparison]:
    words = [Preferred.FIRST, Preferred.SECOND, Preferred.TIE]
    return [
        Comparison(str(one), str(other), word)
        for one, other, *counts in PUDDINGS
        for word, count in zip(words, counts, strict=True)
        for _ in range(count)
    ]


def judged(plan: list[Planned], truth: dict[str, float], seed: int, order: float = 0.0) -> list[Comparison]:
    """Return what judges without ties would say of a plan."""
    random = np.random.default_rng(seed)
    return [
        Comparison(
            each.first,
            each.second,
            Preferred.FIRST
            if random.logistic() < truth[each.first] - truth[each.second] + order
            else Preferred.SECOND,
            each.judge,
        )
        for each in plan
    ]


def test_abilities_of_the_published_teams_without_a_home_advantage() -> None:
    scale = pairwise_scale(baseball())

    found = {team: scale.difference(team, "Baltimore") for team in TEAMS}

    assert {team: round(each.value, 2) for team, each in found.items()} == {
        "Milwaukee": 1.58,
        "Detroit": 1.44,
        "Toronto": 1.29,
        "New York": 1.25,
        "Boston": 1.11,
        "Cleveland": 0.68,
        "Baltimore": 0.0,
    }
    assert {round(found[team].standard_error, 1) for team in TEAMS[:-1]} == {0.3}
    assert not scale.is_drawn_in


def test_worths_of_the_published_teams_with_the_home_advantage() -> None:
    scale = pairwise_scale(baseball(), with_order=True)

    worths = np.exp(scale.abilities) / np.exp(scale.abilities).sum()

    assert dict(zip(scale.entries, np.round(worths, 3).tolist(), strict=True)) == {
        "Milwaukee": 0.220,
        "Detroit": 0.190,
        "Toronto": 0.164,
        "New York": 0.157,
        "Boston": 0.137,
        "Cleveland": 0.088,
        "Baltimore": 0.044,
    }
    assert scale.order is not None
    assert round(scale.order.value, 3) == 0.302


def test_worths_of_the_published_puddings_with_ties() -> None:
    scale = pairwise_scale(puddings())

    worths = np.exp(scale.abilities) / np.exp(scale.abilities).sum()

    assert np.round(worths, 4).tolist() == [0.1388, 0.1730, 0.1617, 0.1654, 0.1587, 0.2024]
    assert scale.ties is not None
    assert round(float(np.exp(scale.ties.value)), 3) == 0.747


words = st.lists(
    st.tuples(st.integers(0, 4), st.integers(1, 4), st.sampled_from(Preferred)), min_size=1, max_size=30
).map(lambda rows: [Comparison(str(one), str((one + step) % 5), word) for one, step, word in rows])
TURNED = {Preferred.FIRST: Preferred.SECOND, Preferred.SECOND: Preferred.FIRST, Preferred.TIE: Preferred.TIE}


@given(words)
@settings(deadline=None)
def test_changing_sides_changes_nothing_without_an_effect_of_the_order(said: list[Comparison]) -> None:
    turned = [Comparison(each.second, each.first, TURNED[each.preferred]) for each in said]
    assume(len(compared(said).groups) == 1)

    scale = pairwise_scale(said)
    other = pairwise_scale(turned)

    assert other.abilities == pytest.approx(scale.abilities, abs=1e-7)
    assert scale.abilities.sum() == pytest.approx(0.0, abs=1e-9)
    assert scale.covariance.sum(axis=0) == pytest.approx(0.0, abs=1e-7)
    assert np.isfinite(scale.abilities).all()
    assert (np.linalg.eigvalsh(scale.covariance) > -1e-9).all()


@given(words)
@settings(deadline=None)
def test_preferring_the_other_of_each_pair_turns_the_scale_over(said: list[Comparison]) -> None:
    opposite = [Comparison(each.first, each.second, TURNED[each.preferred]) for each in said]
    assume(len(compared(said).groups) == 1)

    scale = pairwise_scale(said)

    assert pairwise_scale(opposite).abilities == pytest.approx(-scale.abilities, abs=1e-7)


@given(words)
@settings(deadline=None)
def test_whatever_is_said_abilities_and_errors_stay_within_reason(said: list[Comparison]) -> None:
    assume(len(compared(said).groups) == 1)
    try:
        scale = pairwise_scale(said, with_order=True)
    except OrderUnknown:
        return

    assert scale.order is not None
    assert np.abs([*scale.abilities, scale.order.value]).max() < 12
    assert max(scale.covariance.max(), scale.order.standard_error**2) < 400


def test_at_the_maximum_expected_wins_are_those_that_were_won() -> None:
    said = puddings()
    scale = pairwise_scale(said)
    won = dict.fromkeys(scale.entries, 0.0)
    for each in said:
        won[each.first] += {"first": 1.0, "tie": 0.5, "second": 0.0}[each.preferred]
        won[each.second] += {"first": 0.0, "tie": 0.5, "second": 1.0}[each.preferred]

    expected = dict.fromkeys(scale.entries, 0.0)
    nu, worth = np.exp(scale.ties.value if scale.ties else 0), np.exp(scale.abilities)
    for each in said:
        one, other = worth[scale.entries.index(each.first)], worth[scale.entries.index(each.second)]
        tie = nu * np.sqrt(one * other)
        expected[each.first] += (one + tie / 2) / (one + other + tie)
        expected[each.second] += (other + tie / 2) / (one + other + tie)

    assert expected == pytest.approx(won, abs=1e-6)


def test_an_entry_that_always_wins_is_told_to_be_drawn_in() -> None:
    said = [Comparison("best", other, Preferred.FIRST) for other in "xyz"] + [
        Comparison(one, other, Preferred.TIE) for one, other in [("x", "y"), ("y", "z"), ("z", "x")]
    ]

    scale = pairwise_scale(said)

    assert scale.is_drawn_in
    assert scale.entries[int(scale.abilities.argmax())] == "best"
    assert 0 < scale.difference("best", "x").value < 5


def test_judges_who_never_see_a_difference_leave_all_equal() -> None:
    scale = pairwise_scale(
        [Comparison(one, other, Preferred.TIE) for one, other in [("a", "b"), ("b", "c"), ("c", "a")]]
    )

    assert scale.abilities == pytest.approx(0.0, abs=1e-9)
    assert scale.reliability is None


def test_entries_that_never_met_get_no_common_scale() -> None:
    said = [Comparison(one, other, Preferred.FIRST) for one, other in [("a", "b"), ("b", "a"), ("c", "d")]]

    with pytest.raises(NotCompared) as refusal:
        pairwise_scale(said)

    assert refusal.value.groups == [("a", "b"), ("c", "d")]


def test_an_effect_of_the_order_is_refused_where_sides_never_change() -> None:
    said = [Comparison("a", "b", word) for word in (Preferred.FIRST, Preferred.SECOND, Preferred.FIRST)]

    with pytest.raises(OrderUnknown):
        pairwise_scale(said, with_order=True)


@pytest.mark.parametrize("said", [[], [Comparison("a", "a", Preferred.FIRST)]])
def test_nothing_to_compare_is_refused(said: list[Comparison]) -> None:
    with pytest.raises(ValueError, match="two different entries"):
        pairwise_scale(said)


def test_errors_of_differences_and_the_reliability_are_true_in_simulated_finals() -> None:
    entries = [f"{number:02}" for number in range(16)]
    plan = pairing_plan(entries, ["A", "B", "C"], of_each=24, seed=1)
    random = np.random.default_rng(5)
    misses, claimed, real = [], [], []
    for trial in range(60):
        truth = dict(zip(entries, random.normal(0, 1.2, 16), strict=True))
        scale = pairwise_scale(judged(plan, truth, trial))
        for one, other in zip(entries[:8], entries[8:], strict=True):
            found = scale.difference(one, other)
            misses.append((found.value - truth[one] + truth[other]) / found.standard_error)
        claimed.append(scale.reliability or 0)
        real.append(np.corrcoef(scale.abilities, [truth[entry] for entry in scale.entries])[0, 1] ** 2)

    assert np.mean(np.abs(misses) < 1.96) == pytest.approx(0.95, abs=0.03)
    assert np.mean(claimed) == pytest.approx(np.mean(real), abs=0.03)


def test_an_effect_of_the_order_is_found() -> None:
    entries = [f"{number:02}" for number in range(12)]
    plan = pairing_plan(entries, ["A", "B", "C", "D"], of_each=44, seed=3)

    scale = pairwise_scale(judged(plan, dict.fromkeys(entries, 0.0), 2, order=0.8), with_order=True)

    assert scale.order is not None
    assert abs(scale.order.value - 0.8) < 2.5 * scale.order.standard_error
    assert scale.order.value > 3 * scale.order.standard_error
