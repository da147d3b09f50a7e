"""Which language a pool is in."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_app.scoring.language import guess_language, kazakh_leaning, letters

CORPORA = Path(__file__).parent / "corpora"
RUSSIAN_KEYBOARD = str.maketrans("әғқңөұүһі", "агкноуухи")


def texts(name: str, column: str = "text") -> list[str]:
    with (CORPORA / name).open(encoding="utf-8", newline="") as file:
        return [row[column].lower() for row in csv.DictReader(file, delimiter="\t") if row["split"] == "dev"]


@pytest.mark.parametrize(
    ("pool", "language"),
    [
        (texts("same_idea_hard_kk.tsv"), "kk"),
        ([text.translate(RUSSIAN_KEYBOARD) for text in texts("same_idea_hard_kk.tsv")], "kk"),
        (texts("kazakh_spellings.tsv", "latin"), "kk"),
        (texts("kazakh_spellings.tsv", "mixed"), "kk"),
        (texts("same_idea_hard_ru.tsv"), "ru"),
        (texts("same_idea_hard_en.tsv"), "en"),
    ],
    ids=["kk", "kk on a Russian keyboard", "kk in Latin", "kk with Russian words", "ru", "en"],
)
def test_a_pool_is_told_whole_and_five_texts_at_a_time(pool: list[str], language: str) -> None:
    fives = [pool[start : start + 5] for start in range(0, len(pool) - 4, 5)]

    assert guess_language(pool) == language
    assert sum(guess_language(five) == language for five in fives) >= 0.95 * len(fives)


@pytest.mark.parametrize(
    ("pool", "language"),
    [
        ([], "en"),
        (["", "!!!", "42"], "en"),
        (["есікті тіреу"], "kk"),
        (["уй салу"], "kk"),
        (["kirpish kalau"], "kk"),
        (["подпереть дверь"], "ru"),
        (["телефон"], "ru"),
        (["prop a door"], "en"),
        (["robot"], "en"),
        (["дом", "стол", "окно", "машина", "лес", "река", "кітап"], "ru"),
        (["prop a door", "дверь", "a hat"], "en"),
    ],
)
def test_small_and_odd_pools_have_a_language_too(pool: list[str], language: str) -> None:
    assert guess_language(pool) == language


@given(st.lists(st.text(alphabet="абвкитсуоaekt ", max_size=8), max_size=6), st.randoms())
def test_the_order_of_the_texts_changes_nothing(pool: list[str], chance) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    shuffled = chance.sample(pool, len(pool))

    assert guess_language(shuffled) == guess_language(pool)


@pytest.mark.parametrize(("text", "sign"), [("уйди жылыту", 1), ("построить дом", -1), ("и а", 0), ("", 0)])
def test_a_text_leans_to_kazakh_by_its_words(text: str, sign: int) -> None:
    leaning = kazakh_leaning(text, "ru")

    assert (leaning > 0) - (leaning < 0) == sign


def test_letters_are_counted_by_alphabet() -> None:
    assert letters("үй ab 12") == (2, 2)
