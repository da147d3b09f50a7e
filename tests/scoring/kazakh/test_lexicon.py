"""The lexicon: tables that are in order, a user's words, and a digest that any change changes."""

from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

from contest_app.scoring import kazakh
from contest_app.scoring.kazakh.lexicon import BadWords, Entry, Lexicon, bundled_lexicon, lexicon_with, read_words

TABLES = sorted((Path(str(files(kazakh))) / "lexicon").glob("*.tsv"))
BOOK = Entry("кітап", "n", "книга", "book")
HEADER = "kk\tpos\tru\ten\n"


def written(path: Path, content: str, encoding: str = "utf-8") -> Path:
    path.write_text(content, encoding=encoding)
    return path


@pytest.mark.parametrize("table", TABLES, ids=lambda path: path.stem)
def test_a_table_that_ships_is_what_a_users_table_must_be(table: Path) -> None:
    words = read_words(table)

    told = [f"{word.lemma}\t{word.pos}\t{word.ru}\t{word.en}" for word in words]
    assert told == [line.replace("ё", "е") for line in table.read_text(encoding="utf-8").splitlines()[1:]]


def test_all_tables_together_have_a_lemma_and_part_of_speech_once() -> None:
    counts = Counter((word.lemma, word.pos) for table in TABLES for word in read_words(table))

    assert [key for key, count in counts.items() if count > 1] == []


def test_the_lexicon_has_its_thousands_of_lemmas(lexicon: Lexicon) -> None:
    assert len(lexicon.by_lemma) >= 6000


def test_the_commonest_word_of_several_written_alike_comes_first(lexicon: Lexicon) -> None:
    assert lexicon.by_lemma["үшін"][0] == Entry("үшін", "post", "для", "for")


def test_a_users_word_wins_over_the_bundled_one() -> None:
    album = Entry("кітап", "n", "альбом", "album")

    assert Lexicon([BOOK]).with_words([album]).by_lemma["кітап"] == (album,)


def test_a_second_part_of_speech_is_kept_beside_the_first() -> None:
    adjective = Entry("кітап", "adj", "книжный", "bookish")

    assert Lexicon([BOOK, adjective, BOOK]).by_lemma["кітап"] == (BOOK, adjective)


@pytest.mark.parametrize(
    "other",
    [
        Entry("кітаб", "n", "книга", "book"),
        Entry("кітап", "adj", "книга", "book"),
        Entry("кітап", "n", "книжка", "book"),
        Entry("кітап", "n", "книга", "volume"),
    ],
)
def test_any_change_of_a_word_changes_the_digest(other: Entry) -> None:
    assert Lexicon([BOOK]).digest == Lexicon([BOOK]).digest != Lexicon([other]).digest


def test_a_users_table_is_read_with_its_spaces_and_capitals_mended(tmp_path: Path) -> None:
    path = written(tmp_path / "words.tsv", "\ufeff" + HEADER + " Тулпарлы  тақта\tn\tдоска с конём\thorse board \n\n")

    assert read_words(path) == (Entry("тулпарлы тақта", "n", "доска с конем", "horse board"),)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", r"line 1: the columns must be kk, pos, ru, en"),
        ("kk\tru\n", r"line 1: the columns must be kk, pos, ru, en"),
        (HEADER + "кітап\tn\tкнига\n", r"line 2: four cells"),
        (HEADER + "\n\nкітап\tn\t\tbook\n", r"line 4: four cells"),
        (HEADER + "кітап\tnoun\tкнига\tbook\n", r"line 2: 'noun' is none of adj, adv, "),
        (HEADER + "kitap\tn\tкнига\tbook\n", r"line 2: 'kitap' has what no Kazakh word has: aikpt"),
        (HEADER + "жап\tv\tзакрыть\tclose\n", r"line 2: the verb 'жап' must stand in its form in -у or -ю"),
    ],
)
def test_a_bad_table_is_refused_with_its_line(tmp_path: Path, content: str, message: str) -> None:
    with pytest.raises(BadWords, match=message):
        read_words(written(tmp_path / "words.tsv", content))


def test_a_table_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "words.tsv", "kk\tpos\tru\ten\nкитап\tn\tкнига\tbook\n", "cp1251")

    with pytest.raises(BadWords, match="not in UTF-8"):
        read_words(path)


def test_a_lexicon_with_a_table_is_made_once_and_without_one_is_the_bundled_one(tmp_path: Path) -> None:
    path = written(tmp_path / "words.tsv", HEADER + "кітап\tn\tальбом\talbum\n")

    assert lexicon_with(path) is lexicon_with(path)
    assert lexicon_with(path).by_lemma["кітап"][0].en == "album"
    assert lexicon_with(None) is bundled_lexicon()
