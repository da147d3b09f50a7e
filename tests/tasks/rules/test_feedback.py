from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_app.scoring.gate import BLOCKING
from contest_app.tasks.rules.feedback import (
    REASONS,
    Advice,
    Group,
    Note,
    Praise,
    ScoredIdea,
    Uncounted,
    feedback,
    is_unusual,
    is_worrying,
)

POOL = 24


def idea(text: str, **facts: object) -> ScoredIdea:
    usual = {"is_valid": True, "flags": (), "cluster": hash(text), "category": 0, "people": 8, "rarity": 1.5}
    return ScoredIdea(**({"text": text, "elaboration": 0.0} | usual | facts))  # type: ignore[arg-type]


def test_ideas_that_mean_the_same_count_once_and_say_with_which() -> None:
    told = feedback([idea("rug", cluster=1), idea("vase", cluster=2), idea("a small rug", cluster=1)], [], {}, POOL)

    assert told.counted == 2
    assert [(line.idea.text, line.same_as) for line in told.lines] == [
        ("rug", None), ("vase", None), ("a small rug", "rug"),
    ]  # fmt: skip


def test_groups_come_in_the_pupils_order_and_may_have_no_name() -> None:
    told = feedback([idea("a", category=5), idea("b", category=2), idea("c", category=5)], [], {2: "warmth"}, POOL)

    assert told.groups == (Group(None, ("a", "c")), Group("warmth", ("b",)))


def test_uncounted_ideas_have_a_reason_and_late_ones_are_told() -> None:
    ideas = [
        idea("asdf", is_valid=False, flags=("mash",)),
        idea("rug", is_valid=False, flags=("profanity", "duplicate")),
        idea("?", is_valid=False, flags=("new_flag",)),
    ]

    told = feedback(ideas, [Uncounted("too late", "late")], {}, POOL)

    assert told.counted == 0
    assert told.uncounted == (
        Uncounted("asdf", "mash"),
        Uncounted("rug", "duplicate"),
        Uncounted("?", "unclear"),
        Uncounted("too late", "late"),
    )


def test_every_flag_that_blocks_has_a_reason_for_the_pupil() -> None:
    assert set(REASONS) >= BLOCKING


def test_worrying_words_that_count_are_listed_as_they_stand_and_nothing_is_said_of_them() -> None:
    told = feedback([idea("a pillow fight with my brother", flags=("distress",), rarity=9.0)], [], {}, POOL)

    [line] = told.lines
    assert (told.counted, told.needs_care) == (1, True)
    assert (line.is_plain, line.is_unusual) == (True, False)
    assert "pillow" not in repr((told.praise, told.advice))


def test_sign_of_distress_is_met_with_care_and_listed_nowhere() -> None:
    told = feedback([idea("I want to die", is_valid=False, flags=("distress",)), idea("rug")], [], {}, POOL)

    assert told.needs_care
    assert "I want to die" not in repr((told.lines, told.groups, told.uncounted, told.praise, told.advice))


@pytest.mark.parametrize(
    ("people", "pool", "expected"), [(1, 10, True), (2, 10, False), (1, 1, False), (2, 40, True), (3, 40, False)]
)
def test_unusual_is_what_hardly_anybody_of_enough_people_had(people: int, pool: int, expected: bool) -> None:
    assert is_unusual(people, pool) is expected


def test_rarest_idea_is_quoted_and_that_it_came_late_is_told() -> None:
    common = [idea(name) for name in "abc"]
    rare = idea("a hat for a cactus", people=1, rarity=4.0)

    assert feedback([*common, rare], [], {}, POOL).praise[0] == Note(
        Praise.UNUSUAL_LATE, 4, "a hat for a cactus", people=1
    )
    assert feedback([rare, *common], [], {}, POOL).praise[0] == Note(
        Praise.UNUSUAL, 1, "a hat for a cactus", people=1
    )


def test_moving_between_groups_is_praised_with_its_number() -> None:
    told = feedback([idea(name, category=place % 3) for place, name in enumerate("abcdef")], [], {}, POOL)

    assert Note(Praise.MOVED_ON, 5) in told.praise


def test_empty_answer_gets_a_first_step_and_no_praise() -> None:
    told = feedback([], [], {}, 0)

    assert (told.counted, told.praise, told.advice) == (0, (), (Note(Advice.BEGIN),))


def test_ideas_in_one_group_get_the_advice_to_leave_it_by_its_name() -> None:
    told = feedback([idea(name, category=1) for name in "abcde"], [], {1: "warmth"}, POOL)

    assert told.advice[0] == Note(Advice.OTHER_GROUP, 5, "warmth")


ideas = st.builds(
    ScoredIdea,
    text=st.text(min_size=1, max_size=9),
    is_valid=st.booleans(),
    flags=st.lists(st.sampled_from(["mash", "distress", "duplicate", "profanity"]), max_size=2),
    cluster=st.integers(0, 5),
    category=st.integers(0, 3),
    people=st.integers(1, 30),
    rarity=st.floats(0.01, 8),
    elaboration=st.integers(0, 12).map(float),
)


def first_of_each(ideas: list[ScoredIdea]) -> list[ScoredIdea]:
    """Return the valid ideas that count: the first of each cluster."""
    return list({each.cluster: each for each in reversed(ideas) if each.is_valid}.values())


@given(st.lists(ideas, max_size=12), st.integers(1, 60))
def test_whatever_the_ideas_there_is_something_to_try_and_praise_for_any_valid_idea(
    given_ideas: list[ScoredIdea], pool_people: int
) -> None:
    told = feedback(given_ideas, [], {}, pool_people)

    assert 1 <= len(told.advice) <= 2
    assert bool(told.praise) is any(each.is_valid and not is_worrying(each) for each in first_of_each(given_ideas))
    assert told.counted == len({each.cluster for each in given_ideas if each.is_valid})
