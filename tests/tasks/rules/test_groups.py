from __future__ import annotations

from uuid import UUID

import pytest

from contest_app.tasks.rules.groups import (
    Chosen,
    Group,
    GroupsChanged,
    Member,
    Merge,
    NothingLeftBehind,
    Rename,
    SameGroup,
    Split,
    groups,
)


def member(number: int, text: str, category: int) -> Member:
    return Member(UUID(int=number), UUID(int=number), text, category)


RUG, MAT, RUG_AGAIN, VASE = member(1, "rug", 0), member(2, "mat", 0), member(3, "rug", 0), member(4, "vase", 2)
CLASS = [RUG, MAT, RUG_AGAIN, VASE]


def test_groups_are_offered_with_their_names_and_different_wordings() -> None:
    assert groups(CLASS, {0: "floor"}) == (Group(0, "floor", ("rug", "mat")), Group(2, "vase", ("vase",)))


def test_two_groups_are_merged_with_all_their_ideas() -> None:
    assert Merge(2, 0).chosen(CLASS) == Chosen((RUG, MAT, RUG_AGAIN, VASE))


def test_words_leave_their_group_whoever_wrote_them() -> None:
    assert Split("rug").chosen(CLASS) == Chosen((RUG, RUG_AGAIN), (MAT,))


def test_name_is_given_to_every_idea_of_the_group() -> None:
    assert Rename(0, "on the floor").chosen(CLASS) == Chosen((RUG, MAT, RUG_AGAIN))


def test_group_is_not_merged_with_itself() -> None:
    with pytest.raises(SameGroup):
        Merge(0, 0).chosen(CLASS)


def test_words_that_stand_alone_have_nothing_to_leave() -> None:
    with pytest.raises(NothingLeftBehind):
        Split("vase").chosen(CLASS)


@pytest.mark.parametrize("wish", [Merge(0, 1), Split("lamp"), Rename(1, "light")])
def test_what_is_not_there_any_more_is_refused(wish: Merge | Split | Rename) -> None:
    with pytest.raises(GroupsChanged):
        wish.chosen(CLASS)
