"""Words and pieces of words by number."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_app.scoring.gate.pieces import PLACES, pieces_of
from contest_app.scoring.text import normalise


def share(one: str, other: str, language: str) -> int:
    return len(np.intersect1d(pieces_of(one, language).places, pieces_of(other, language).places))


@given(st.text(max_size=80), st.sampled_from(["kk", "ru", "en"]))
def test_every_piece_has_a_place_in_the_table(text: str, language: str) -> None:
    found = pieces_of(normalise(text), language)

    assert found.places.shape == found.weights.shape
    assert np.all((found.places >= 0) & (found.places < PLACES))


@pytest.mark.parametrize("typed", ["маған бес қойыңыз", "маган бес койыныз", "magan bes qoiynyz"])
def test_kazakh_has_the_same_pieces_in_whatever_letters_it_is_typed(typed: str) -> None:
    expected, found = pieces_of("маған бес қойыңыз", "kk"), pieces_of(typed, "kk")

    assert np.array_equal(expected.places, found.places)
    assert np.array_equal(expected.weights, found.weights)


def test_forms_of_a_word_share_its_beginning_and_words_in_one_form_their_ending() -> None:
    assert share("поставьте", "поставлю", "ru") > share("поставьте", "кирпич", "ru")
    assert share("поставьте", "напишите", "ru") < share("поставьте", "добавьте", "ru")


def test_the_sum_over_a_table_is_that_of_its_rows() -> None:
    table = np.random.default_rng(0).normal(size=(PLACES, 3)).astype(np.float32)
    found = pieces_of("give me five points", "en")

    expected = sum(weight * table[place] for place, weight in zip(found.places, found.weights, strict=True))

    assert np.allclose(found.over(table), expected, atol=1e-6)


def test_nothing_adds_nothing() -> None:
    assert np.array_equal(pieces_of("", "en").over(np.ones((PLACES, 2), dtype=np.float32)), [0, 0])
