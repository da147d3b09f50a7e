from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from contest_app.scoring.gate import Flag
from contest_app.tasks.rules.class_picture import LOOK_AT, Band, Category, Said, ToLookAt, picture
from contest_app.tasks.rules.feedback import ScoredIdea

POOL = 24


def said(pupil: int, text: str, **facts: object) -> Said:
    idea = ScoredIdea(
        text=text, is_valid=True, flags=(), cluster=0, category=0, people=8, rarity=1.5, elaboration=0.0
    )
    return Said(UUID(int=pupil), f"Pupil {pupil}", replace(idea, **facts))  # type: ignore[arg-type]


def test_pupils_are_counted_by_how_many_ideas_they_had() -> None:
    bands = picture([], [0, 1, 2, 2, 9, 10, 31], {}, POOL).bands

    assert bands == (
        Band(0, 0, 1), Band(1, 2, 3), Band(3, 4, 0), Band(5, 6, 0), Band(7, 9, 1), Band(10, None, 2),
    )  # fmt: skip


def test_categories_come_by_the_number_of_pupils_and_namesakes_are_two() -> None:
    rows = [
        said(1, "rug", category=4),
        said(1, "mat", category=4),
        said(1, "vase", category=2, people=3),
        said(2, "jug", category=2, people=9),
        said(3, "nonsense", category=7, is_valid=False),
    ]

    assert picture(rows, [], {4: "floor"}, POOL).categories == (
        Category("jug", 2, 2, ("jug", "vase")),
        Category("floor", 2, 1, ("mat", "rug")),
    )


def test_pasted_or_copied_idea_is_an_example_and_unusual_like_any_other() -> None:
    rows = [said(1, "a hat for a cactus", people=1, rarity=4.0, flags=("paste",))]

    found = picture(rows, [], {}, POOL)

    assert found.categories[0].examples == ("a hat for a cactus",)
    assert [each.idea.text for each in found.unusual] == ["a hat for a cactus"]
    assert found.to_look_at == (ToLookAt("Pupil 1", "a hat for a cactus", "paste"),)


def test_unusual_ideas_are_rare_unflagged_ones_the_rarest_first() -> None:
    rows = [
        said(1, "rug"),
        said(2, "a hat for a cactus", people=1, rarity=4.0),
        said(3, "a boat for ants", people=1, rarity=4.5),
        said(4, "a rude thing", people=1, rarity=4.9, flags=("profanity",)),
    ]

    unusual = [each.idea.text for each in picture(rows, [], {}, POOL).unusual]
    assert unusual == ["a boat for ants", "a hat for a cactus"]


def test_flagged_ideas_are_to_be_looked_at_the_gravest_first() -> None:
    rows = [
        said(1, "asdf", is_valid=False, flags=("mash", "duplicate")),
        said(2, "a rude thing", flags=("profanity",)),
        said(3, "rug", is_valid=False, flags=("duplicate",)),
    ]

    assert picture(rows, [], {}, POOL).to_look_at == (
        ToLookAt("Pupil 2", "a rude thing", "profanity"),
        ToLookAt("Pupil 1", "asdf", "mash"),
    )


def test_copies_and_pastes_are_shown_to_a_person_beside_what_does_not_count() -> None:
    rows = [said(1, "a felt boat with a sail", flags=("copy",)), said(2, "a rug for a hut", flags=("paste",))]

    assert picture(rows, [], {}, POOL).to_look_at == (
        ToLookAt("Pupil 1", "a felt boat with a sail", "copy"),
        ToLookAt("Pupil 2", "a rug for a hut", "paste"),
    )


def test_every_flag_is_looked_at_but_repetitions_and_signs_of_distress() -> None:
    assert set(Flag) - set(LOOK_AT) == {Flag.DUPLICATE, Flag.DISTRESS}


@pytest.mark.parametrize("is_valid", [True, False])
def test_sign_of_distress_is_nowhere_in_the_picture(is_valid: bool) -> None:
    rows = [said(1, "I want to die", is_valid=is_valid, flags=("distress",), people=1, rarity=5.0)]

    assert "I want to die" not in repr(picture(rows, [1], {}, POOL))
