"""Made-up words and keys at random, as a child or a doubter types them."""

import random
from collections.abc import Iterator

CHANCE = random.Random(0)  # noqa: S311 -- the same texts each time
"""What is drawn by chance here and beside here is drawn from this."""

_ROWS = {
    "latin": ["qwertyuiop", "asdfghjkl", "zxcvbnm"],
    "cyrillic": ["йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю", "әіңғүұқөһ"],
}
_CONSONANTS = {"latin": "bcdfghjklmnprstvwz", "cyrillic": "бвгджзклмнпрстфхцчшщ"}
_VOWELS = {"latin": "aeiou", "cyrillic": "аеиоуыэюя"}
_BEGINNINGS = {
    "latin": ["bl", "gr", "kr", "tr", "fl", "sn", "pl", "dr", "st", "sk", "gn", "thr"],
    "cyrillic": ["бл", "гр", "кр", "тр", "фл", "пл", "др", "ст", "ск", "шк", "мл", "хр", "қ", "ғ"],
}
_PRONOUNCED = 0.6


def mashes(alphabet: str, count: int) -> Iterator[str]:
    """Yield that many made-up words of an alphabet, three letters and longer."""
    made = 0
    while made < count:
        word = _pronounced(alphabet) if CHANCE.random() < _PRONOUNCED else _typed(alphabet)
        if len(word) > 2:
            made += 1
            yield word


def _pronounced(alphabet: str) -> str:
    return "".join(_syllable(alphabet) for _ in range(CHANCE.choice([1, 2, 2, 3, 3, 4])))


def _syllable(alphabet: str) -> str:
    consonants, vowel = _CONSONANTS[alphabet], CHANCE.choice(_VOWELS[alphabet])
    kind = CHANCE.random()
    if kind < 0.5:
        return CHANCE.choice(consonants) + vowel
    if kind < 0.8:
        return CHANCE.choice(consonants) + vowel + CHANCE.choice(consonants)
    return CHANCE.choice(_BEGINNINGS[alphabet]) + vowel + CHANCE.choice(consonants)


def _typed(alphabet: str) -> str:
    rows, kind, letters = _ROWS[alphabet], CHANCE.random(), CHANCE.randint(3, 12)
    if kind < 0.4:
        return "".join(CHANCE.choices(CHANCE.choice(rows), k=letters))
    if kind < 0.7:
        return "".join(CHANCE.choices("".join(rows), k=letters))
    if kind < 0.85:
        row, start = CHANCE.choice(rows), CHANCE.randrange(8)
        return (row + row)[start : start + letters]
    return "".join(CHANCE.choices("".join(rows), k=CHANCE.randint(2, 4))) * CHANCE.randint(2, 3)
