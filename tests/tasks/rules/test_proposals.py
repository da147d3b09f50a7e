from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from contest_app.tasks.rules.proposals import Difference, Piece, differences, editable, edited

TEXT = {"kk": "киіз", "ru": "войлок", "en": "felt"}
ITEM: dict[str, Any] = {
    "slug": "felt",
    "title": TEXT,
    "examples": {"kk": ["а", "б"], "ru": ["в"], "en": ["c"]},
    "themes": [{"key": "wear", "name": TEXT, "answers": {"kk": ["а"], "ru": ["б"], "en": ["c"]}}],
    "seconds": 180,
    "grades": [5, 6],
}
WORDS = st.text(st.sampled_from("аб \n"), max_size=30)


def test_nothing_is_different_from_itself() -> None:
    assert differences(ITEM, ITEM) == []


def test_each_language_of_a_text_is_a_difference_of_its_own() -> None:
    changed = ITEM | {"title": TEXT | {"kk": "кілем", "en": "carpet"}, "seconds": 240, "grades": [5]}

    assert differences(ITEM, changed) == [
        Difference("title", "", {}, "kk", "киіз", "кілем"),
        Difference("title", "", {}, "en", "felt", "carpet"),
        Difference("seconds", "", {}, "", "180", "240"),
        Difference("grades", "", {}, "", "5, 6", "5"),
    ]


def test_a_list_is_told_line_by_line_and_a_text_that_is_gone_as_nothing() -> None:
    changed = {name: value for name, value in ITEM.items() if name != "examples"}

    assert differences(ITEM, changed) == [
        Difference("examples", "", {}, "kk", "а\nб", ""),
        Difference("examples", "", {}, "ru", "в", ""),
        Difference("examples", "", {}, "en", "c", ""),
    ]


def test_themes_are_told_apart_by_key_whatever_their_order() -> None:
    other: dict[str, Any] = {
        "key": "home",
        "name": TEXT | {"ru": "дом"},
        "answers": {"kk": ["а"], "ru": ["б"], "en": ["c"]},
    }
    before = ITEM | {"themes": [*ITEM["themes"], other]}
    renamed = other | {"name": other["name"] | {"ru": "жильё"}}

    assert differences(before, ITEM | {"themes": [renamed, *ITEM["themes"]]}) == [
        Difference("themes", "name", other["name"], "ru", "дом", "жильё")
    ]
    added = differences(ITEM, before)
    assert {(each.part, each.language, each.before) for each in added} == {
        (part, language, "") for part in ("name", "answers") for language in TEXT
    }


def test_words_that_changed_are_marked_and_the_gap_between_two_of_them_too() -> None:
    before, after = Difference("title", "", {}, "en", "a guest at the window", "a new friend at the window").pieces

    for pieces, word in ((before, "guest"), (after, "new friend")):
        assert pieces == [
            Piece("a ", is_changed=False),
            Piece(word, is_changed=True),
            Piece(" at the window", is_changed=False),
        ]


@given(before=WORDS, after=WORDS)
def test_the_pieces_of_a_text_are_the_text(before: str, after: str) -> None:
    old, new = Difference("title", "", {}, "kk", before, after).pieces

    assert ("".join(piece.text for piece in old), "".join(piece.text for piece in new)) == (before, after)


def test_an_edit_replaces_what_can_be_edited_and_nothing_else() -> None:
    said = {"title": TEXT, "seconds": 60}

    assert edited(ITEM | {"licence": "CC0", "accessibility": TEXT}, said) == {
        "slug": "felt", "licence": "CC0", "title": TEXT, "seconds": 60,
    }  # fmt: skip
    assert edited(ITEM, editable(ITEM)) == ITEM
