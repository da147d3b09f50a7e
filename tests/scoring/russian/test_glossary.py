"""Russian told in English words."""

import re
from importlib.resources import files

import pytest

from contest_app.scoring.russian.glossary import Glossary, bundled_glossary

ROW = re.compile(r"[а-яё-]+\t[A-Za-z][A-Za-z' -]*")


@pytest.mark.parametrize(
    ("russian", "english"),
    [
        ("подпереть дверь", "prop door"),
        ("цветы", "flower"),
        ("в коробках", "in box"),
        ("сделать лодку", "make boat"),
    ],
)
def test_forms_are_told_by_their_stems(russian: str, english: str) -> None:
    assert bundled_glossary().gloss(russian) == english


def test_unknown_words_fall_away_beside_known_ones() -> None:
    assert Glossary({"двер": "door"}).gloss("дверь кракозябр") == "door"


def test_a_text_without_a_known_word_stays_as_it_is() -> None:
    assert Glossary({}).gloss("кракозябр") == "кракозябр"


def test_latin_words_are_their_own_meaning() -> None:
    assert Glossary({"двер": "door"}).gloss("lego дверь") == "lego door"


def test_any_other_meaning_gives_another_digest() -> None:
    assert Glossary({"двер": "door"}).digest != Glossary({"двер": "gate"}).digest


def test_nothing_stays_nothing() -> None:
    assert not bundled_glossary().gloss("")


def test_words_that_share_a_stem_are_told_apart_as_they_are_written() -> None:
    assert bundled_glossary().gloss("цветы цвет") == "flower colour"


def test_every_row_of_the_tables_has_a_russian_word_and_one_meaning() -> None:
    for name in ("lexicon.tsv", "homographs.tsv"):
        lines = (files("contest_app.scoring.russian") / name).read_text(encoding="utf-8").splitlines()
        assert lines[0] == "ru\ten"
        assert [line for line in lines[1:] if not ROW.fullmatch(line)] == []
        assert len({line.split("\t")[0] for line in lines}) == len(lines)
