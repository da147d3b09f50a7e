from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from contest_app.scoring.gate import Flag
from contest_app.tasks.rules.class_picture import LOOK_AT, Said, ToLookAt, picture
from contest_app.tasks.rules.feedback import ScoredIdea

POOL = 24


def said(pupil: int, text: str, **facts: object) -> Said:
    idea = ScoredIdea(
        text=text, is_valid=True, flags=(), cluster=0, category=0, people=8, rarity=1.5, elaboration=0.0
    )
    return Said(UUID(int=pupil), UUID(int=len(text)), f"Pupil {pupil}", replace(idea, **facts))  # type: ignore[arg-type]


def test_pasted_or_copied_idea_is_unusual_like_any_other() -> None:
    rows = [said(1, "a hat for a cactus", people=1, rarity=4.0, flags=("paste",))]

    found = picture(rows, POOL)

    assert [each.idea.text for each in found.unusual] == ["a hat for a cactus"]
    assert found.to_look_at == (ToLookAt("Pupil 1", "a hat for a cactus", "paste"),)


def test_unusual_ideas_are_rare_unflagged_ones_the_rarest_first() -> None:
    rows = [
        said(1, "rug"),
        said(2, "a hat for a cactus", people=1, rarity=4.0),
        said(3, "a boat for ants", people=1, rarity=4.5),
        said(4, "a rude thing", people=1, rarity=4.9, flags=("profanity",)),
    ]

    unusual = [each.idea.text for each in picture(rows, POOL).unusual]
    assert unusual == ["a boat for ants", "a hat for a cactus"]


def test_hidden_idea_is_kept_apart_from_those_worth_talking_about() -> None:
    rows = [said(1, "a boat for ants", people=1, rarity=4.5), said(2, "a hat for a cactus", people=1, rarity=4.0)]
    rows[0] = replace(rows[0], is_hidden=True)

    found = picture(rows, POOL)

    assert found.unusual == (rows[1],)
    assert found.hidden == (rows[0],)


def test_flagged_ideas_are_to_be_looked_at_the_gravest_first() -> None:
    rows = [
        said(1, "asdf", is_valid=False, flags=("mash", "duplicate")),
        said(2, "a rude thing", flags=("profanity",)),
        said(3, "rug", is_valid=False, flags=("duplicate",)),
    ]

    assert picture(rows, POOL).to_look_at == (
        ToLookAt("Pupil 2", "a rude thing", "profanity"),
        ToLookAt("Pupil 1", "asdf", "mash"),
    )


def test_copies_and_pastes_are_shown_to_a_person_beside_what_does_not_count() -> None:
    rows = [said(1, "a felt boat with a sail", flags=("copy",)), said(2, "a rug for a hut", flags=("paste",))]

    assert picture(rows, POOL).to_look_at == (
        ToLookAt("Pupil 1", "a felt boat with a sail", "copy"),
        ToLookAt("Pupil 2", "a rug for a hut", "paste"),
    )


def test_every_flag_is_looked_at_but_repetitions_signs_of_distress_and_what_a_person_let_count() -> None:
    assert set(Flag) - set(LOOK_AT) == {Flag.DUPLICATE, Flag.DISTRESS, Flag.ACCEPTED}


@pytest.mark.parametrize("is_valid", [True, False])
def test_sign_of_distress_is_nowhere_in_the_picture(is_valid: bool) -> None:
    rows = [said(1, "I want to die", is_valid=is_valid, flags=("distress",), people=1, rarity=5.0)]

    assert "I want to die" not in repr(picture(rows, POOL))
