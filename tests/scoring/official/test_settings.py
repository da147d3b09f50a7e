"""Rules as settings name them."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from contest_app.contests.presets import award_settings, awarding_settings, formula_settings, read_presets
from contest_app.scoring.official.awarding import AwardingRules, Special
from contest_app.scoring.official.combining import Best
from contest_app.scoring.official.formulas import Criterion, MissingMark, OfficialFormula, Threshold
from contest_app.scoring.official.ladder import Rung, TieRule
from contest_app.scoring.official.order import ByCriterion
from contest_app.scoring.official.quota import REPUBLICAN, Quota, Rounding
from contest_app.scoring.official.settings import awarding_rules, exact_share, official_formula, tie_breaks

BANK = Path(__file__).parents[3] / "item_bank"
DEGREES = ("I", "1/5"), ("II", "3/10"), ("III", "50 %")


def test_a_formula_has_the_scales_of_the_rubric() -> None:
    rubric = [{"key": "idea", "weight": "0.1", "max": 5, "min": 1}]

    assert official_formula(rubric, {"kind": "best", "count": 2, "missing": "nought"}) == OfficialFormula(
        {"idea": Criterion(Fraction(1, 10), Fraction(5))}, Best(2), MissingMark.NOUGHT
    )


def test_a_quota_splits_the_winners_over_the_degrees() -> None:
    awards = [{"key": key, "scope": "group", "share": share} for key, share in DEGREES]

    assert awarding_rules(awards, {"share": "45 %"}).groups == REPUBLICAN
    assert awarding_rules(awards, {"share": "1/2", "rounding": "up", "least": "1/2"}).groups == Quota(
        Fraction(1, 2), REPUBLICAN.split, Rounding.UP, Fraction(1, 2)
    )


def test_a_contest_has_ladders_specials_and_thanks() -> None:
    awards: list[dict[str, Any]] = [
        {"key": "grand", "scope": "contest", "places": 1, "instead": True},
        {"key": "bank", "scope": "contest"},
        {"key": "I", "scope": "group", "places": 1, "least": "3/4"},
        {"key": "thanks", "scope": "everyone"},
        {"key": "letter to the supervisor", "scope": "supervisor"},
    ]

    assert awarding_rules(
        awards, ties="enlarge", thresholds=[{"share": "1/2", "criterion": "idea"}]
    ) == AwardingRules(
        (Rung("I", 1, Fraction(3, 4)),),
        (Special("grand", 1, instead=True), Special("bank", None)),
        "thanks",
        TieRule.ENLARGE,
        (Threshold(Fraction(1, 2), "idea"),),
    )


def test_every_preset_that_is_shipped_can_be_read() -> None:
    for preset in read_presets(BANK):
        awards, awarding = award_settings(preset), awarding_settings(preset)
        groups = awarding_rules(awards, awarding["quota"], thresholds=awarding["thresholds"]).groups
        named = list(groups.split) if isinstance(groups, Quota) else [rung.award for rung in groups]
        assert named == [award.key for award in preset.awards if award.scope == "group"]
        formula = official_formula(preset.rubric.model_dump()["criteria"], formula_settings(preset.formula))
        assert list(formula.criteria) == [criterion.key for criterion in preset.rubric.criteria]
        assert tie_breaks(awarding["tie_breaks"]) == [ByCriterion(key) for key in preset.formula.ties]


@pytest.mark.parametrize("content", ["150 %", "much", -1])
def test_what_is_no_share_is_refused(content: Any) -> None:
    with pytest.raises(ValueError, match=r"share|Fraction"):
        exact_share(content)


def test_a_number_with_a_point_would_not_be_exact_and_is_refused() -> None:
    with pytest.raises(TypeError, match="as a text"):
        exact_share(0.45)  # type: ignore[arg-type]


@pytest.mark.parametrize("content", ["vote", {"criterion": "idea", "more": 1}, {}])
def test_an_unknown_tie_break_is_refused(content: Any) -> None:
    with pytest.raises(ValueError, match="no such tie-break"):
        tie_breaks([content])


def test_two_awards_for_everyone_are_refused() -> None:
    with pytest.raises(ValueError, match="for everyone"):
        awarding_rules([{"key": key, "scope": "everyone"} for key in ("thanks", "certificate")])
