"""Places, and what decided them."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from contest_app.scoring.official.formulas import Criterion, OfficialFormula, OfficialScore, Part
from contest_app.scoring.official.order import ByCriterion, ByTopMarks, ByVotes, Placed, TieBreak, groups_of, in_order
from contest_app.scoring.ranking import competition_ranks

FORMULA = OfficialFormula({"idea": Criterion(1, 5), "value": Criterion(1, 5)})


def scored(score: int | None, idea: int = 0, top_marks: int = 0) -> OfficialScore:
    if score is None:
        return OfficialScore(None, None)
    part = Part(Fraction(idea), Fraction(5))
    return OfficialScore(Fraction(score), Fraction(10), criteria={"idea": part}, top_marks=top_marks)


entries = st.dictionaries(
    st.integers(0, 30),
    st.builds(scored, st.none() | st.integers(0, 3), idea=st.integers(0, 2), top_marks=st.integers(0, 2)),
    max_size=12,
)
BREAKS: list[TieBreak] = [ByCriterion("idea"), ByTopMarks()]


def test_tie_breaks_are_asked_one_after_the_other() -> None:
    scores = {"a": scored(9, 3, 1), "b": scored(9, 4), "c": scored(9, 3, 2), "d": scored(8, 5, 5)}

    placed = in_order(scores, BREAKS)

    assert [(each.key, each.place, each.decided_by) for each in placed] == [
        ("b", 1, BREAKS[0]),
        ("c", 2, BREAKS[1]),
        ("a", 3, BREAKS[1]),
        ("d", 4, None),
    ]


def test_equals_in_everything_are_left_to_the_jury_and_its_vote_decides() -> None:
    scores = {"a": scored(9), "b": scored(9), "c": scored(7)}

    tied, voted = in_order(scores, BREAKS), in_order(scores, [*BREAKS, ByVotes({"b": 4, "a": 3})])

    assert [(each.place, each.last_place, each.is_tied) for each in tied] == [
        (1, 2, True),
        (1, 2, True),
        (3, 3, False),
    ]
    assert [each.key for each in voted] == ["b", "a", "c"]


def test_the_more_highest_marks_go_first_among_equal_totals() -> None:
    one = FORMULA.score({"A": {"idea": 5, "value": 1}, "B": {"idea": 3, "value": 3}})
    other = FORMULA.score({"A": {"idea": 3, "value": 3}, "B": {"idea": 3, "value": 3}})

    assert [each.key for each in in_order({"even": other, "bold": one}, [ByTopMarks()])] == ["bold", "even"]


@given(entries)
@settings(deadline=None)
def test_without_tie_breaks_places_are_those_of_the_scores(scores: dict[int, OfficialScore]) -> None:
    known = {key: each.score for key, each in scores.items() if each.score is not None}

    places = {each.key: each.place for each in in_order(scores)}

    assert places == dict.fromkeys(scores) | competition_ranks(known)


@given(entries)
@settings(deadline=None)
def test_a_tie_break_moves_nobody_past_another_score(scores: dict[int, OfficialScore]) -> None:
    places: dict[int, Placed[int]] = {each.key: each for each in in_order(scores, BREAKS)}

    for plain in in_order(scores):
        if plain.place is not None and plain.last_place is not None:
            assert plain.place <= (places[plain.key].place or 0) <= plain.last_place


@given(entries)
@settings(deadline=None)
def test_every_place_is_taken_by_as_many_as_share_it(scores: dict[int, OfficialScore]) -> None:
    placed = in_order(scores, BREAKS)

    for group in groups_of(placed):
        assert {(each.place, each.last_place) for each in group} == {
            (group[0].place, (group[0].place or 0) + len(group) - 1)
        }
