"""Official scores by the rules of a contest."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contest_app.scoring.official.combining import Best, Combination, Mean, Sum, TrimmedMean, combination
from contest_app.scoring.official.formulas import (
    Criterion,
    Fate,
    JudgeTotal,
    MissingMark,
    OfficialFormula,
    OfficialScore,
    Part,
    Threshold,
    fewer_judges,
)
from contest_app.scoring.ranking import CriteriaMismatch, Formula

RUBRIC = {"idea": Criterion(Fraction(3, 2), 5), "value": Criterion(1, 5)}
WAYS: list[Combination] = [Sum(), Mean(), TrimmedMean(), Best(2), Best(2, Formula.MEAN)]

numbers = st.lists(st.fractions(0, 20, max_denominator=6), min_size=1, max_size=8)
marks = st.fixed_dictionaries({"idea": st.integers(0, 5), "value": st.integers(0, 5)})
gapped = st.fixed_dictionaries({key: st.none() | st.integers(0, 5) for key in RUBRIC})
juries = st.dictionaries(st.sampled_from("ABCDEFG"), marks, min_size=1)


@pytest.mark.parametrize(
    ("way", "value"), [(WAYS[0], 26), (WAYS[1], Fraction(13, 2)), (WAYS[2], Fraction(15, 2)), (WAYS[3], 17)]
)
def test_four_totals_become_one(way: Combination, value: Fraction) -> None:
    assert way.combine([Fraction(n) for n in (9, 2, 7, 8)]).value == value


@given(numbers, st.sampled_from(WAYS))
@settings(deadline=None)
def test_each_number_is_counted_or_set_aside_once(given_numbers: list[Fraction], way: Combination) -> None:
    found = way.combine(given_numbers)

    assert sorted(found.counted + found.too_high + found.too_low) == list(range(len(given_numbers)))


@given(numbers, st.sampled_from(WAYS), st.randoms())
@settings(deadline=None)
def test_the_order_of_judges_changes_no_score(
    given_numbers: list[Fraction], way: Combination, random: object
) -> None:
    shuffled = sorted(given_numbers, key=lambda _: random.random())  # type: ignore[attr-defined]

    assert way.combine(shuffled).value == way.combine(given_numbers).value


@given(numbers, st.sampled_from(WAYS), st.integers(0, 7), st.fractions(0, 5))
@settings(deadline=None)
def test_a_higher_mark_never_lowers_a_score(
    given_numbers: list[Fraction], way: Combination, place: int, more: Fraction
) -> None:
    raised = list(given_numbers)
    raised[place % len(raised)] += more

    before, after = way.combine(given_numbers).value, way.combine(raised).value

    assert before is not None
    assert after is not None
    assert after >= before


def test_one_unfair_judge_cannot_move_a_trimmed_mean_beyond_the_others() -> None:
    assert TrimmedMean().combine([Fraction(n) for n in (0, 8, 9, 10)]).value == Fraction(17, 2)


def test_two_judges_are_too_few_to_trim() -> None:
    found = TrimmedMean().combine([Fraction(2), Fraction(9)])

    assert (found.value, found.counted, found.too_high) == (Fraction(11, 2), (0, 1), ())


@pytest.mark.parametrize("way", WAYS)
def test_nobody_gives_no_score(way: Combination) -> None:
    assert way.combine([]).value is None


@pytest.mark.parametrize(
    ("content", "way"),
    [
        ("mean", Mean()),
        ({"kind": "trimmed_mean", "drop": 2}, TrimmedMean(2)),
        ({"kind": "best", "count": 3, "together": "mean"}, Best(3, Formula.MEAN)),
    ],
)
def test_settings_name_a_way(content: str, way: Combination) -> None:
    assert combination(content) == way


@pytest.mark.parametrize("content", ["median", {}, {"kind": "best", "count": 0}, {"kind": "trimmed_mean", "drop": 0}])
def test_settings_that_name_no_way_are_refused(content: str) -> None:
    with pytest.raises(ValueError, match=r"formula|at least one"):
        combination(content)


def test_a_protocol_can_tell_what_became_of_each_total() -> None:
    sheets = {"Dana": {"idea": 4, "value": 3}, "Aigul": {"idea": 5, "value": 5}, "Berik": {"idea": 1, "value": 0}}

    found = OfficialFormula(RUBRIC, TrimmedMean()).score(sheets)

    assert found == OfficialScore(
        score=Fraction(9),
        highest=Fraction(25, 2),
        totals=(
            JudgeTotal("Aigul", Fraction(25, 2), Fate.TOO_HIGH),
            JudgeTotal("Berik", Fraction(3, 2), Fate.TOO_LOW),
            JudgeTotal("Dana", Fraction(9), Fate.COUNTED),
        ),
        criteria={"idea": Part(Fraction(6), Fraction(15, 2)), "value": Part(Fraction(3), Fraction(5))},
        top_marks=0,
    )


GAP: dict[str, dict[str, int | None]] = {
    "Aigul": {"idea": 4, "value": 5},
    "Berik": {"idea": 2, "value": None},
    "Dana": {"idea": None},
}


@pytest.mark.parametrize(
    ("missing", "score", "fates"),
    [
        (MissingMark.SHEET_OUT, Fraction(11), [Fate.COUNTED, Fate.NOT_WHOLE, Fate.NOT_WHOLE]),
        (MissingMark.NOUGHT, Fraction(7), [Fate.COUNTED, Fate.COUNTED, Fate.NOT_WHOLE]),
        (MissingMark.BY_CRITERION, Fraction(19, 2), [Fate.COUNTED, Fate.COUNTED, Fate.NOT_WHOLE]),
    ],
)
def test_a_missing_mark_is_dealt_with_by_the_rule(missing: MissingMark, score: Fraction, fates: list[Fate]) -> None:
    found = OfficialFormula(RUBRIC, missing=missing).score(GAP)

    assert (found.score, [total.fate for total in found.totals]) == (score, fates)


@pytest.mark.parametrize("missing", MissingMark)
def test_an_entry_that_nobody_marked_has_no_score(missing: MissingMark) -> None:
    formula = OfficialFormula(RUBRIC, missing=missing)

    assert formula.score({"Aigul": {"idea": None}}).score is None
    assert formula.score({}).share is None


@given(st.dictionaries(st.sampled_from("ABCDE"), gapped), st.sampled_from(WAYS), st.sampled_from(MissingMark))
@settings(deadline=None)
def test_the_parts_of_the_criteria_add_up_to_the_score(
    sheets: dict[str, dict[str, int | None]], way: Combination, missing: MissingMark
) -> None:
    found = OfficialFormula(RUBRIC, way, missing).score(sheets)

    assert sum(part.score for part in found.criteria.values()) == (found.score or 0)
    assert sum(part.highest for part in found.criteria.values()) == (found.highest or 0)


@given(juries, st.sampled_from(WAYS))
@settings(deadline=None)
def test_without_gaps_the_rules_for_gaps_agree(sheets: dict[str, dict[str, int]], way: Combination) -> None:
    scores = {
        OfficialFormula(RUBRIC, way, missing).score(sheets).score
        for missing in (MissingMark.SHEET_OUT, MissingMark.NOUGHT)
    }

    assert len(scores) == 1


@given(juries, st.sampled_from(WAYS), st.sampled_from(MissingMark))
@settings(deadline=None)
def test_a_score_is_a_share_of_what_was_to_be_had(
    sheets: dict[str, dict[str, int]], way: Combination, missing: MissingMark
) -> None:
    share = OfficialFormula(RUBRIC, way, missing).score(sheets).share

    assert share is not None
    assert 0 <= share <= 1


def test_a_mark_for_an_unknown_criterion_is_refused() -> None:
    with pytest.raises(CriteriaMismatch):
        OfficialFormula(RUBRIC).score({"Aigul": {"idea": 1, "value": 2, "courage": 3}})


def test_not_under_half_lets_half_itself_pass() -> None:
    formula = OfficialFormula({"idea": Criterion(1, 4), "value": Criterion(1, 4)})
    half = formula.score({"Aigul": {"idea": 4, "value": 0}})

    assert Threshold(Fraction(1, 2)).is_met(half)
    assert not Threshold(Fraction(501, 1000)).is_met(half)
    assert not Threshold(Fraction(1, 2), criterion="value").is_met(half)
    assert not Threshold(Fraction(0)).is_met(formula.score({}))


def test_entries_with_fewer_judges_are_told() -> None:
    formula = OfficialFormula(RUBRIC, Sum())
    sheet = {"idea": 5, "value": 5}

    assert fewer_judges(
        {
            "three": formula.score({"A": sheet, "B": sheet, "C": sheet}),
            "two": formula.score({"A": sheet, "B": sheet}),
            "none": formula.score({}),
        }
    ) == {"two": 2, "none": 0}
