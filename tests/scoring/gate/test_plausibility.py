"""Known words, and how strange the letters of unknown ones are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_app.scoring.gate.plausibility import (
    ALPHABETS,
    MOST_BITS,
    ORDER,
    STEPS_A_BIT,
    bare,
    is_known,
    is_near_known,
    surprise,
    table,
)

words = st.text(st.sampled_from("abcdefgйцукенәғқ"), min_size=1, max_size=12)


@pytest.mark.parametrize("name", ALPHABETS)
@given(data=st.data())
def test_the_chances_of_the_letter_that_follows_add_up_to_one(name: str, data: st.DataObject) -> None:
    letters = table(name)
    size = len(letters.alphabet) + 1
    contexts = st.integers(0, size ** (ORDER - 1) - 1)

    start = data.draw(contexts) * size

    chances = [2 ** -(steps / STEPS_A_BIT) for steps in letters.steps[start : start + size]]
    assert sum(chances) == pytest.approx(1, abs=0.1)  # a quarter of a bit is a coarse step


@given(words, st.booleans())
def test_surprise_lies_between_nought_and_its_bound(word: str, kazakh: bool) -> None:
    assert 0 <= surprise(word, kazakh=kazakh) <= MOST_BITS


@pytest.mark.parametrize(
    ("real", "made_up"),
    [("pterodactyl", "ptkrdcytla"), ("осциллограф", "оцслилграфо"), ("саңырауқұлақ", "сңыруаққлұаа")],
)
def test_the_letters_of_a_word_in_another_order_are_stranger(real: str, made_up: str) -> None:
    assert surprise(made_up, kazakh=True) > surprise(real, kazakh=True)


def test_cried_letters_count_once() -> None:
    assert surprise("coooooool", kazakh=False) == surprise("col", kazakh=False)


def test_kazakh_in_latin_letters_is_no_surprise_on_a_kazakh_page() -> None:
    assert surprise("qorjynnyn", kazakh=True) < surprise("qorjynnyn", kazakh=False)


@pytest.mark.parametrize("word", ["doorstop", "doorstops", "кірпішті", "кирпичи", "кирпишти", "gardening"])
def test_words_and_their_forms_are_known_also_without_kazakh_letters(word: str) -> None:
    assert is_known(word)


@pytest.mark.parametrize("word", ["dorstop", "umbrelal", "teelphone", "коврикк", "қорпаша"])
def test_a_slip_is_near_a_known_word(word: str) -> None:
    assert is_near_known(word)


@pytest.mark.parametrize("word", ["sdjfhskdj", "жщшзгнек", "үұқөһғ"])
def test_keys_at_random_are_near_no_word(word: str) -> None:
    assert not is_known(word)
    assert not is_near_known(word)


@given(st.text(st.sampled_from("abcабвйёәғ -"), max_size=20))
def test_letters_without_marks_stay_as_they_are(text: str) -> None:
    assert bare(text) == text
