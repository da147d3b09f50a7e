"""Texts as word lists are compared with them, whatever letters a pupil's keyboard has."""

from functools import lru_cache

from contest_app.scoring.kazakh.spelling import from_latin, is_latin, key


def comparable(plain: str, language: str, page: str) -> str:
    """Return a normalised text as it is compared with the lists of a language.

    Kazakh becomes its key, the same with and without its own letters, on a Kazakh page also from Latin; English
    loses its apostrophes.

    >>> comparable("не білмеймін", "kk", "kk") == comparable("ne bilmeimin", "kk", "kk")
    True
    """
    if language == "en":
        return plain.replace("'", "")
    if language == "kk":
        return " ".join(_key(word, latin=page == "kk") for word in plain.split())
    return plain


@lru_cache(maxsize=50_000)
def _key(word: str, *, latin: bool) -> str:
    return key(next(from_latin(word), word)) if latin and is_latin(word) else key(word)
