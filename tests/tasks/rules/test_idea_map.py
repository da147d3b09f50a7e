from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from contest_app.tasks.rules.class_picture import Said
from contest_app.tasks.rules.feedback import ScoredIdea
from contest_app.tasks.rules.idea_map import Circle, MapGroup, MapIdea, Sheet, map_picture

SPOT, OTHER = Circle(100, 100, 50), Circle(400, 300, 27)


def said(pupil: int, text: str, **facts: object) -> Said:
    idea = ScoredIdea(
        text=text, is_valid=True, flags=(), cluster=0, category=0, people=8, rarity=1.5, elaboration=0.0
    )
    return Said(UUID(int=pupil), UUID(int=1), f"Pupil {pupil}", replace(idea, **facts))  # type: ignore[arg-type]


ROWS = [
    said(1, "a rug", cluster=0, category=0),
    said(2, "a rug", cluster=0, category=0),
    said(3, "the rug on a floor", cluster=0, category=0),
    said(3, "a mat", cluster=4, category=0),
    said(1, "a vase", cluster=1, category=1),
    said(2, "a vase", cluster=1, category=1),
    said(1, "a boat for ants", cluster=7, category=5),
]
SHEET = Sheet(1000, 0.6, {0: SPOT, 1: OTHER})


def test_ideas_are_numbered_by_group_and_named_in_the_words_of_most_pupils() -> None:
    drawn = map_picture(ROWS, {0: "floor"}, SHEET)

    assert drawn.groups == (
        MapGroup("floor", "sky", (MapIdea(1, "a rug", 3, SPOT), MapIdea(2, "a mat", 1, None)), 3),
        MapGroup("a vase", "plain", (MapIdea(3, "a vase", 2, OTHER),), 2),
        MapGroup("a boat for ants", "plain", (MapIdea(4, "a boat for ants", 1, None),), 1),
    )
    assert [(idea.number, circle, tone) for idea, circle, tone in drawn.circles] == [
        (1, SPOT, "sky"),
        (3, OTHER, "plain"),
    ]
    assert drawn.off_sheet == 2


def test_groups_stand_in_three_parts_of_the_table() -> None:
    drawn = map_picture(ROWS, {}, SHEET)

    parts = [[group.name for group in part] for part in (drawn.several, drawn.shared, drawn.single)]
    assert parts == [["a rug"], ["a vase"], ["a boat for ants"]]


def test_what_does_not_count_worries_or_is_hidden_is_not_on_the_map() -> None:
    rows = [
        said(1, "asdf", is_valid=False, flags=("mash",), cluster=1, category=1),
        said(2, "I want to die", flags=("distress",), cluster=2, category=2),
        replace(said(3, "a secret", cluster=3, category=3), is_hidden=True),
        said(4, "a rug", flags=("paste",)),
    ]

    drawn = map_picture(rows, {}, SHEET)

    assert [idea.text for group in drawn.groups for idea in group.ideas] == ["a rug"]


def test_no_name_of_a_pupil_is_on_the_map() -> None:
    assert "Pupil" not in repr(map_picture(ROWS, {0: "floor"}, SHEET))


def test_without_a_sheet_the_table_stays() -> None:
    drawn = map_picture(ROWS, {}, None)

    assert drawn.circles == []
    assert drawn.height is None
    assert [group.name for group in drawn.groups] == ["a rug", "a vase", "a boat for ants"]


@given(st.permutations(ROWS))
def test_order_of_the_ideas_changes_nothing(rows: list[Said]) -> None:
    assert map_picture(rows, {0: "floor"}, SHEET) == map_picture(ROWS, {0: "floor"}, SHEET)
