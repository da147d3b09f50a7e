"""The awards of a whole contest: fixed places, quotas, the jury's own choices."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contest_app.scoring.official.awarding import (
    AwardingRules,
    ChoiceRefused,
    Decisions,
    Special,
    best_of_all,
    give_awards,
)
from contest_app.scoring.official.formulas import OfficialScore, Part, Threshold
from contest_app.scoring.official.ladder import OpenTie, Rung, TieRule
from contest_app.scoring.official.order import Placed, in_order
from contest_app.scoring.official.quota import REPUBLICAN, Quota, Rounding

RULES = AwardingRules(
    [Rung("I", 1), Rung("II", 1)], (Special("grand prix", instead=True), Special("bank", places=2)), everyone="thanks"
)


def group(**scores: int | None) -> Sequence[Placed[str]]:
    return in_order(
        {
            key: OfficialScore(None, None) if score is None else OfficialScore(Fraction(score), Fraction(30))
            for key, score in scores.items()
        }
    )


GROUPS: Mapping[str, Sequence[Placed[str]]] = {"young": group(a=20, b=25, c=15), "old": group(d=29, e=28, f=None)}


def test_each_group_gets_its_places_and_the_others_what_everybody_gets() -> None:
    found = give_awards(GROUPS, RULES)

    assert found.awards == {"b": ("I",), "a": ("II",), "c": ("thanks",), "d": ("I",), "e": ("II",), "f": ("thanks",)}
    assert found.is_final


def test_the_grand_prix_leaves_its_place_to_the_next_and_a_partners_prize_does_not() -> None:
    chosen = {"grand prix": ["d"], "bank": ["b", "f"]}

    found = give_awards(GROUPS, RULES, Decisions(chosen=chosen))

    assert found.awards == {
        "b": ("bank", "I"),
        "a": ("II",),
        "c": ("thanks",),
        "d": ("grand prix",),
        "e": ("I",),
        "f": ("bank", "thanks"),
    }
    assert found.groups["old"].empty == {"II": 1}


def test_the_jury_leaves_a_place_empty_in_one_group_alone() -> None:
    found = give_awards(GROUPS, RULES, Decisions(places={"young": {"I": 0}}))

    assert (found.awards["b"], found.awards["a"], found.awards["d"]) == (("II",), ("thanks",), ("I",))


def test_who_misses_a_threshold_of_a_criterion_is_passed_over() -> None:
    def entry(idea: int, form: int) -> OfficialScore:
        parts = {"idea": Part(Fraction(idea), Fraction(10)), "form": Part(Fraction(form), Fraction(10))}
        return OfficialScore(Fraction(idea + form), Fraction(20), criteria=parts)

    placed = in_order({"dull": entry(4, 10), "bold": entry(9, 4), "plain": entry(6, 6)})
    rules = AwardingRules([Rung("I", 1), Rung("II", 1)], thresholds=[Threshold(Fraction(1, 2), "idea")])

    assert give_awards({"group": placed}, rules).awards == {"dull": (), "bold": ("I",), "plain": ("II",)}


@pytest.mark.parametrize(
    ("ladder", "promoted"),
    [
        ([Rung("next stage", 2)], ("a", "b")),
        ([Rung("next stage", None, Fraction(1, 2))], ("a", "b", "c")),
        (Quota(Fraction(1, 4), {"next stage": Fraction(1)}), ("a",)),
    ],
)
def test_promotion_by_place_by_threshold_and_by_percent_is_a_ladder_of_one_rung(
    ladder: Sequence[Rung] | Quota, promoted: tuple[str, ...]
) -> None:
    district = group(a=30, b=20, c=15, d=14)

    assert give_awards({"district": district}, AwardingRules(ladder)).groups["district"].awards == {
        "next stage": promoted
    }


def test_who_is_best_of_all_is_told_with_all_equals() -> None:
    assert best_of_all(GROUPS) == ("d",)
    assert best_of_all({"young": group(a=3), "old": group(b=3)}) == ("a", "b")
    assert best_of_all({"young": group(a=None)}) == ()


@pytest.mark.parametrize(
    ("chosen", "reason"),
    [
        ({"grand prix": ["a", "b"]}, "more than there are"),
        ({"bank": ["a", "a"]}, "an entry chosen twice"),
        ({"bank": ["stranger"]}, "no such entry"),
        ({"I": ["a"]}, "no such award"),
    ],
)
def test_a_choice_outside_the_rules_is_refused(chosen: dict[str, list[str]], reason: str) -> None:
    with pytest.raises(ChoiceRefused) as refusal:
        give_awards(GROUPS, RULES, Decisions(chosen=chosen))

    assert refusal.value.reason == reason


def test_the_republican_quota_of_twenty_one() -> None:
    section = group(**{f"entry{number:02}": 30 - number for number in range(21)})

    found = give_awards({"section": section}, AwardingRules(REPUBLICAN)).groups["section"]

    assert {award: len(entries) for award, entries in found.awards.items()} == {"I": 2, "II": 3, "III": 4}


def test_a_tie_at_the_boundary_of_a_quota_is_listed_and_the_jury_enlarges_the_list() -> None:
    section = group(a=9, b=8, c=7, d=7, e=1)
    enlarge: Decisions[str, str] = Decisions(ties={frozenset("cd"): TieRule.ENLARGE})
    rules = AwardingRules(Quota(Fraction(3, 5), {"I": Fraction(1, 3), "II": Fraction(2, 3)}))

    open_, enlarged = (give_awards({"s": section}, rules, decisions).groups["s"] for decisions in (None, enlarge))

    assert open_.open_ties == (OpenTie(("c", "d"), 3, (("II", 1), (None, 1))),)
    assert enlarged.by_entry == {"a": "I", "b": "II", "c": "II", "d": "II"}


@given(st.integers(0, 300), st.sampled_from(Rounding))
@settings(deadline=None)
def test_a_quota_gives_no_more_winners_than_there_are(participants: int, rounding: Rounding) -> None:
    quota = Quota(REPUBLICAN.share, REPUBLICAN.split, rounding)

    ladder = quota.ladder(participants)

    assert sum(rung.places or 0 for rung in ladder) == quota.winners(participants) <= participants
    assert abs(quota.winners(participants) - REPUBLICAN.share * participants) < 1
    assert [rung.award for rung in ladder] == ["I", "II", "III"]


@pytest.mark.parametrize(
    ("share", "split"), [(Fraction(3, 2), {"I": Fraction(1)}), (Fraction(1, 2), {"I": Fraction(1, 2)})]
)
def test_a_quota_that_cannot_be_is_refused(share: Fraction, split: dict[str, Fraction]) -> None:
    with pytest.raises(ValueError, match=r"share|sum to one"):
        Quota(share, split)
