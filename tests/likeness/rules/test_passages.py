from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from contest_app.likeness.rules.passages import FEWEST_WORDS, pieces_of, shared_passages
from contest_app.likeness.rules.words import words_of

OWN = "Әжем жүн басады. Мен киізден көзі көрмейтін балаларға қолмен оқитын карта жасадым, ол жылы."
COPY = "Бір күні киізден көзі көрмейтін балаларға қолмен оқитын карта жасадым!"

words = st.text("abcdefg", max_size=40).map(list)


def compared(text: str) -> list[str]:
    return [word.text for word in words_of(text)]


def test_a_passage_is_found_whole_and_marked_as_it_was_written() -> None:
    passages = shared_passages(compared(OWN), compared(COPY))

    marked = [piece.text for piece in pieces_of(OWN, passages) if piece.is_shared]
    assert marked == ["киізден көзі көрмейтін балаларға қолмен оқитын карта жасадым"]


def test_paragraphs_in_another_order_are_both_found() -> None:
    first, second = list("abcde"), list("vwxyz")

    assert shared_passages([*first, "q", *second], [*second, *first]) == [tuple(first), tuple(second)]


def test_latin_letters_in_cyrillic_words_hide_nothing() -> None:
    disguised = COPY.replace("а", "a").replace("о", "o").replace("қ", "Қ")

    assert compared(disguised) == compared(COPY)


@given(words, words)
def test_every_passage_stands_in_both_texts(one: list[str], other: list[str]) -> None:
    def stands_in(passage: tuple[str, ...], text: list[str]) -> bool:
        return f" {' '.join(passage)} " in f" {' '.join(text)} "

    passages = shared_passages(one, other)

    assert all(len(passage) >= FEWEST_WORDS for passage in passages)
    assert all(stands_in(passage, one) and stands_in(passage, other) for passage in passages)


@given(st.text(alphabet="abc ,.\nА", max_size=60), st.lists(words.filter(bool), max_size=3))
def test_pieces_put_together_are_the_text(text: str, passages: list[list[str]]) -> None:
    assert "".join(piece.text for piece in pieces_of(text, passages)) == text
