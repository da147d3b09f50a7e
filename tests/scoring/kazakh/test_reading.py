"""Words read in their text: strictly, as they are typed, as loans, as slips, as compounds."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contest_app.scoring.kazakh.lexicon import Entry, Lexicon, bundled_lexicon
from contest_app.scoring.kazakh.reading import Kind, Reader, Reading

WORDS = (
    Entry("бас", "n", "голова", "head"),
    Entry("кітап", "n", "книга", "book"),
    Entry("қол", "n", "рука", "hand"),
    Entry("көл", "n", "озеро", "lake"),
    Entry("тұру", "v", "стоять", "stand"),
    Entry("турау", "v", "крошить", "crumble"),
    Entry("тоңазытқыш", "n", "холодильник", "fridge"),
    Entry("шкаф", "n", "шкаф, сервант", "wardrobe, sideboard"),
    Entry("доп", "n", "мяч", "ball"),
    Entry("алып", "adj", "великан", "giant"),
    Entry("алу", "v", "взять", "take"),
    Entry("бояу", "n", "краска", "paint"),
    Entry("бояу", "v", "красить", "paint"),
    Entry("сурет", "n", "картина", "picture"),
    Entry("салу", "v", "класть", "put"),
    Entry("сурет салу", "v", "рисовать", "draw"),
    Entry("өсімдік", "n", "растение", "plant"),
    Entry("бөлме", "n", "комната", "room"),
    Entry("бөлме өсімдігі", "n", "комнатный цветок", "houseplant"),
)


@pytest.fixture(scope="module")
def small() -> Reader:
    return Reader(Lexicon(WORDS))


def told(reader: Reader, text: str) -> list[tuple[Kind, str | None]]:
    readings = reader.read(text)
    return [(one.kind, one.analyses[0].entry.lemma if one.analyses else None) for one in readings]


@pytest.mark.parametrize(
    ("text", "lemma"),
    [
        ("кітабыңды", "кітап"),
        ("кiтап", "кітап"),
        ("китапты", "кітап"),
        ("kitapty", "кітап"),
        ("kitaptıñ", "кітап"),
        ("бас-кітап", "кітап"),
        ("қолға", "қол"),
        ("колга", "қол"),
        ("колге", "көл"),
        ("kolge", "көл"),
        ("тоңазытқшта", "тоңазытқыш"),
        ("тоназыткышка", "тоңазытқыш"),
        ("кітаптер", "кітап"),
        ("шкафқа", "шкаф"),
    ],
)
def test_a_word_is_understood_however_it_is_typed(small: Reader, text: str, lemma: str) -> None:
    assert told(small, text)[-1] == (Kind.KAZAKH, lemma)


def test_a_text_with_kazakh_letters_means_the_letters_it_has(small: Reader) -> None:
    assert told(small, "қолда турап")[1] == (Kind.KAZAKH, "турау")


def test_a_text_without_them_is_read_by_the_commoner_word(small: Reader) -> None:
    assert told(small, "колда турады") == [(Kind.KAZAKH, "қол"), (Kind.KAZAKH, "тұру")]


@pytest.mark.parametrize(
    ("text", "lemma"),
    [("мячпен", "доп"), ("мячи", "доп"), ("сервантқа", "шкаф"), ("холодильниктен", "тоңазытқыш")],
)
def test_a_known_russian_word_is_read_under_kazakh_suffixes(small: Reader, text: str, lemma: str) -> None:
    assert told(small, f"қол {text}")[1] == (Kind.RUSSIAN, lemma)


def test_a_loan_has_the_meaning_that_it_has_alone(small: Reader) -> None:
    entry = small.read("сервантқа")[0].analyses[0].entry

    assert (entry.ru, entry.en) == ("сервант", "sideboard")


def test_an_unknown_loan_loses_its_kazakh_suffixes(small: Reader) -> None:
    assert small.read("графинге") == (Reading("графин", Kind.RUSSIAN),)
    assert small.read("маракасты") == (Reading("маракас", Kind.UNKNOWN),)


def test_an_english_word_is_read_as_what_it_means(small: Reader) -> None:
    assert told(small, "қол fridge xbox") == [
        (Kind.KAZAKH, "қол"),
        (Kind.ENGLISH, "тоңазытқыш"),
        (Kind.UNKNOWN, None),
    ]


@pytest.mark.parametrize(
    ("text", "lemma", "tags"),
    [
        ("сурет салып", "сурет салу", ("converb",)),
        ("суретін салады", "сурет салу", ("present", "third")),
        ("сурет салмайтын", "сурет салу", ("negative", "habitual")),
        ("bolme osimdigi", "бөлме өсімдігі", ()),
        ("бөлме өсімдігінің", "бөлме өсімдігі", ("genitive",)),
    ],
)
def test_a_compound_is_one_reading_with_the_suffixes_of_its_last_word(
    small: Reader, text: str, lemma: str, tags: tuple[str, ...]
) -> None:
    readings = small.read(text)

    assert [(one.analyses[0].entry.lemma, one.analyses[0].tags) for one in readings] == [(lemma, tags)]


def test_the_last_word_of_several_is_rather_a_verb(small: Reader) -> None:
    parts_of_speech = [
        [one.analyses[0].entry.pos for one in small.read(text)] for text in ("бояу", "доп бояу", "бояу доп")
    ]

    assert parts_of_speech == [["n"], ["n", "v"], ["n", "n"]]


def test_a_frequent_form_comes_before_a_rare_word_written_alike(small: Reader) -> None:
    assert told(small, "доп алып")[1] == (Kind.KAZAKH, "алу")


def test_words_that_only_stand_apart_are_no_compound(small: Reader) -> None:
    assert [lemma for _, lemma in told(small, "сурет кітап салу")] == ["сурет", "кітап", "салу"]


def test_a_word_with_a_hyphen_is_read_in_parts_unless_the_lexicon_has_it(reader: Reader) -> None:
    assert [lemma for _, lemma in told(reader, "ыдыс-аяқ")] == ["ыдыс-аяқ"]
    assert [lemma for _, lemma in told(reader, "кітап-тасқа")] == ["кітап", "тас"]


@pytest.mark.parametrize("text", ["кшкентай", "тамакка", "velosiped", "мұгалім"])
def test_usual_slips_are_understood(reader: Reader, text: str) -> None:
    assert told(reader, text)[0][0] is Kind.KAZAKH


def test_numbers_are_no_words(small: Reader) -> None:
    assert told(small, "2 кітап") == [(Kind.NUMBER, None), (Kind.KAZAKH, "кітап")]


@settings(max_examples=200)
@given(st.text(max_size=40))
def test_any_text_is_read_to_the_end_and_alike_a_second_time(text: str) -> None:
    reader = _READER

    first = reader.read(text)

    assert reader.read(text) == first
    assert all(one.text for one in first)


_READER = Reader(Lexicon(bundled_lexicon().entries[:300]))
