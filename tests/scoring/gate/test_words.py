"""The first gate: what is no answer, what a person should see, and what must pass."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_app.scoring.gate import BLOCKING, Flag, Question, blocks, flags_of

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
        *[("ru", text, "mash") for text in ("ыва прол дж эхъ", "смитьбю чсмить", "хорошая штука для ывлдаоы")],
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
        *[("en", text) for text in ("a nest for a pterodactyl", "excalibur", "twang it on the desk brrrr")],
        *[("ru", text) for text in ("посылка из Хогвартса", "пончо", "гарпун для рыбы", "экскалибур")],
        *[("kk", text) for text in ("ловушка для комаров, бутылкадан", "kuzetshi it en basty", "жайнамаз")],
        *[("kk", text) for text in ("ыдыс", "мысыққа төсек", "телефон ұстағыш", "бокс", "карта", "шатырға қою")],
    ],
)
def test_a_plain_answer_passes(language: str, text: str) -> None:
    assert flags(text, language) == []


def test_copies_and_pastes_count_and_only_ask_a_person_to_look() -> None:
    assert not blocks((Flag.COPY, Flag.PASTE))
    assert blocks((Flag.COPY, Flag.DUPLICATE))


def test_every_blocking_flag_blocks() -> None:
    assert {flag for flag in Flag if blocks((flag,))} == BLOCKING


REAL = [
    *[("en", text) for text in ("a doorstop", "idk", "asdfgh", "the brick!", "ok", "fuck this", "hat-rack")],
    *[("ru", text) for text in ("подпереть дверь", "не знаю", "фывапр", "кирпич", "хочу умереть", "дом-дворец")],
    *[
        ("kk", text)
        for text in ("есік тіреу", "білмеймін", "ғғғғ", "кірпішті", "esik tireu", "топас", "өлгім келеді")
    ],
]
noise = st.sampled_from(["", " ", "  ", "!", "?!", ", ", "... ", " — ", "«", "»", " / ", "\n", "\t"])


@given(st.sampled_from(REAL), st.data())
def test_spaces_case_and_punctuation_move_no_flag(real: tuple[str, str], data: st.DataObject) -> None:
    language, text = real
    parts = [data.draw(st.sampled_from([part, part.upper(), part.title()])) for part in text.split()]

    noisy = data.draw(noise) + "".join(f"{part} {data.draw(noise)}" for part in parts)

    assert flags(noisy, language) == flags(text, language)


@pytest.mark.parametrize("text", ["f*ck this", "с*ка", "х**ня какая-то", "бл*ть", "sh*t", "к*т", "fuuuuck"])
def test_a_word_behind_stars_or_stretched_is_guessed(text: str) -> None:
    assert "profanity" in flags(text, "kk")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        *[("en", text) for text in ("I don't know, maybe a hat", "no idea box for a game", "something to sit on")],
        *[("ru", text) for text in ("не знаю, может шляпа", "игра «нет идей»", "что-нибудь подпереть")],
        *[("kk", text) for text in ("білмеймін, мүмкін қалпақ", "бірдеңе тіреп қою")],
    ],
)
def test_a_refusal_with_an_idea_is_an_idea(language: str, text: str) -> None:
    assert flags(text, language) == []


@pytest.mark.parametrize(
    ("prompt", "text", "is_repeat"),
    [
        ("What would happen if people could fly?", "people could fly", True),
        ("What would happen if people could fly?", "people", False),
        ("What would happen if people could fly?", "no more traffic jams", False),
        ("box", "boxes", True),
        ("box", "boxing", False),
        ("bottle", "bottle bottles bottled", True),
        ("paper clip", "paperclips", True),
        ("paper clip", "paper", True),
    ],
)
def test_of_a_prompt_that_is_a_sentence_most_words_must_come_again(
    prompt: str, text: str, *, is_repeat: bool
) -> None:
    assert (Flag.PROMPT_REPEAT in flags_of(text, Question(prompt, "en"))) == is_repeat


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Man kann damit die Tür offen halten"),
        ("en", "sirve para decorar el jardín"),
        ("en", "on peut le mettre dans sa chambre"),
        ("ru", "бұдан мысыққа үйшік жасаймын"),
        ("ru", "用来挡门"),
        ("kk", "сделать из этого домик для кошки"),
        ("kk", "use it to keep the window open"),
        ("kk", "لإبقاء الباب مفتوحا"),
    ],
)
def test_a_sentence_in_another_language_is_seen(language: str, text: str) -> None:
    assert "other_language" in flags(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "қоржын как у бабушки"),
        ("ru", "photo zone на хэллоуин"),
        ("ru", "house для кота"),
        ("kk", "дача үшін клумба"),
        ("kk", "qus uiasy"),
        ("kk", "микрофон"),
        ("en", "shashlik fire, кулёк for seeds"),
    ],
)
def test_words_of_another_language_among_ones_own_are_none(language: str, text: str) -> None:
    assert "other_language" not in flags(text, language)


def test_a_hundred_thousand_letters_are_gated_in_time() -> None:
    assert flags("asdf" * 25_000, "en") == ["mash"]
    assert flags("a doorstop for a red barn door " * 3_000, "en") == []


def test_a_missing_value_is_no_answer() -> None:
    assert flags("NaN", "en") == ["filler"]


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
