"""One sentence for each idea."""

import pytest

from contest_app.scoring.explanation import SENTENCES, explain, in_english
from contest_app.scoring.gate import BLOCKING, Flag
from contest_app.scoring.scored import ScoredIdea


def idea(people: int, pool_people: int, *flags: Flag) -> ScoredIdea:
    return ScoredIdea(
        valid=BLOCKING.isdisjoint(flags),
        flags=tuple(flag.value for flag in flags),
        idea=0,
        category=0,
        people=people,
        pool_people=pool_people,
        sample_people=0,
        pool_sample=0,
        people_share=people / pool_people,
        share_low=0.0,
        share_high=1.0,
        rarity=2.04,
        rarity_se=0.5,
        distance=None,
        distance_se=None,
        rating=None,
        elaboration=0,
        duplicate_of=None,
    )


@pytest.mark.parametrize(
    ("scored", "sentence"),
    [
        (idea(1, 1), "There is nobody yet to compare this idea with."),
        (idea(1, 24), "None of the other 23 people had this idea; rarity 2.0 bits."),
        (idea(3, 100), "Rare: 3 of 100 people had this idea; rarity 2.0 bits."),
        (idea(3, 24), "3 of 24 people had this idea; rarity 2.0 bits."),
        (idea(9, 24), "Common: 9 of 24 people had this idea; rarity 2.0 bits."),
        (idea(9, 24, Flag.COPY, Flag.PASTE), "Common: 9 of 24 people had this idea; rarity 2.0 bits."),
        (idea(9, 24, Flag.DUPLICATE, Flag.PASTE), "Not counted again: the same person gave this idea before."),
        (idea(9, 24, Flag.PROFANITY, Flag.DISTRESS), "An adult is asked to read it with care."),
    ],
)
def test_an_idea_is_explained_by_its_numbers_or_its_reason(scored: ScoredIdea, sentence: str) -> None:
    assert in_english(explain(scored)) == sentence


@pytest.mark.parametrize("flag", sorted(BLOCKING))
def test_every_blocking_flag_has_its_sentence(flag: Flag) -> None:
    assert explain(idea(1, 2, flag)).key in SENTENCES
