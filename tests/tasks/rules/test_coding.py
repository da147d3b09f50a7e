"""Codes in the manner of PISA, from what a run found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_app.tasks.rules.coding import Asked, Found, code_of

THEMES = {"hat": "a hat", "boat": "a boat"}
DIVERSE = Asked("diverse", 3, THEMES)
CREATIVE = Asked("creative", 0, THEMES)
ideas = st.lists(st.builds(Found, st.none() | st.integers(0, 5), st.sampled_from([None, *THEMES])), max_size=6)


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        ([1, 2, 3], (2, "diverse.full")),
        ([1, 2, 1], (1, "diverse.some")),
        ([1, 1, 1], (0, "diverse.alike")),
        ([1, None, None], (0, "diverse.unfit")),
        ([], (0, "diverse.unfit")),
    ],
)
def test_an_item_for_many_ideas_goes_by_their_groups(groups: list[int | None], expected: tuple[int, str]) -> None:
    found = [Found(group) for group in groups]

    code = code_of(DIVERSE, found)

    assert code is not None
    assert (code.credit, code.reason) == expected


@pytest.mark.parametrize(
    ("facet", "found", "expected"),
    [
        ("creative", [Found(1, "hat"), Found(2)], (2, "creative.full")),
        ("creative", [Found(1, "hat"), Found(None)], (1, "creative.conventional")),
        ("improve", [Found(1, "boat")], (1, "improve.conventional")),
        ("improve", [Found(None)], (0, "improve.unfit")),
        ("creative", [], (0, "creative.unfit")),
    ],
)
def test_an_item_for_one_idea_goes_by_the_best(facet: str, found: list[Found], expected: tuple[int, str]) -> None:
    code = code_of(Asked(facet, 0, THEMES), found)

    assert code is not None
    assert (code.credit, code.reason) == expected


@pytest.mark.parametrize(
    "asked", [Asked("diverse", 0, THEMES), Asked("diverse", 1, THEMES), Asked("creative", 3, {})]
)
def test_an_item_that_asks_for_no_number_and_lists_no_themes_has_no_code(asked: Asked) -> None:
    assert code_of(asked, [Found(1)]) is None


@given(ideas, st.sampled_from([DIVERSE, CREATIVE]), st.randoms(use_true_random=False))
def test_the_order_of_ideas_changes_no_code(found: list[Found], asked: Asked, random: object) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a Random

    one, other = code_of(asked, found), code_of(asked, shuffled)

    assert one is not None
    assert other is not None
    assert (one.credit, one.reason) == (other.credit, other.reason)


@given(ideas, st.sampled_from([DIVERSE, CREATIVE]))
def test_an_idea_more_never_lowers_a_code(found: list[Found], asked: Asked) -> None:
    before, after = code_of(asked, found), code_of(asked, [*found, Found(9)])

    assert before is not None
    assert after is not None
    assert after.credit >= before.credit
