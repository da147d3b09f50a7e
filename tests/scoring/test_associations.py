from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_app.scoring.associations import COUNTED, association_distance, mean_distance, valid_words
from contest_app.scoring.encoders import load_encoder

FAR = {
    "en": ["camel", "algebra", "violin", "volcano", "honesty", "soup", "elevator", "moss", "satellite", "wedding"],
    "ru": ["верблюд", "алгебра", "скрипка", "вулкан", "честность", "суп", "лифт", "мох", "спутник", "свадьба"],
    "kk": ["түйе", "алгебра", "домбыра", "жанартау", "адалдық", "сорпа", "лифт", "мүк", "жерсерік", "той"],
}
NEAR = {
    "en": ["cat", "dog", "cow", "horse", "sheep", "goat", "pig", "donkey", "camel", "hen"],
    "ru": ["кошка", "собака", "корова", "лошадь", "овца", "коза", "свинья", "осёл", "верблюд", "курица"],
    "kk": ["мысық", "ит", "сиыр", "жылқы", "қой", "ешкі", "шошқа", "есек", "түйе", "тауық"],
}


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_words_from_many_fields_lie_further_apart_than_animals(language: str) -> None:
    encoder = load_encoder("fast")

    far = association_distance(FAR[language], language, encoder)
    near = association_distance(NEAR[language], language, encoder)

    assert far is not None
    assert near is not None
    assert far.value > near.value + far.standard_error + near.standard_error


def test_only_single_real_words_count_each_once_in_any_form() -> None:
    given_words = ["camel", "Camel", "camels", "hot soup", "sdfkjh", "", "42", "algebra"]

    assert valid_words(given_words, "en") == ["camel", "algebra"]


def test_fewer_than_seven_valid_words_have_no_distance() -> None:
    assert association_distance(FAR["en"][: COUNTED - 1], "en", load_encoder("fast")) is None


def test_distance_and_error_are_those_of_a_hand_worked_example() -> None:
    vectors = np.array([[1, 0], [0, 1], [-1, 0]], dtype=np.float32)

    found = mean_distance(vectors)

    # Pairs: 100, 200, 100; without the first 100, without the second 200, without the third 100.
    assert found.value == pytest.approx(400 / 3)
    mean = 400 / 3
    assert found.standard_error == pytest.approx((2 / 3 * (2 * (100 - mean) ** 2 + (200 - mean) ** 2)) ** 0.5)


@given(st.integers(3, 9), st.integers(0, 2**32 - 1))
def test_the_order_of_the_words_changes_nothing(count: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    vectors = random.normal(size=(count, 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    one, other = mean_distance(vectors), mean_distance(vectors[random.permutation(count)])

    assert 0 <= one.value <= 200
    assert other.value == pytest.approx(one.value, rel=1e-6)
    assert other.standard_error == pytest.approx(one.standard_error, abs=1e-4)
