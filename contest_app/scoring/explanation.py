"""Why an idea has its numbers, as facts for one sentence: pages translate the key, the command line is English."""

from collections.abc import Mapping
from dataclasses import dataclass

from contest_app.scoring.scored import ScoredIdea
from contest_app.scoring.validity import BLOCKING

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
    "not_counted.filler": "Not counted: it says nothing yet.",
    "not_counted.mash": "Not counted: it looks like keys pressed at random.",
    "not_counted.refusal": "Not counted: it declines to answer.",
    "not_counted.prompt_repeat": "Not counted: it names the object and no use.",
    "not_counted.noun_salad": "Not counted: it is a string of words and no sentence.",
    "not_counted.duplicate": "Not counted again: the same person gave this idea before.",
    "not_counted.distress": "Not counted until an adult has read it with care.",
}
"""The English sentence of every key."""


def explain(idea: ScoredIdea) -> Explanation:
    """Return the facts of one sentence about an idea: the reason it does not count, or how rare it is."""
    if not idea.valid:
        reason = next(flag for flag in idea.flags if flag in BLOCKING)
        return Explanation(f"not_counted.{reason}", {})
    return Explanation(
        _key(idea),
        {
            "people": idea.people,
            "others": idea.pool_people - 1,
            "pool_people": idea.pool_people,
            "rarity": idea.rarity,
        },
    )


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
