"""Search and alphabetical order in Kazakh."""

from __future__ import annotations

import pytest

from contest_app.languages import KAZAKH_ALPHABET, in_language, search_key, sort_key


def test_the_alphabet_has_its_42_letters_once_each() -> None:
    assert len(KAZAKH_ALPHABET) == 42
    assert len(set(KAZAKH_ALPHABET)) == 42


def test_names_sort_in_the_kazakh_order_whatever_their_case() -> None:
    names = ["Яна", "Іңкәр", "ыбырай", "Һафиз", "Хан", "Үміт", "Ұлан", "Уәли", "Өмір", "Олжас", "Ңан", "Нұр",
             "Қанат", "Камила", "Ғани", "Гүл", "әлия", "Азат", "Adam"]  # fmt: skip

    assert sorted(names, key=sort_key) == ["Adam", "Азат", "әлия", "Гүл", "Ғани", "Камила", "Қанат", "Нұр", "Ңан",
        "Олжас", "Өмір", "Уәли", "Ұлан", "Үміт", "Хан", "Һафиз", "ыбырай", "Іңкәр", "Яна"]  # fmt: skip


@pytest.mark.parametrize(("typed", "kept"), [("ӘЛІЯ", "әлія"), ("  Нұр   Сұлтан ", "нұр сұлтан"), ("ﬁ", "fi")])
def test_search_forgives_case_spaces_and_compatibility_forms(typed: str, kept: str) -> None:
    assert search_key(typed) == search_key(kept)


def test_a_text_missing_in_the_readers_language_falls_back_to_kazakh_first() -> None:
    assert in_language({"kk": "байқау", "ru": "конкурс"}, "en") == "байқау"
    assert in_language({"ru": "конкурс", "kk": ""}, "kk") == "конкурс"
    assert in_language({}, "kk") == ""
