"""Spellings of one word: without special letters, in Latin, in both alphabets at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_app.scoring.kazakh.spelling import from_latin, is_latin, key, one_alphabet, unlikeness

RUSSIAN_KEYBOARD = str.maketrans("әғқңөұүһі", "агкноуухи")
KAZAKH = "аәбвгғдежзийкқлмнңоөпрстуұүфхһцчшщыіьэюя"


@pytest.mark.parametrize(
    ("right", "typed"),
    [("қыз", "кыз"), ("өзен", "озен"), ("үшін", "ушин"), ("үшін", "ушын"), ("жаңбыр", "жанбыр"), ("күйі", "куйи")],
)
def test_a_word_typed_without_its_letters_has_the_same_key(right: str, typed: str) -> None:
    assert key(typed) == key(right)


@given(st.text(alphabet=KAZAKH, max_size=12))
def test_a_russian_keyboard_changes_no_key(word: str) -> None:
    assert key(word.translate(RUSSIAN_KEYBOARD)) == key(word)
    assert key(key(word)) == key(word)


@pytest.mark.parametrize(
    ("right", "typed"),
    [
        ("қыз", "qyz"),
        ("қыз", "kyz"),
        ("үшін", "ushin"),
        ("үшін", "üşin"),
        ("үшін", "úshin"),
        ("жаңбыр", "jañbyr"),
        ("жаңбыр", "zhangbyr"),
        ("ағаш", "ağaş"),
        ("ағаш", "aghash"),
        ("ағаш", "ag'ash"),
        ("көлік", "kólik"),
        ("күн", "kyn"),
        ("тау", "taw"),
        ("сары", "sarı"),
        ("әке", "eke"),
        ("жаңғақ", "janghaq"),
        ("қияр", "qiyar"),
        ("шай", "4ai"),
        ("шай", "wai"),
    ],
)
def test_a_word_in_latin_is_among_what_it_may_be_by_some_habit(right: str, typed: str) -> None:
    assert is_latin(typed)
    assert key(right) in [key(spelt) for spelt in from_latin(typed)]


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzşğıñöü'", max_size=30))
def test_a_word_in_latin_has_few_readings_and_all_are_cyrillic(word: str) -> None:
    readings = list(from_latin(word))

    assert 1 <= len(readings) <= 12
    assert not any(is_latin(reading) for reading in readings)


@pytest.mark.parametrize(
    ("typed", "mended"),
    [("кiтап", "кітап"), ("əже", "әже"), ("cуық", "суық"), ("кітап", "кітап"), ("robot", "robot"), ("5", "5")],
)
def test_latin_letters_within_a_cyrillic_word_are_those_they_look_like(typed: str, mended: str) -> None:
    assert one_alphabet(typed) == mended


@pytest.mark.parametrize(
    ("typed", "likelier", "other"),
    [("сандик", "сәндік", "сандық"), ("сандык", "сандық", "сәндік"), ("бурып", "бұр", "бүр"), ("мяч", "мяч", "мяш")],
)
def test_the_letters_typed_tell_the_likelier_of_two_words(typed: str, likelier: str, other: str) -> None:
    assert unlikeness(typed, likelier) < unlikeness(typed, other)


def test_a_missing_mark_costs_nothing_and_a_wrong_one_does() -> None:
    assert unlikeness("кол", "көл") == unlikeness("кол", "қол") == 0
    assert unlikeness("көл", "қол") > 0
