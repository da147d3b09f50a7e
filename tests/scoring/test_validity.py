"""The first gate: what is no answer, what a person should see, and what must pass."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_app.scoring.validity import BLOCKING, Flag, Question, blocks, flags_of

BRICK = {"en": "brick", "ru": "кирпич", "kk": "кірпіш"}


def flags(text: str, language: str) -> list[str]:
    return [flag.value for flag in flags_of(text, Question(BRICK[language], language))]


@pytest.mark.parametrize(
    ("language", "text", "flag"),
    [
        *[("en", text, "filler") for text in ("", "...", "123", "ok", "Blah blah blah", "\U0001f600")],
        *[("ru", text, "filler") for text in ("да", "бла бла", "и так далее", "2024")],
        *[("kk", text, "filler") for text in ("иә", "бір нәрсе", "тағы басқа", "-")],
        *[("en", text, "mash") for text in ("asdfgh", "qwerty", "hjkl hjkl", "aaaaaaa", "xdfghjk", "fgfgfgfg")],
        *[("ru", text, "mash") for text in ("йцукен", "фывапр", "ыыыыыы", "лалалала", "пррррр", "тмбгдкл")],
        *[("kk", text, "mash") for text in ("йцукен фыва", "ааааа", "қққққ", "ғғғғ", "бвгдджз")],
        *[("en", text, "refusal") for text in ("idk", "I don't know!", "no idea", "i dont knowe", "nothing")],
        *[("ru", text, "refusal") for text in ("не знаю", "Незнаю", "хз", "идей нет", "ничего не придумала")],
        *[("kk", text, "refusal") for text in ("білмеймін", "Білмим", "идея жоқ", "ойыма ештеңе келмейді")],
        *[("en", text, "prompt_repeat") for text in ("brick", "a brick", "Bricks!", "use the brick")],
        *[("ru", text, "prompt_repeat") for text in ("кирпич", "кирпичи", "использовать как кирпич")],
        *[("kk", text, "prompt_repeat") for text in ("кірпіш", "кірпішті қолдану", "кірпіш ретінде")],
        ("en", "lamp river sofa cloud pencil tiger moon", "noun_salad"),
        *[("en", text, "other_language") for text in ("подпереть дверь", "есікті тіреу")],
        *[("ru", text, "other_language") for text in ("prop a door", "есікті тіреп қою")],
        *[("kk", text, "other_language") for text in ("prop a door", "чтобы подпереть дверь")],
        *[("en", text, "profanity") for text in ("throw this shit away",)],
        *[("ru", text, "profanity") for text in ("нахуй выбросить",)],
        *[("en", text, "distress") for text in ("to kill myself", "I want to die", "because my dad hits me")],
        *[("ru", text, "distress") for text in ("чтобы убить себя", "я не хочу жить", "отчим бьет меня")],
        *[("kk", text, "distress") for text in ("менің өлгім келеді", "әкем ұрады", "өзімді өлтіру")],
    ],
)
def test_an_answer_that_is_none_is_named_for_what_it_is(language: str, text: str, flag: str) -> None:
    assert flag in flags(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        *[("en", text) for text in ("doorstop", "kill time", "kill a fly", "property line", "strew on ice", "tv")],
        *[("en", text) for text in ("beat eggs", "hit a nail", "cut paper", "die for casting", "bookshelf", "a b c")],
        *[("en", text) for text in ("brick oven", "a rhythm game", "nothing box for a joke", "hang a picture")],
        *[("ru", text) for text in ("убить время", "убить муху", "пролить воду", "запрос", "для кенгуру", "взбить")],
        *[("ru", text) for text in ("кормить птиц", "женитьба", "мультимедиа", "печь из кирпича", "грузило", "бита")],
        *[("ru", text) for text in ("прыгнуть с парашютом", "страховать", "художник", "повесить картину")],
        *[("kk", text) for text in ("есік тіреу", "уакыт откизу", "үй", "шыбын өлтіру", "доп соғу", "кірпіш пеш")],
        *[("kk", text) for text in ("ыдыс", "мысыққа төсек", "телефон ұстағыш", "бокс", "карта", "шатырға қою")],
    ],
)
def test_a_plain_answer_passes(language: str, text: str) -> None:
    assert flags(text, language) == []


def test_profanity_and_a_foreign_language_count_until_a_person_says_otherwise() -> None:
    assert not blocks((Flag.PROFANITY, Flag.OTHER_LANGUAGE))
    assert blocks((Flag.PROFANITY, Flag.DISTRESS))


def test_every_blocking_flag_blocks() -> None:
    assert {flag for flag in Flag if blocks((flag,))} == BLOCKING


@given(st.text(max_size=200), st.sampled_from(["kk", "ru", "en"]))
def test_any_text_whatever_is_gated(text: str, language: str) -> None:
    found = flags_of(text, Question("brick", language))

    assert list(found) == [flag for flag in Flag if flag in found]
    assert (Flag.FILLER in found) or any(letter.isalpha() for letter in text)


@pytest.mark.parametrize(("name", "language"), [("raw_en_box_rope.csv", "en"), ("raw_ru_newspaper_ruler.csv", "ru")])
def test_false_alarms_on_real_answers_stay_under_one_in_a_hundred(data: Path, name: str, language: str) -> None:
    with (data / "scoring" / name).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))

    blocked = Counter(blocks(flags_of(row["response"], Question(row["prompt"], language))) for row in rows)

    assert blocked[True] < len(rows) / 100
