"""Awards down the places, with ties across their boundaries."""

from fractions import Fraction
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contest_app.judging.standings import Competitor, Standing, suggested_award
from contest_app.scoring.official.formulas import OfficialScore
from contest_app.scoring.official.ladder import Handed, OpenTie, Rung, TieRule, adjusted, hand_out
from contest_app.scoring.official.order import Placed, in_order

DEGREES = [Rung("I", 1), Rung("II", 1), Rung("III", 1)]

points = st.lists(st.integers(0, 4), max_size=10)
ladders = st.lists(st.integers(0, 3), min_size=1, max_size=4).map(
    lambda places: [Rung(str(award), number) for award, number in enumerate(places)]
)


def placed(*scores: int) -> list[Placed[int]]:
    """Entries 0, 1, 2 … with so many points of ten."""
    return in_order({entry: OfficialScore(Fraction(score), Fraction(10)) for entry, score in enumerate(scores)})


def test_without_ties_the_best_get_the_degrees() -> None:
    assert hand_out(placed(7, 9, 5, 8), DEGREES) == Handed({"I": (1,), "II": (3,), "III": (0,)})


def test_a_tie_waits_for_the_jury_and_the_next_keep_their_places() -> None:
    found = hand_out(placed(9, 9, 7, 6), DEGREES)

    assert found == Handed({"I": (), "II": (), "III": (2,)}, (OpenTie((0, 1), 1, (("I", 1), ("II", 1))),))


def test_a_shared_award_uses_up_the_next_one() -> None:
    assert hand_out(placed(9, 9, 7, 6), DEGREES, TieRule.SHARE).by_entry == {0: "I", 1: "I", 2: "III"}


def test_an_enlarged_award_leaves_the_next_ones_whole() -> None:
    assert hand_out(placed(9, 9, 7, 6), DEGREES, TieRule.ENLARGE).by_entry == {0: "I", 1: "I", 2: "II", 3: "III"}


def test_a_tie_within_one_award_is_no_question() -> None:
    assert hand_out(placed(9, 8, 8, 7), [Rung("I", 1), Rung("II", 2)]).by_entry == {0: "I", 1: "II", 2: "II"}


def test_a_decision_of_the_jury_holds_for_the_entries_that_it_was_taken_on() -> None:
    decisions = {frozenset({0, 1}): TieRule.ENLARGE}

    decided = hand_out(placed(9, 9, 7), DEGREES, decisions=decisions)
    after_a_correction = hand_out(placed(9, 9, 9), DEGREES, decisions=decisions)

    assert decided.by_entry == {0: "I", 1: "I", 2: "II"}
    assert after_a_correction.open_ties == (OpenTie((0, 1, 2), 1, (("I", 1), ("II", 1), ("III", 1))),)


def test_a_place_left_empty_gives_the_best_the_next_degree_and_a_doubled_one_goes_twice() -> None:
    assert hand_out(placed(9, 8, 7), adjusted(DEGREES, {"I": 0, "II": 2})).by_entry == {0: "II", 1: "II", 2: "III"}


def test_a_degree_that_nobody_reaches_stays_empty() -> None:
    ladder = [Rung("I", 1, Fraction(9, 10)), Rung("II", 1, Fraction(7, 10)), Rung("III", 2, Fraction(1, 2))]

    found = hand_out(placed(8, 6, 4), ladder)

    assert found == Handed({"I": (), "II": (0,), "III": (1,)}, (), {"I": 1, "III": 1})


def test_everybody_above_a_threshold_gets_a_degree_without_a_number_of_places() -> None:
    ladder = [Rung("I", None, Fraction(9, 10)), Rung("II", None, Fraction(7, 10))]

    assert hand_out(placed(9, 9, 8, 8, 3), ladder).by_entry == {0: "I", 1: "I", 2: "II", 3: "II"}


@given(points, ladders, st.sampled_from(TieRule))
@settings(deadline=None)
def test_nobody_with_an_award_stands_below_one_without(scores: list[int], ladder: list[Rung], rule: TieRule) -> None:
    found = hand_out(placed(*scores), ladder, rule)
    order = [rung.award for rung in ladder] + [""]
    undecided = {entry for tie in found.open_ties for entry in tie.entries}

    got = [order.index(found.by_entry.get(each.key, "")) for each in placed(*scores) if each.key not in undecided]

    assert got == sorted(got)


@given(points, ladders)
@settings(deadline=None)
def test_until_the_jury_decides_no_award_goes_to_more_than_it_has_places(
    scores: list[int], ladder: list[Rung]
) -> None:
    found = hand_out(placed(*scores), ladder)

    used = {rung.award: len(found.awards[rung.award]) + found.empty.get(rung.award, 0) for rung in ladder}
    for tie in found.open_ties:
        for award, number in tie.at_stake:
            if award is not None:
                used[award] += number
        assert sum(number for _, number in tie.at_stake) == len(tie.entries)

    assert used == {rung.award: rung.places for rung in ladder}


@given(points, ladders)
@settings(deadline=None)
def test_sharing_is_what_the_order_of_a_contest_suggests(scores: list[int], ladder: list[Rung]) -> None:
    awards: list[dict[str, Any]] = [
        {"key": rung.award, "scope": "group", "places": rung.places} for rung in ladder if rung.places
    ]

    found = hand_out(placed(*scores), ladder, TieRule.SHARE)

    for each in placed(*scores):
        competitor = Competitor(uuid4(), "", "", "")
        standing = Standing(competitor, (), each.official.score, each.place, each.last_place)
        assert found.by_entry.get(each.key) == suggested_award(standing, awards)


@pytest.mark.parametrize("places", [{"IV": 1}, {"I": -1}])
def test_places_that_cannot_be_are_refused(places: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="cannot be given"):
        adjusted(DEGREES, places)


def test_an_award_twice_on_a_ladder_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        hand_out(placed(9), [Rung("I", 1), Rung("I", 1)])
