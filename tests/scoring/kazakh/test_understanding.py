"""How much of a pool is understood."""

import pytest

from contest_app.scoring.kazakh.lexicon import Entry, Lexicon
from contest_app.scoring.kazakh.reading import Reader
from contest_app.scoring.kazakh.understanding import Understanding, understanding

READER = Reader(Lexicon([Entry("кітап", "n", "книга", "book"), Entry("үшін", "post", "для", "for")]))


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([], Understanding(0, {})),
        (["2 үшін", ""], Understanding(0, {})),
        (["кітап үшін", "kitap"], Understanding(2, {})),
        (["жүмжүгі кітап", "жүмжүгі тырнақай"], Understanding(4, {"жүмжүгі": 2, "тырнақай": 1})),
    ],
)
def test_unknown_words_are_counted_among_those_that_say_something(texts: list[str], expected: Understanding) -> None:
    assert understanding(READER, texts) == expected


def test_the_rate_is_the_share_of_unknown_words_and_zero_for_none() -> None:
    assert Understanding(4, {"а": 2, "б": 1}).unknown_rate == pytest.approx(0.75)
    assert Understanding(0, {}).unknown_rate == 0.0


@pytest.mark.parametrize(("unknown", "enough"), [(15, True), (16, False)])
def test_a_pool_is_understood_enough_up_to_fifteen_percent(*, unknown: int, enough: bool) -> None:
    assert Understanding(100, {"а": unknown}).is_enough is enough
