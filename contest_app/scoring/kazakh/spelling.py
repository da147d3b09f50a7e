"""Kazakh as it is typed: without its special letters, in Latin by several habits, with letters of both alphabets.

Words are compared by a key in which all spellings of a sound are one letter: ә is а, ғ is г, қ is к,
ң is н, ө is о, ұ and ү are у, and і, и, й are ы.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain, combinations, islice

from contest_app.scoring.kazakh.cuts import Orthography
from contest_app.scoring.kazakh.letters import KAZAKH_ONLY, Harmony, harmony

_KEY = str.maketrans(
    {
        "ә": "а", "ғ": "г", "қ": "к", "ң": "н", "ө": "о", "ұ": "у", "ү": "у", "і": "ы", "и": "ы", "й": "ы",
        "һ": "х", "э": "е", "ё": "о", "ч": "ш", "щ": "ш", "ц": "с", "ю": "ыу", "я": "ыа", "ъ": "", "ь": "",
    }
)  # fmt: skip


def key(word: str) -> str:
    """Return what all Cyrillic spellings of a word have in common.

    >>> key("күйі"), key("куйи"), key("күйы")
    ('куыы', 'куыы', 'куыы')
    """
    return word.translate(_KEY)


@lru_cache(maxsize=200_000)
def key_harmony(word: str) -> Harmony:
    """Return the harmony of a key: only е, or а after another vowel, tell it.

    >>> key_harmony("озен").name, key_harmony("бала").name, key_harmony("кун").name
    ('FRONT', 'BACK', 'EITHER')
    """
    vowels = [letter for letter in word if letter in "аеоуы"]
    last = vowels[-1:]
    if last == ["е"]:
        return Harmony.FRONT
    return Harmony.BACK if last == ["а"] and len(vowels) > 1 else Harmony.EITHER


_UNLIKELY = {
    ("и", "ы"): 0.6, ("ы", "і"): 0.4, ("ы", "и"): 0.4, ("ы", "й"): 0.2, ("и", "й"): 0.2, ("й", "и"): 0.2,
    ("э", "е"): 0.5, ("ч", "ш"): 1.5, ("щ", "ш"): 1.5, ("ц", "с"): 1.5,
}  # fmt: skip
"""What it costs that the first letter was typed for the second; nothing for a plain letter without its mark."""

_WRONG_MARK = 1.0
_WRONG_TAIL = {Harmony.FRONT: ("ы", 0.4), Harmony.BACK: ("и", 0.4)}


def unlikeness(typed: str, stem: str) -> float:
    """Return what it costs to read a form as one of a stem, by their letters.

    >>> unlikeness("сандик", "сәндік"), unlikeness("сандик", "сандық")
    (0.0, 0.6)
    """
    cost = 0.0
    for letter, true in zip(typed, stem, strict=False):
        if letter != true:
            if key(letter) != key(true):  # one of them is written with two letters, or a consonant is voiced
                break
            cost += _WRONG_MARK if letter in KAZAKH_ONLY else _UNLIKELY.get((letter, true), 0.0)
    vowel, price = _WRONG_TAIL.get(harmony(stem), ("", 0.0))
    return cost + price if vowel and vowel in typed[len(stem) :] else cost


BY_KEY = Orthography(fold=key, harmony=key_harmony, unlikeness=unlikeness)
"""Words as pupils type them."""

_LOOKALIKES = str.maketrans("aceopxyikhbmtəïөӊѳ", "асеорхуікһвмтәіөңө")
_LATIN = re.compile(r"[a-zà-ɏə]")
_CYRILLIC = re.compile(r"[а-яёӊѳіәғқңөұүһ]")


def is_latin(word: str) -> bool:
    """Say whether a lower-case word is in Latin letters."""
    return _LATIN.search(word) is not None and _CYRILLIC.search(word) is None


def one_alphabet(word: str) -> str:
    """Return a Cyrillic word with the Latin letters in it replaced by the Cyrillic ones that look the same.

    >>> one_alphabet("кiтaп")
    'кітап'
    """
    return word if _LATIN.search(word) is None or is_latin(word) else word.translate(_LOOKALIKES)


_SOUNDS = (
    ("shch", ("щ",)), ("ngh", ("нг",)), ("sh", ("ш", "сх")), ("ch", ("ш", "ч")), ("zh", ("ж",)), ("kh", ("х", "к")),
    ("gh", ("г",)), ("ng", ("н", "нг")), ("ts", ("тс", "ц")), ("ya", ("я",)), ("yu", ("ю", "ыу")),
    ("ye", ("е", "ые")), ("ae", ("а", "ае")), ("oe", ("о", "ое")), ("ue", ("у", "уе")), ("s'", ("ш",)),
    ("c'", ("ш",)), ("y'", ("у",)), ("i'", ("й",)),
    ("a", ("а",)), ("b", ("б",)), ("c", ("с", "ц")), ("d", ("д",)), ("e", ("е", "а")), ("f", ("ф",)), ("g", ("г",)),
    ("h", ("х",)), ("i", ("и",)), ("j", ("ж", "й")), ("k", ("к",)), ("l", ("л",)), ("m", ("м",)), ("n", ("н",)),
    ("o", ("о",)), ("p", ("п",)), ("q", ("к",)), ("r", ("р",)), ("s", ("с",)), ("t", ("т",)), ("u", ("у",)),
    ("v", ("в",)), ("w", ("у", "ш")), ("x", ("х", "кс")), ("y", ("ы", "у")), ("z", ("з",)), ("4", ("ш",)),
    ("6", ("ш",)), ("'", ("",)),
)  # fmt: skip
"""Latin spellings and what they may stand for, the commonest first; longer ones come first."""

_BY_SPELLING = dict(_SOUNDS)
_SPELLING = re.compile("|".join(re.escape(spelling) for spelling, _ in _SOUNDS))
_MARKED = str.maketrans({"ş": "sh", "ə": "a", "ı": "y", "ý": "u", "ŋ": "n", "ø": "o", "ß": "s"})
_MOST_READINGS = 12
"""Of one word: more habits at once are nobody's."""


def from_latin(word: str) -> Iterator[str]:
    """Yield what a word in Latin may be in Cyrillic without special letters, the likeliest first.

    >>> next(from_latin("üshin")), list(from_latin("kyn"))
    ('ушин', ['кын', 'кун'])
    """
    plain = unicodedata.normalize("NFKD", word.translate(_MARKED))
    pieces = _SPELLING.findall("".join(letter for letter in plain if not unicodedata.combining(letter)))
    choices = [_BY_SPELLING[piece] for piece in pieces]
    for changed in islice(_second_choices(choices), _MOST_READINGS):
        yield "".join(choice[place in changed] for place, choice in enumerate(choices))


def _second_choices(choices: Sequence[Sequence[str]]) -> Iterator[tuple[int, ...]]:
    """Yield at which places the second choice is taken: nowhere, at one place from the first on, at two."""
    places = [place for place, choice in enumerate(choices) if len(choice) > 1]
    return chain.from_iterable(combinations(places, count) for count in range(3))
