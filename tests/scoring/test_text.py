"""Texts as the scorers see them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_app.scoring.text import MAX_CHARACTERS, earlier_duplicates, normalise, split_ideas, without_prompt, words


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("  A  Hat! ", "a hat"),
        ("1. hat", "hat"),
        ("12) hat", "hat"),
        ("- hat", "hat"),
        ("2 hats", "2 hats"),
        ("Ещё ёлка", "еще елка"),
        ("КІЛЕМ Ұшқыш", "кілем ұшқыш"),
        ("dog’s bed", "dog's bed"),
        ("а\u00a0б\u200bв", "а б в"),
        ("snake_case", "snake case"),
        ("\U0001f600", ""),
    ],
)
def test_texts_are_compared_by_their_words_alone(text: str, plain: str) -> None:
    assert normalise(text) == plain


@given(st.text(max_size=300))
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text)

    assert " ".join(words(once)) == normalise(once)
    assert once == once.strip()


def test_a_text_without_end_is_read_to_its_limit() -> None:
    assert len(normalise("ab " * 100_000)) <= MAX_CHARACTERS


def test_ideas_are_split_by_lines_and_semicolons_and_not_by_commas() -> None:
    text = "1) a hat, with a feather\n2) a boat; a flag\r\n\n - "

    assert split_ideas(text) == ("a hat, with a feather", "a boat", "a flag", "-")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("a flower pot", "A flowerpot!", True),
        ("to hold a door open", "open a door to hold", True),
        ("umbrella stand", "umbrela stand", True),
        ("hat for a cat", "hat for a bat", False),
        ("a kite", "a kit", False),
        ("100000 bricks", "100001 bricks", False),
        ("коврик для мышки", "коврик для мишки", False),
        ("подставка", "подстака", True),
        ("a hat", "a hat and a boat", False),
    ],
)
def test_the_same_wording_forgives_order_spaces_and_a_slip_in_a_long_word(
    one: str, other: str, *, same: bool
) -> None:
    assert earlier_duplicates([one, other]) == [None, 0 if same else None]


def test_a_third_telling_points_to_the_first() -> None:
    assert earlier_duplicates(["hat", "boat", "Hat!", "hat."]) == [None, None, 0, 0]


def test_a_duplicate_is_found_across_blocks_of_comparison() -> None:
    texts = [f"idea {index}" for index in range(600)]

    assert earlier_duplicates([*texts, "IDEA 3"])[-1] == 3


@pytest.mark.parametrize(
    ("text", "prompt", "left"),
    [
        ("арбаға дөңгелек", "велосипед дөңгелегі", "арбаға"),
        ("колесо для тачки", "велосипедное колесо", "для тачки"),
        ("felt", "felt", "felt"),
        ("a whale", "wheel", "a whale"),
    ],
)
def test_the_prompts_own_words_are_left_out_unless_nothing_else_is_said(text: str, prompt: str, left: str) -> None:
    assert without_prompt(text, prompt) == left
