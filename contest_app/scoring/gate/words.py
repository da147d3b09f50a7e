"""The checks that words alone can do, one after the other; no encoder is needed."""

from collections.abc import Callable, Mapping
from typing import Final

from contest_app.scoring.gate.distress import is_distress
from contest_app.scoring.gate.emptiness import is_filler, is_prompt_repeat
from contest_app.scoring.gate.flags import Flag, Question, in_order
from contest_app.scoring.gate.foreign import is_other_language
from contest_app.scoring.gate.mash import is_mash
from contest_app.scoring.gate.profanity import is_profane
from contest_app.scoring.gate.refusal import is_refusal
from contest_app.scoring.gate.salad import is_noun_salad
from contest_app.scoring.text import normalise

Check = Callable[[str, Question], bool]

CHECKS: Final[Mapping[Flag, Check]] = {
    Flag.MASH: is_mash,
    Flag.REFUSAL: is_refusal,
    Flag.PROMPT_REPEAT: is_prompt_repeat,
    Flag.NOUN_SALAD: is_noun_salad,
    Flag.PROFANITY: is_profane,
    Flag.OTHER_LANGUAGE: is_other_language,
    Flag.FILLER: is_filler,
    Flag.DISTRESS: is_distress,
}
"""What is asked of every normalised text, in the order of `Flag`."""


def flags_of(text: str, question: Question) -> tuple[Flag, ...]:
    """Return the flags that the words of one idea give, in the order of `Flag`.

    What needs an encoder or other ideas is not among them: see `meaning`, `duplicates` and `copies`.

    >>> flags_of("asdfgh", Question("brick", "en"))
    (<Flag.MASH: 'mash'>,)
    """
    plain = normalise(text)
    found = tuple(flag for flag, check in CHECKS.items() if check(plain, question))
    # A cry for help, said outright, is no answer to a task.
    return in_order((*found, Flag.OFF_TOPIC)) if found == (Flag.DISTRESS,) else found
