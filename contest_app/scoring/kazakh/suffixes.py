"""The suffixes of Kazakh: what each is added to, what the word is then, and the shapes it has.

A table, not rules: `grammar` reads it from a word's end to its stem. In the shapes A stands for а or
е, I for ы or і, Q for қ or к, G for ғ or г, by the harmony of the word; which shape stands after
which letter is said by the last letters before it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntFlag
from functools import cache

from contest_app.scoring.kazakh.letters import (
    BUZZING,
    GLIDES,
    LETTERS,
    NASALS,
    VOICELESS,
    VOWELS,
    Harmony,
)


class State(IntFlag):
    """What a beginning of a word is, and so what may follow."""

    NOUN = 1  # a noun, adjective, number, participle or infinitive without endings
    PLURAL = 2
    MINE = 4  # with a possessive of the first or second person
    ITS = 8  # with the possessive of the third person: its cases have н
    CASE = 16
    LOCATIVE = 32
    VERB = 64  # a verb's stem, with or without a voice
    NEGATED = 128
    CONVERB = 256  # -ып
    PRESENT = 512  # -а, -е, -й
    FINITE = 1024  # past and condition: take the short personal endings
    WISH = 2048  # -ғы of a verb: whose wish must follow
    DONE = 4096  # nothing follows


NOMINAL = State.NOUN | State.PLURAL | State.MINE | State.ITS
STEM = State.VERB | State.NEGATED
ANY_END = State((State.DONE << 1) - 1) & ~State.WISH
"""What a whole word may be."""


@dataclass(frozen=True, slots=True)
class Suffix:
    """A suffix with all its shapes.

    Attributes
    ----------
    tag : its name in an analysis.
    after : the states that it can be added to.
    gives : the state of the word with it.
    shapes : each shape with the letters that it can stand after.
    cost : what it adds to the cost of an analysis; derivation costs more than inflection.
    drops : whether a stem loses the narrow vowel of its last syllable before it (орын, орны).

    """

    tag: str
    after: State
    gives: State
    shapes: Mapping[str, frozenset[str]]
    cost: float = 1.0
    drops: bool = False


_CONSONANTS = LETTERS - VOWELS
_SOFT_L = VOWELS | GLIDES | frozenset("р")  # лар, лық, лы
_HARD_D = NASALS | BUZZING | frozenset("лғ")  # дар, дық, ды
_VOICED = VOWELS | GLIDES | NASALS | BUZZING | frozenset("рлғ")  # ға, да, ған
_LIQUID = GLIDES | frozenset("рл")
_LOAN_VOWELS = VOWELS | GLIDES  # такси, такси-сі


def _l_or_d(tail: str) -> dict[str, frozenset[str]]:
    return {f"л{tail}": _SOFT_L, f"д{tail}": _HARD_D, f"т{tail}": VOICELESS}


def _d_or_t(tail: str) -> dict[str, frozenset[str]]:
    return {f"д{tail}": _VOICED, f"т{tail}": VOICELESS}


def _g_or_q(tail: str) -> dict[str, frozenset[str]]:
    return {f"G{tail}": _VOICED, f"Q{tail}": VOICELESS}


def _m_or_b(tail: str, *, nasals_take_b: bool) -> dict[str, frozenset[str]]:
    smooth, hard = VOWELS | _LIQUID, BUZZING
    smooth, hard = (smooth, hard | NASALS) if nasals_take_b else (smooth | NASALS, hard)
    return {f"м{tail}": smooth, f"б{tail}": hard, f"п{tail}": VOICELESS}


def _buffered(tail: str, buffer: str = "I") -> dict[str, frozenset[str]]:
    """Return a suffix that needs a vowel of its own after a consonant: -м, -ым."""
    return {tail: VOWELS, f"{buffer}{tail}": _CONSONANTS}


_N, _P, _M, _T = State.NOUN, State.PLURAL, State.MINE, State.ITS
_V, _S = State.VERB, STEM

_NUMBER = (Suffix("plural", _N, _P, _l_or_d("Aр"), 0.8),)

_OWNED = _N | _P | State.WISH
_POSSESSIVES = (
    Suffix("my", _OWNED, _M, _buffered("м"), drops=True),
    Suffix("your", _OWNED, _M, _buffered("ң"), drops=True),
    Suffix("your_polite", _OWNED, _M, _buffered("ңIз"), drops=True),
    Suffix("our", _OWNED, _M, _buffered("мIз"), drops=True),
    Suffix("its", _OWNED, _T, {"сI": _LOAN_VOWELS, "I": _CONSONANTS}, drops=True),
)

_PLAIN = _N | _P | _M
_CASES = (
    Suffix("genitive", NOMINAL, State.CASE, {"нIң": VOWELS | NASALS, "дIң": _LIQUID | BUZZING, "тIң": VOICELESS}),
    Suffix("accusative", _PLAIN, State.CASE, {"нI": VOWELS, "дI": _VOICED - VOWELS, "тI": VOICELESS}),
    Suffix("accusative", _T, State.CASE, {"н": VOWELS}),
    Suffix("dative", _PLAIN, State.CASE, _g_or_q("A")),
    Suffix("dative", _M, State.CASE, {"A": frozenset("мң")}),
    Suffix("dative", _T, State.CASE, {"нA": VOWELS}),
    Suffix("locative", _PLAIN, State.LOCATIVE, _d_or_t("A")),
    Suffix("locative", _T, State.LOCATIVE, {"ндA": VOWELS}),
    Suffix("ablative", _PLAIN, State.CASE, {"дAн": _VOICED - NASALS, "тAн": VOICELESS, "нAн": NASALS}),
    Suffix("ablative", _T, State.CASE, {"нAн": VOWELS}),
    Suffix("instrumental", NOMINAL, State.CASE, _m_or_b("ен", nasals_take_b=False)),
)


def _persons(after: State, cost: float) -> tuple[Suffix, ...]:
    return (
        Suffix("i_am", after, State.DONE, _m_or_b("Iн", nasals_take_b=False), cost),
        Suffix("you_are", after, State.DONE, {"сIң": LETTERS}, cost),
        Suffix("you_are_polite", after, State.DONE, {"сIз": LETTERS}, cost * 1.5),
        Suffix("we_are", after, State.DONE, _m_or_b("Iз", nasals_take_b=False), cost),
        Suffix("you_all_are", after, State.DONE, {"сIңдAр": LETTERS, "сIздAр": LETTERS}, cost),
    )


_PERSONS = (
    *_persons(NOMINAL | State.CASE | State.LOCATIVE | State.CONVERB, 1.0),
    *_persons(State.PRESENT, 0.1),
)

_DERIVED_NOUNS = (
    Suffix("of_there", State.LOCATIVE, _N, {"GI": VOWELS}),
    Suffix("of_time", _N, _N, _g_or_q("I"), 2.0),
    Suffix("owned_by", _N | _P, _N, {"нікі": VOWELS | NASALS, "дікі": _LIQUID | BUZZING, "тікі": VOICELESS}, 1.5),
    Suffix("ness", _N, _N, _l_or_d("IQ"), 1.8),
    Suffix("with", _N, _N, _l_or_d("I"), 1.2),
    Suffix("without", _N, _N, {"сIз": LETTERS}, 1.2),
    Suffix("agent", _N, _N, {"шI": LETTERS}, 2.0),
    Suffix("like", _PLAIN, _N, _d_or_t("Aй"), 1.2),
    Suffix("like", _T, _N, {"ндAй": VOWELS}, 1.2),
    Suffix("manner", _N | _P, _N, {"шA": LETTERS}, 2.0),
    Suffix("small", _N, _N, {"шIQ": LETTERS}, 2.0),
    Suffix("more", _N, _N, _buffered("рAQ"), 1.2),
    Suffix("somewhat", _N, _N, {"лAу": _SOFT_L, "дAу": _HARD_D, "тAу": VOICELESS}, 2.0),
    Suffix("ordinal", _N, _N, _buffered("ншI"), 1.2),
    Suffix("verb_of", _N, _V, _l_or_d("A"), 3.0),
)

_VOICES = (
    Suffix("passive", _V, _V, _buffered("л"), 2.0),
    Suffix("reflexive", _V, _V, _buffered("н"), 2.1),
    Suffix("reciprocal", _V, _V, _buffered("с"), 2.2),
    Suffix("causative", _V, _V, {"дIр": _VOICED - VOWELS, "тIр": VOICELESS}, 2.0),
    Suffix("causative", _V, _V, {"т": VOWELS | _LIQUID}, 2.0),
    Suffix("causative", _V, _V, _g_or_q("Iз"), 2.0),
    Suffix("causative", _V, _V, {"Iр": _CONSONANTS}, 2.6),
    Suffix("negative", _V, State.NEGATED, _m_or_b("A", nasals_take_b=True), 1.0),
)

_PARTICIPLES = (
    Suffix("infinitive", _S, _N, {"у": LETTERS}),
    Suffix("past_participle", _S, _N, _g_or_q("Aн")),
    Suffix("habitual", _S, _N, {"AтIн": _CONSONANTS, "йтIн": VOWELS}),
    Suffix("future", _S, _N, _buffered("р", "A"), 1.2),
    Suffix("never", State.NEGATED, _N, {"с": VOWELS}),
    Suffix("intention", _S, _N, _m_or_b("AQ", nasals_take_b=True), 1.5),
    Suffix("wish", _S, State.WISH, _g_or_q("I"), 1.4),
    Suffix("tool", _V, _N, _g_or_q("Iш"), 1.5),
    Suffix("deed", _V, _N, _buffered("м"), 3.0),
    Suffix("deed", _V, _N, _buffered("с"), 3.2),
    Suffix("deed", _V, _N, _buffered("Q"), 3.4),
    Suffix("deed", _V, _N, _buffered("ндI"), 3.0),
    Suffix("deed", _V, _N, _m_or_b("A", nasals_take_b=True), 3.4),
)

_CONVERBS = (
    Suffix("converb", _S, State.CONVERB, _buffered("п"), 0.9),
    Suffix("reportedly", State.CONVERB, State.DONE, {"тI": VOICELESS}),
    Suffix("present", _S, State.PRESENT, {"A": _CONSONANTS, "й": VOWELS}, 0.9),
    Suffix("third", State.PRESENT, State.DONE, {"дI": _VOICED}, 0.1),
    Suffix("in_order", _S, State.DONE, _g_or_q("AлI")),
)

_FINITE = (
    Suffix("past", _S, State.FINITE, _d_or_t("I")),
    Suffix("condition", _S, State.FINITE, {"сA": LETTERS}),
    Suffix("i", State.FINITE, State.DONE, {"м": VOWELS}, 0.2),
    Suffix("you", State.FINITE, State.DONE, {"ң": VOWELS}, 0.2),
    Suffix("you_polite", State.FINITE, State.DONE, {"ңIз": VOWELS}, 0.2),
    Suffix("we", State.FINITE, State.DONE, {"Q": VOWELS}, 0.2),
    Suffix("you_all", State.FINITE, State.DONE, {"ңдAр": VOWELS, "ңIздAр": VOWELS}, 0.2),
)

_WISHES = (
    Suffix("let_it", _S, State.DONE, {"сIн": LETTERS}, 1.6),
    Suffix("do_polite", _S, State.DONE, _buffered("ңIз"), 1.2),
    Suffix("do_all", _S, State.DONE, _buffered("ңдAр"), 1.2),
    Suffix("do_you", _S, State.DONE, _buffered("ң"), 1.6),
    Suffix("let_me", _S, State.DONE, _buffered("йIн", "A")),
    Suffix("let_us", _S, State.DONE, _buffered("йIQ", "A")),
    Suffix("please", _S, State.DONE, {"шI": LETTERS}, 1.5),
)

SUFFIXES = (
    *_NUMBER,
    *_POSSESSIVES,
    *_CASES,
    *_PERSONS,
    *_DERIVED_NOUNS,
    *_VOICES,
    *_PARTICIPLES,
    *_CONVERBS,
    *_FINITE,
    *_WISHES,
)


@dataclass(frozen=True, slots=True)
class Shape:
    """One spelling of a suffix: the letters, the harmony and the letters that it stands after."""

    suffix: Suffix
    text: str
    harmony: Harmony
    after: frozenset[str]


_HARMONIC = {
    Harmony.BACK: str.maketrans({"A": "а", "I": "ы", "Q": "қ", "G": "ғ"}),
    Harmony.FRONT: str.maketrans({"A": "е", "I": "і", "Q": "к", "G": "г"}),
}


@cache
def shapes() -> tuple[Shape, ...]:
    """Return every spelling of every suffix.

    >>> sorted(shape.text for shape in shapes() if shape.suffix.tag == "plural")
    ['дар', 'дер', 'лар', 'лер', 'тар', 'тер']
    """
    return tuple(shape for suffix in SUFFIXES for shape in _spelt(suffix))


def _spelt(suffix: Suffix) -> Iterator[Shape]:
    for pattern, after in suffix.shapes.items():
        back, front = (pattern.translate(table) for table in _HARMONIC.values())
        if back == front:
            yield Shape(suffix, back, Harmony.EITHER, after)
        else:
            yield Shape(suffix, back, Harmony.BACK, after)
            yield Shape(suffix, front, Harmony.FRONT, after)
