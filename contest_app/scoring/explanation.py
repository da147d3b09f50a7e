"""Why an idea has its numbers, as facts for one sentence: pages translate the key, the command line is English."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from contest_app.scoring.gate import BLOCKING, Flag
from contest_app.scoring.scored import ScoredIdea

RARE_SHARE = 0.05
"""Up to this share of people an idea is rare, as the classical scoring of uniqueness has it."""

COMMON_SHARE = 0.20
"""From this share of people an idea is common."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """A key of `SENTENCES` and the numbers that its sentence names."""

    key: str
    numbers: Mapping[str, int | float]


SENTENCES = {
    "nobody_to_compare": "There is nobody yet to compare this idea with.",
    "nobody_else": "None of the other {others} people had this idea; rarity {rarity:.1f} bits.",
    "rare": "Rare: {people} of {pool_people} people had this idea; rarity {rarity:.1f} bits.",
    "uncommon": "{people} of {pool_people} people had this idea; rarity {rarity:.1f} bits.",
    "common": "Common: {people} of {pool_people} people had this idea; rarity {rarity:.1f} bits.",
    "care": "An adult is asked to read it with care.",
    "not_counted.mash": "Not counted: it looks like keys pressed at random.",
    "not_counted.refusal": "Not counted: it declines to answer.",
    "not_counted.prompt_repeat": "Not counted: it names the object or the task again and no use.",
    "not_counted.noun_salad": "Not counted: the words stand side by side and make no idea.",
    "not_counted.off_topic": "Not counted until a person has looked: it seems to be about something else.",
    "not_counted.profanity": "Not counted until a person has looked: it has strong language.",
    "not_counted.instruction": "Not counted: it speaks to whoever scores instead of answering.",
    "not_counted.other_language": "Not counted until a person has looked: it is in another language than the page.",
    "not_counted.filler": "Not counted: it says nothing yet.",
    "not_counted.duplicate": "Not counted again: the same person gave this idea before.",
}
"""The English sentence of every key."""


def explain(idea: ScoredIdea) -> Explanation:
    """Return the facts of one sentence about an idea: why it does not count, or how rare it is; care before all."""
    if Flag.DISTRESS in idea.flags:
        return Explanation("care", {})
    if not idea.valid:
        return Explanation(f"not_counted.{_reason(idea.flags)}", {})
    return Explanation(
        _key(idea),
        {
            "people": idea.people,
            "others": idea.pool_people - 1,
            "pool_people": idea.pool_people,
            "rarity": idea.rarity,
        },
    )


def _reason(flags: Sequence[str]) -> str:
    """Return the flag that is told: the first that blocks."""
    return next(flag for flag in flags if flag in BLOCKING)


def _key(idea: ScoredIdea) -> str:
    if idea.pool_people == 1:
        return "nobody_to_compare"
    if idea.people == 1:
        return "nobody_else"
    if idea.people_share <= RARE_SHARE:
        return "rare"
    return "common" if idea.people_share >= COMMON_SHARE else "uncommon"


def in_english(explanation: Explanation) -> str:
    """Return the sentence in English.

    >>> in_english(Explanation("common", {"people": 9, "pool_people": 24, "rarity": 1.4}))
    'Common: 9 of 24 people had this idea; rarity 1.4 bits.'
    """
    return SENTENCES[explanation.key].format(**explanation.numbers)
