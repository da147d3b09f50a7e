from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_app.tasks.rules.facets import Aspect
from contest_app.tasks.rules.idea_map import MapGroup, MapIdea
from contest_app.tasks.rules.intervals import Interval
from contest_app.tasks.rules.items import Listed
from contest_app.tasks.rules.lessons import (
    LESSON_MINUTES,
    Focus,
    Ladder,
    Step,
    Why,
    focus,
    ladder,
    next_items,
    timing,
)

ITEM = Listed(
    slug="a", kind="uses", domain="written", facet="improve", grades=[7], seconds=300,
    title={}, named={}, opening={}, programmes=[],
)  # fmt: skip
KINDS = {"uses", "causes"}


def group(name: str, pupils: int) -> MapGroup:
    return MapGroup(name, "plain", (MapIdea(1, name, pupils, None),), pupils)


def test_lesson_is_for_the_facet_in_which_the_class_is_surely_lower() -> None:
    low = Aspect("creative", 1, 20, Interval(40, 37, 43, 20))

    assert focus([Aspect("diverse", 1, 20, Interval(55, 52, 58, 20)), low]) == Focus("creative", Why.WEAKEST)


def test_where_nothing_stands_out_the_lesson_is_for_what_was_not_asked_and_then_for_improving() -> None:
    asked = [Aspect(name, 1, 20, Interval(50, 45, 55, 20)) for name in ("diverse", "creative", "improve")]

    assert focus([asked[0], replace(asked[1], tasks=0, place=None), asked[2]]) == Focus("creative", Why.NOT_TRIED)
    assert focus(asked) == Focus("improve", Why.NEXT)


def test_next_items_are_of_the_facet_and_grade_not_used_and_each_of_another_kind() -> None:
    bank = [
        replace(ITEM, slug="used"),
        replace(ITEM, slug="younger", grades=[3]),
        replace(ITEM, slug="other-facet", facet="diverse"),
        replace(ITEM, slug="drawn", kind="drawing"),
        replace(ITEM, slug="wide", grades=[5, 6, 7, 8], kind="causes"),
        replace(ITEM, slug="second", grades=[7, 8]),
        ITEM,
    ]

    assert [item.slug for item in next_items(bank, "improve", 7, used={"used"}, kinds=KINDS)] == ["a", "wide"]
    assert next_items(bank, "improve", 11, used=set(), kinds=KINDS) == ()


def test_ladder_starts_from_what_several_pupils_thought_of() -> None:
    groups = [group("slippers", 5), group("rug", 3), group("seat", 2), group("hat", 2), group("boat", 1)]

    assert ladder(groups, 11) == Ladder((("slippers", 5), ("rug", 3), ("seat", 2)), 11)
    assert ladder([group("boat", 1)], 11) is None


@given(st.integers(60, 900), st.booleans())
def test_parts_fill_one_lesson(seconds: int, has_ladder: bool) -> None:
    parts = timing(seconds, has_ladder=has_ladder)

    assert sum(part.minutes for part in parts) == LESSON_MINUTES
    assert all(part.minutes > 0 for part in parts)


@pytest.mark.parametrize(("seconds", "climbs"), [(300, True), (720, True), (900, False)])
def test_long_task_leaves_the_ladder_to_another_lesson(seconds: int, climbs: bool) -> None:
    assert (Step.LADDER in [part.step for part in timing(seconds, has_ladder=True)]) is climbs
