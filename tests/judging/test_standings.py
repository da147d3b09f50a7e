from __future__ import annotations

from fractions import Fraction
from random import Random
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from judging.judging_factories import AWARDS, RUBRIC, a_sheet

from contest_app.judging.rules import GENERAL, Given, Rubric
from contest_app.judging.standings import (
    Competitor,
    Standing,
    SubmittedSheet,
    splits_jury,
    spread,
    standings,
    suggested_award,
)
from contest_app.scoring.official.combining import Combination, Mean, Sum, TrimmedMean

RUBRIC_VALUE = Rubric.from_content(RUBRIC)
GROUP = ("crafts", "grades-5-7")
MEAN = Mean()


def competitor(number: int, nomination: str = "crafts") -> Competitor:
    return Competitor(UUID(int=number), f"K{number}", nomination, "grades-5-7")


def sheet(number: int, judge: int, idea: int, value: int) -> SubmittedSheet:
    return SubmittedSheet(UUID(int=number), UUID(int=100 + judge), a_sheet(idea, value))


def ranked(sheets: list[SubmittedSheet], count: int = 3, formula: Combination = MEAN) -> list[Standing]:
    return standings([competitor(n) for n in range(1, count + 1)], sheets, RUBRIC_VALUE, formula)[GROUP]


def test_the_official_score_is_the_mean_of_those_who_marked_with_weights_exact() -> None:
    rows = ranked([sheet(1, 1, 4, 3), sheet(1, 2, 5, 5), sheet(2, 1, 5, 5)], count=2)

    assert [(row.competitor.code, row.score) for row in rows] == [("K2", Fraction(25, 2)), ("K1", Fraction(43, 4))]


def test_by_the_sum_more_judges_give_more() -> None:
    rows = ranked([sheet(1, 1, 4, 3), sheet(1, 2, 5, 5), sheet(2, 1, 5, 5)], count=2, formula=Sum())

    assert [(row.competitor.code, row.score) for row in rows] == [("K1", Fraction(43, 2)), ("K2", Fraction(25, 2))]


def test_a_trimmed_mean_leaves_the_strictest_and_the_mildest_judge_out() -> None:
    sheets = [sheet(1, judge, mark, mark) for judge, mark in enumerate([0, 3, 4, 5])]

    [row] = ranked(sheets, count=1, formula=TrimmedMean())

    assert row.score == Fraction(3 + 4, 2) * Fraction(5, 2)


def test_equal_scores_share_their_places_and_the_next_place_is_left_out() -> None:
    # 1.5·4 + 3 = 1.5·2 + 6 is impossible on this scale, so the tie is made of different sheets with one mean.
    rows = ranked([sheet(1, 1, 4, 4), sheet(2, 1, 4, 3), sheet(2, 2, 4, 5), sheet(3, 1, 1, 1)])

    assert [(row.competitor.code, row.places) for row in rows] == [("K1", "1–2"), ("K2", "1–2"), ("K3", "3")]
    assert [row.is_tied for row in rows] == [True, True, False]


def test_an_entry_that_nobody_marked_has_no_score_and_stands_last() -> None:
    rows = ranked([sheet(2, 1, 0, 0)], count=2)

    assert [(row.competitor.code, row.score, row.places) for row in rows] == [("K2", 0, "1"), ("K1", None, "")]


def test_entries_of_other_nominations_do_not_compete() -> None:
    found = standings(
        [competitor(1), competitor(2, "games")], [sheet(1, 1, 1, 1), sheet(2, 1, 5, 5)], RUBRIC_VALUE, Mean()
    )

    assert [rows[0].places for rows in found.values()] == ["1", "1"]


def test_words_about_the_whole_entry_change_no_total() -> None:
    with_words = SubmittedSheet(UUID(int=1), UUID(int=9), {**a_sheet(2, 2), GENERAL: Given(None, "Good.")})

    assert ranked([with_words], count=1)[0].score == 5


def test_a_tie_at_the_boundary_brings_both_the_better_award_and_leaves_the_next_out() -> None:
    rows = ranked([sheet(1, 1, 4, 4), sheet(2, 1, 4, 4), sheet(3, 1, 1, 1)])

    assert [suggested_award(row, AWARDS) for row in rows] == ["diploma_1", "diploma_1", None]


def test_who_has_no_score_gets_no_award() -> None:
    assert suggested_award(ranked([], count=1)[0], AWARDS) is None


def test_an_entry_splits_the_jury_when_its_sheets_lie_a_third_of_the_scale_apart() -> None:
    split, agreed, _ = ranked([sheet(1, 1, 5, 5), sheet(1, 2, 1, 1), sheet(2, 1, 2, 2), sheet(2, 2, 3, 2)])

    assert (spread(split, RUBRIC_VALUE), splits_jury(split, RUBRIC_VALUE)) == (Fraction(4, 5), True)
    assert splits_jury(agreed, RUBRIC_VALUE) is False


Marks = list[tuple[int, int, int, int]]
MARKS = st.lists(
    st.tuples(st.integers(1, 4), st.integers(1, 3), st.integers(0, 5), st.integers(0, 5)),
    unique_by=lambda row: row[:2],
)


@given(MARKS, st.randoms(use_true_random=False))
def test_the_order_in_which_sheets_arrive_changes_no_place(marks: Marks, random: Random) -> None:
    sheets = [sheet(*row) for row in marks]
    shuffled = list(sheets)
    random.shuffle(shuffled)

    assert ranked(shuffled, count=4) == ranked(sheets, count=4)


@given(MARKS)
def test_a_higher_score_never_stands_behind_a_lower_one(marks: Marks) -> None:
    rows = ranked([sheet(*each) for each in marks], count=4)
    scores = [row.score for row in rows if row.score is not None]

    assert scores == sorted(scores, reverse=True)
    assert all((a.score == b.score) == (a.place == b.place) for a in rows for b in rows)
