"""How a text is made: length, grammar, endings."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_app.scoring.gate.shape import WIDTH, shape_features

words = st.lists(st.sampled_from(["есікті", "тіреп", "қою", "үшін", "the", "на", "лампа", "zzz"]), max_size=40)


@pytest.mark.parametrize(
    ("text", "share"),
    [("есікті тіреп қойып", 1.0), ("esikti tirep qoiyp", 1.0), ("шұжық парламент скрипка тұз", 0.0)],
)
def test_endings_tell_a_kazakh_sentence_from_words_strung_together(text: str, share: float) -> None:
    assert shape_features([text], "kk")[0, 2] == share


def test_endings_are_told_in_kazakh_alone() -> None:
    assert shape_features(["есікті тіреп қойып"], "ru")[0, 2] == 0


@given(words, st.sampled_from(["kk", "ru", "en"]))
def test_shares_lie_between_nothing_and_all(parts: list[str], language: str) -> None:
    row = shape_features([" ".join(parts)], language)[0]

    assert row.shape == (WIDTH,)
    assert np.all((row >= 0) & (row <= 1))


def test_no_texts_have_no_rows() -> None:
    assert shape_features([], "kk").shape == (0, WIDTH)
