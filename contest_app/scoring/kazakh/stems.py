"""What stands before the suffixes: a lemma's stems, and what a stem was before a suffix changed its end."""

from collections.abc import Iterator

from contest_app.scoring.kazakh.letters import VOICELESS_OF, VOWELS, Harmony, harmony

_NARROW = ("ы", "і")
_PARTED = frozenset({"рқ", "лқ", "рк", "лк"})
_GLIDE_BEFORE = {"а": "я", "у": "ю"}
"""How й and the vowel after it are written as one letter: қой + ады, қояды."""


def verb_stems(lemma: str) -> tuple[str, ...]:
    """Return what may stand before a verb's suffixes: its form in -у does not always tell.

    >>> verb_stems("жабу"), verb_stems("жасау"), verb_stems("қою"), verb_stems("кию"), verb_stems("оқу")
    (('жап',), ('жаса',), ('қой',), ('ки',), ('оқ', 'оқы'))
    >>> verb_stems("қорқу")
    ('қорқ', 'қорқы', 'қорық')
    """
    base = lemma[:-1]
    if lemma.endswith("ю"):
        return (base,) if base.endswith("и") else (f"{base}й",)
    last = base[-1:]
    if last in VOICELESS_OF:
        return (base[:-1] + VOICELESS_OF[last],)
    if last in VOWELS or last == "у":
        return (base,)
    narrow = _narrow_of(base)
    if base[-2:] in _PARTED:  # қорқ-у, қорық-ты
        return (base, base + narrow, base[:-1] + narrow + last)
    return (base, base + narrow)


def _narrow_of(base: str) -> str:
    return "і" if harmony(base) == Harmony.FRONT else "ы"


def contractions(suffix: str) -> Iterator[tuple[str, str]]:
    """Yield how a suffix is spelt, and what must be put back to the left of it.

    >>> list(contractions("ады")), list(contractions("йды"))
    ([('ады', ''), ('яды', 'й')], [('йды', ''), ('иды', 'ы'), ('иды', 'і')])
    """
    yield suffix, ""
    if suffix[0] in _GLIDE_BEFORE:
        yield _GLIDE_BEFORE[suffix[0]] + suffix[1:], "й"
    if suffix[0] == "й":
        yield from ((f"и{suffix[1:]}", vowel) for vowel in _NARROW)
    if suffix == "у":  # оқы + у is written оқу, ки + у кию
        yield from ((suffix, vowel) for vowel in _NARROW)
        yield "ю", ""


def before_vowel(left: str, *, drops: bool, converb: bool) -> Iterator[str]:
    """Yield what a stem may have been before a suffix that begins with a vowel.

    >>> list(before_vowel("аяғ", drops=True, converb=False)), list(before_vowel("орн", drops=True, converb=False))
    (['аяғ', 'аяқ'], ['орн', 'орын', 'орін'])
    """
    yield left
    last = left[-1:]
    if last in _SOFTENED:  # руль + і is written рулі
        yield f"{left}ь"
    if last in VOICELESS_OF:
        yield left[:-1] + VOICELESS_OF[last]
    if converb and last == "у":  # жап + ып is written жауып
        yield f"{left[:-1]}п"
    if drops and len(left) > 2 and last not in _WIDE and left[-2] not in _WIDE:  # noqa: PLR2004 -- two consonants and more
        yield from (f"{left[:-1]}{vowel}{last}" for vowel in _NARROW)


_SOFTENED = frozenset("лбвр")
_WIDE = VOWELS - frozenset(_NARROW)
