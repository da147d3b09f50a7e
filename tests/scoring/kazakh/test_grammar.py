"""From forms to lemmas: a table checked by hand, and forms made by rules written here."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_app.scoring.kazakh.cuts import Cutter
from contest_app.scoring.kazakh.grammar import Grammar
from contest_app.scoring.kazakh.lexicon import Entry, bundled_lexicon

with Path(__file__).with_name("forms.tsv").open(encoding="utf-8", newline="") as file:
    FORMS = list(csv.DictReader(file, delimiter="\t"))


@pytest.fixture(scope="module")
def grammar() -> Grammar:
    return Grammar((entry for entry in bundled_lexicon().entries if " " not in entry.lemma), Cutter())


def lemmas(grammar: Grammar, form: str) -> list[str]:
    return [analysis.entry.lemma for analysis in grammar.analyses(form)]


@pytest.mark.parametrize("row", FORMS, ids=lambda row: row["form"])
def test_a_form_checked_by_hand_is_understood(grammar: Grammar, row: dict[str, str]) -> None:
    found = {(analysis.entry.lemma, "+".join(analysis.tags)) for analysis in grammar.analyses(row["form"])}

    assert (row["lemma"], row["tags"]) in found


def test_the_first_reading_of_a_form_is_mostly_the_right_word(grammar: Grammar) -> None:
    firsts = [grammar.analyses(row["form"])[0] for row in FORMS]

    # A lemma of its own (тұзды, ойнату) is as good as the word that it comes from.
    right = [
        first.entry.lemma == row["lemma"] or first.entry.lemma.startswith(row["lemma"][:-1])
        for first, row in zip(firsts, FORMS, strict=True)
    ]
    assert sum(right) / len(right) >= 0.97


NOUNS = {
    "back": ["арқан", "тақта", "тас", "қағаз", "доп", "қар", "жол", "бала", "тау", "шам"],
    "front": ["кілем", "сөмке", "тіс", "теңіз", "мектеп", "көйлек", "көпір", "гүл", "әже", "үй", "өзен"],
}
VOWELS_OF = {"back": ("а", "ы", "ғ", "қ"), "front": ("е", "і", "г", "к")}

noun_with_harmony = st.sampled_from([(word, side) for side, words in NOUNS.items() for word in words])


def plural(word: str, side: str) -> str:
    first = "л" if word[-1] in "аәеоөыіүұрйу" else "д" if word[-1] in "лмнңзж" else "т"
    return f"{word}{first}{VOWELS_OF[side][0]}р"


def dative(word: str, side: str) -> str:
    wide, _, voiced, voiceless = VOWELS_OF[side]
    return f"{word}{voiceless if word[-1] in 'пкқтсшфхцч' else voiced}{wide}"


def locative(word: str, side: str) -> str:
    return f"{word}{'т' if word[-1] in 'пкқтсшфхцч' else 'д'}{VOWELS_OF[side][0]}"


def possessive(word: str, side: str) -> str:
    narrow = VOWELS_OF[side][1]
    if word[-1] in "аәеоөыі":
        return f"{word}с{narrow}"
    return word[:-1] + {"п": "б", "к": "г", "қ": "ғ"}.get(word[-1], word[-1]) + narrow


@given(noun_with_harmony)
def test_a_noun_is_found_in_all_its_forms(noun: tuple[str, str]) -> None:
    word, side = noun
    grammar = Grammar([Entry(word, "n", "слово", "word")], Cutter())
    forms = {
        plural(word, side): ("plural",),
        dative(word, side): ("dative",),
        dative(plural(word, side), side): ("plural", "dative"),
        locative(word, side): ("locative",),
        possessive(word, side): ("its",),
        possessive(plural(word, side), side): ("plural", "its"),
        possessive(word, side) + "н" + VOWELS_OF[side][0]: ("its", "dative"),
        locative(word, side) + VOWELS_OF[side][2] + VOWELS_OF[side][1]: ("locative", "of_there"),
    }

    assert {form: [analysis.tags for analysis in grammar.analyses(form)] for form in forms} == {
        form: [tags] for form, tags in forms.items()
    }


@given(noun_with_harmony, st.sampled_from([plural, dative, locative]))
def test_a_form_with_the_other_harmony_is_none(noun: tuple[str, str], rule: object) -> None:
    word, side = noun
    grammar = Grammar([Entry(word, "n", "слово", "word")], Cutter())
    other = {"back": "front", "front": "back"}[side]

    assert grammar.analyses(rule(word, other)) == ()  # type: ignore[operator]


@pytest.mark.parametrize("form", ["кітапдар", "кітапге", "қыздер", "гүллер", "таспа мен", "кітаптардар", ""])
def test_a_form_against_the_rules_is_none(form: str) -> None:
    nouns = [Entry(word, "n", "слово", "word") for word in ("кітап", "қыз", "гүл", "тас")]
    grammar = Grammar([*nouns, Entry("оқу", "v", "читать", "read")], Cutter())

    assert grammar.analyses(form) == ()


def test_a_particle_takes_no_suffixes_and_a_postposition_does() -> None:
    grammar = Grammar([Entry("да", "post", "тоже", "also"), Entry("дейін", "post", "до", "until")], Cutter())

    assert [analysis.tags for analysis in grammar.analyses("да")] == [()]
    assert grammar.analyses("даға") == ()
    assert [analysis.tags for analysis in grammar.analyses("дейінгі")] == [("of_time",)]


def test_the_lemma_itself_comes_before_what_it_could_be_a_form_of(grammar: Grammar) -> None:
    assert lemmas(grammar, "алма")[0] == "алма"
    assert lemmas(grammar, "отын")[0] == "отын"


def test_a_loose_grammar_forgives_harmony() -> None:
    grammar = Grammar([Entry("бала", "n", "ребёнок", "child")], Cutter(strict=False))

    assert [analysis.tags for analysis in grammar.analyses("баладер")] == [("plural",)]


@given(st.text(alphabet="абгғдеіқлмнорстуы", max_size=14))
def test_any_word_is_read_in_order_of_cost_and_no_lemma_twice(word: str) -> None:
    grammar = Grammar(
        [Entry("ал", "n", "а", "a"), Entry("тару", "v", "б", "b"), Entry("сы", "n", "в", "c")], Cutter()
    )

    analyses = grammar.analyses(word)

    assert [analysis.cost for analysis in analyses] == sorted(analysis.cost for analysis in analyses)
    assert len({analysis.entry for analysis in analyses}) == len(analyses)
