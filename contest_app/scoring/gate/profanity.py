"""Swearing and insults, by lists of words; letters behind stars are guessed."""

import re
from functools import cache

from contest_app.scoring import lexicons
from contest_app.scoring.gate.flags import Question

_STRETCHED = re.compile(r"(\w)\1{2,}")
_PLAIN_MASK = 2  # stars in a word that nobody writes but to hide it


def is_profane(plain: str, question: Question) -> bool:  # noqa: ARG001 -- one signature for all checks
    """Say whether a normalised text swears or insults, in any of the three languages.

    >>> [is_profane(text, Question("brick", "en")) for text in ("f*ck this", "an assassin's game", "shut up")]
    [True, False, True]
    """
    if _pattern().search(plain) or _pattern().search(_STRETCHED.sub(r"\1", plain)):
        return True
    return "*" in plain and any(_hides(word) for word in plain.split() if "*" in word)


@cache
def _pattern() -> re.Pattern[str]:
    """Return one pattern of all entries, which stand between borders of words; a star is any ending."""
    entries = sorted(lexicons.in_any_language("profanity"))
    whole = "|".join(re.escape(entry) for entry in entries if not entry.endswith("*"))
    beginnings = "|".join(re.escape(entry[:-1]) for entry in entries if entry.endswith("*"))
    return re.compile(rf"(?:^| )(?:(?:{whole})(?: |$)|(?:{beginnings}))")


def _hides(word: str) -> bool:
    """Say whether a word with stars between its letters could be a listed one."""
    if word.count("*") >= _PLAIN_MASK:
        return True
    hidden = re.compile(re.escape(word).replace(r"\*", "."))
    return any(
        hidden.fullmatch(entry.rstrip("*")) or (entry.endswith("*") and _begins(word, entry[:-1]))
        for entry in lexicons.in_any_language("profanity")
    )


def _begins(word: str, beginning: str) -> bool:
    letters = zip(word, beginning, strict=False)
    return len(word) >= len(beginning) and all(one in ("*", other) for one, other in letters)
