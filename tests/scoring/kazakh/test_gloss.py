"""Kazakh told in Russian and English."""

import pytest

from contest_app.scoring.kazakh.gloss import Glosser, View
from contest_app.scoring.kazakh.lexicon import Entry, Lexicon
from contest_app.scoring.kazakh.reading import Reader
from contest_app.scoring.russian.glossary import Glossary

WORDS = (
    Entry("есік", "n", "дверь, вход", "door"),
    Entry("тіреу", "v", "подпереть, упереть", "prop"),
    Entry("қою", "v", "поставить", "put"),
    Entry("кілт", "n", "ключ", "key"),
    Entry("үшін", "post", "для", "for"),
    Entry("құс", "n", "птица", "bird"),
    Entry("ұшу", "v", "летать", "fly"),
    Entry("кірпіш", "n", "кирпич", "brick"),
    Entry("қолдану", "v", "использовать", "use"),
)


RUSSIAN = Glossary({"подушк": "pillow", "кида": "throw"})


@pytest.fixture(scope="module")
def small() -> Glosser:
    return Glosser(Reader(Lexicon(WORDS)))


@pytest.mark.parametrize(
    ("text", "russian", "english"),
    [
        ("есікті тіреу", "подпереть дверь", "prop door"),
        ("есікке", "дверь", "door"),
        ("кілтсіз", "без ключ", "without key"),
        ("құстай ұшу", "летать как птица", "fly like bird"),
        ("ұшпау", "не летать", "not fly"),
        ("есик жок ушин", "для дверь жок", "for door жок"),
        ("2 қасық", "қасық 2", "қасық 2"),
        ("", "", ""),
    ],
)
def test_a_text_is_told_with_its_verb_first(small: Glosser, text: str, russian: str, english: str) -> None:
    assert (small.gloss(text, View("ru")), small.gloss(text, View("en"))) == (russian, english)


def test_another_view_tells_second_meanings_where_there_are_any(small: Glosser) -> None:
    assert small.gloss("есікті кілтпен тіреу", View("ru", meaning=1)) == "упереть вход ключ"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("есікті тіреп қою үшін қолдану", "prop door"),
        ("есікке қою", "put door"),
        ("тіреп қою", "prop"),
        ("қолдану үшін", "for use"),
    ],
)
def test_a_light_view_leaves_out_what_goes_with_any_use_unless_nothing_else_is_said(
    small: Glosser, text: str, told: str
) -> None:
    assert small.gloss(text, View("en", light=True)) == told


def test_words_without_a_translation_can_be_left_out(small: Glosser) -> None:
    assert small.gloss("есікке абажур", View("en", translated_only=True)) == "door"
    assert small.gloss("абажур", View("en", translated_only=True)) == "абажур"


def test_a_prompt_before_a_colon_stays_before_it(small: Glosser) -> None:
    assert small.gloss("кірпіш: есікті тіреу", View("en")) == "brick: prop door"


@pytest.mark.parametrize("typed", ["есикти тиреу", "esikti tireu", "есiктi тiреу"])
def test_another_spelling_is_told_the_same(small: Glosser, typed: str) -> None:
    assert small.gloss(typed, View("en")) == "prop door"


def test_a_schools_own_word_is_told_by_its_meaning() -> None:
    words = [Entry("тулпаркөз", "n", "фара", "headlight")]

    assert Glosser(Reader(Lexicon(WORDS).with_words(words))).gloss("тулпаркөзге", View("en")) == "headlight"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("подушканы құсқа кидать ету", "throw pillow bird"),
        ("есікке подушка", "pillow door"),
        ("есікке жмякать", "door"),
        ("құсқа гүжүм", "bird"),
    ],
)
def test_russian_words_of_a_mixed_text_are_told_to_an_encoder_that_knows_english_alone(text: str, told: str) -> None:
    words = (*WORDS, Entry("ету", "v", "делать", "do"))
    mixed = Glosser(Reader(Lexicon(words)), RUSSIAN)

    assert mixed.gloss(text, View("en", light=True, translated_only=True)) == told


def test_an_encoder_of_several_languages_reads_russian_words_as_they_are(small: Glosser) -> None:
    mixed = Glosser(Reader(Lexicon(WORDS)), RUSSIAN)

    assert mixed.gloss("құсқа кидать", View("en")) == small.gloss("құсқа кидать", View("en")) == "кидать bird"


def test_other_russian_words_are_other_words(small: Glosser) -> None:
    assert Glosser(small.reader, RUSSIAN).digest != Glosser(small.reader, Glossary({"кида": "fling"})).digest
    assert Glosser(small.reader).digest == small.reader.lexicon.digest
