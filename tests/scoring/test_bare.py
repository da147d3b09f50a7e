"""What is left of an answer when all that any answer may say is gone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_app.scoring.bare import bare_text
from contest_app.scoring.text import normalise

words = st.sampled_from(
    [
        *("use", "it", "as", "a", "bowl", "can", "be", "used", "for", "the", "cat", "to"),
        *("не", "использовать", "как", "веер"),
    ]
)


@pytest.mark.parametrize(
    ("text", "prompt", "language", "left"),
    [
        ("you can use it as a bowl", "hat", "en", "bowl"),
        ("использовать как веер", "газета", "ru", "веер"),
        ("without its handle", "umbrella", "en", "without its handle"),
        ("под ножку стула", "газета", "ru", "под ножку стула"),
        ("to make it", "hat", "en", "to make it"),
        ("гүл салу", "бөтелке", "kk", "гүл салу"),
    ],
)
def test_what_any_use_may_begin_with_is_left_out_unless_it_changes_what_is_said(
    text: str, prompt: str, language: str, left: str
) -> None:
    assert bare_text(text, prompt, language) == left


@given(st.lists(words, min_size=1, max_size=8).map(" ".join), st.sampled_from(["en", "ru", "kk"]))
def test_what_is_left_is_the_end_of_the_text(text: str, language: str) -> None:
    left = bare_text(normalise(text), "rope", language)

    assert left
    assert text.endswith(left)
    assert bare_text(left, "rope", language) == left
