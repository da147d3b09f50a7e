"""The table of suffixes, against the school grammar's own tables."""

import pytest

from contest_app.scoring.kazakh.letters import VOWELS, Harmony
from contest_app.scoring.kazakh.suffixes import SUFFIXES, shapes

AFTER_VOWEL, AFTER_R_J_U, AFTER_L = "аәеоөұүыіэ", "рйу", "л"
AFTER_NASAL, AFTER_Z_ZH, AFTER_VOICELESS = "мнң", "зж", "пкқтсшщфхцч"


def shape_after(tag: str, letter: str, harmony: Harmony) -> set[str]:
    return {
        shape.text
        for shape in shapes()
        if shape.suffix.tag == tag and letter in shape.after and shape.harmony & harmony
    }


@pytest.mark.parametrize(
    ("tag", "shape", "letters"),
    [
        ("plural", "лар", AFTER_VOWEL + AFTER_R_J_U),
        ("plural", "дар", AFTER_L + AFTER_NASAL + AFTER_Z_ZH),
        ("plural", "тар", AFTER_VOICELESS),
        ("with", "лы", AFTER_VOWEL + AFTER_R_J_U),
        ("with", "ды", AFTER_L + AFTER_NASAL + AFTER_Z_ZH),
        ("with", "ты", AFTER_VOICELESS),
        ("genitive", "ның", AFTER_VOWEL + AFTER_NASAL),
        ("genitive", "дың", AFTER_R_J_U + AFTER_L + AFTER_Z_ZH),
        ("genitive", "тың", AFTER_VOICELESS),
        ("instrumental", "мен", AFTER_VOWEL + AFTER_R_J_U + AFTER_L + AFTER_NASAL),
        ("instrumental", "бен", AFTER_Z_ZH),
        ("instrumental", "пен", AFTER_VOICELESS),
        ("negative", "ма", AFTER_VOWEL + AFTER_R_J_U + AFTER_L),
        ("negative", "ба", AFTER_NASAL + AFTER_Z_ZH),
        ("negative", "па", AFTER_VOICELESS),
        ("past_participle", "ған", AFTER_VOWEL + AFTER_R_J_U + AFTER_L + AFTER_NASAL + AFTER_Z_ZH),
        ("past_participle", "қан", AFTER_VOICELESS),
        ("converb", "п", AFTER_VOWEL),
        ("converb", "ып", AFTER_R_J_U + AFTER_L + AFTER_NASAL + AFTER_Z_ZH + AFTER_VOICELESS),
    ],
)
def test_a_suffix_has_the_shape_that_its_neighbour_asks_for(tag: str, shape: str, letters: str) -> None:
    assert [shape_after(tag, letter, Harmony.BACK) for letter in letters] == [{shape}] * len(letters)


@pytest.mark.parametrize(
    ("tag", "back", "front"),
    [
        ("plural", "тар", "тер"),
        ("dative", "қа", "ке"),
        ("past_participle", "қан", "кен"),
        ("ness", "тық", "тік"),
        ("tool", "қыш", "кіш"),
        ("habitual", "атын", "етін"),
        ("instrumental", "пен", "пен"),
    ],
)
def test_a_suffix_follows_the_harmony_of_the_word(tag: str, back: str, front: str) -> None:
    assert (shape_after(tag, "т", Harmony.BACK), shape_after(tag, "т", Harmony.FRONT)) == ({back}, {front})


def test_no_shape_has_vowels_of_both_harmonies_but_those_that_never_change() -> None:
    mixed = {shape.text for shape in shapes() if set(shape.text) & set("аыұо") and set(shape.text) & set("еіүөә")}

    assert mixed == set()


def test_every_suffix_can_stand_after_something() -> None:
    assert all(letters for suffix in SUFFIXES for letters in suffix.shapes.values())
    assert any(letters & VOWELS for suffix in SUFFIXES for letters in suffix.shapes.values())
