"""Signs of self-harm, violence, abuse and bullying by phrases; `meaning` finds those that no list has."""

import re
from functools import cache

from contest_app.scoring import lexicons
from contest_app.scoring.gate.flags import Question
from contest_app.scoring.gate.spelling import comparable


def is_distress(plain: str, question: Question) -> bool:
    """Say whether a normalised text has a phrase that a responsible adult should see. It is no diagnosis.

    >>> is_distress("i want to die", Question("rope", "en")), is_distress("kill time", Question("rope", "en"))
    (True, False)
    """
    return any(
        _phrases(language).search(comparable(plain, language, question.language)) for language in lexicons.LANGUAGES
    )


@cache
def _phrases(language: str) -> re.Pattern[str]:
    """Return a pattern of all phrases; their last word may have any ending."""
    phrases = sorted(comparable(entry, language, language) for entry in lexicons.entries("distress", language))
    return re.compile("|".join(rf"\b{re.escape(phrase)}" for phrase in phrases))
