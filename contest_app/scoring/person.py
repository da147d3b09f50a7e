"""What one person's ideas add up to, each dimension with its standard error."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from contest_app.scoring.answers import PoolIdea
from contest_app.scoring.estimate import Estimate
from contest_app.scoring.flexibility import categories, switches
from contest_app.scoring.fluency import fluency
from contest_app.scoring.originality import Deviations, mean_estimate, top2_estimate
from contest_app.scoring.scored import ScoredIdea


@dataclass(frozen=True, slots=True)
class PersonScores:
    """The dimensions of one person's response to one prompt.

    Attributes
    ----------
    fluency : valid, distinct ideas. flexibility : categories among them. switches : changes of
        category from one idea to the next.
    originality_mean, originality_top2 : bits of rarity; elaboration : content words beyond the
        first. None without a valid idea: no idea is not an idea of no worth.

    """

    fluency: Estimate
    flexibility: Estimate
    switches: Estimate
    originality_mean: Estimate | None
    originality_top2: Estimate | None
    elaboration: Estimate | None


def score_people(ideas: Sequence[PoolIdea], scored: Sequence[ScoredIdea]) -> dict[str, PersonScores]:
    """Return the scores of every person of the pool, by person, sorted."""
    counted = _counted(ideas, scored)
    rarities = Deviations([[each.rarity for each in own] for own in counted.values()])
    lengths = Deviations([[each.elaboration for each in own] for own in counted.values()])
    return {person: _score_person(own, rarities, lengths) for person, own in counted.items()}


def _counted(ideas: Sequence[PoolIdea], scored: Sequence[ScoredIdea]) -> Mapping[str, list[ScoredIdea]]:
    """Return each person's valid ideas in order of answering, every idea once."""
    counted: dict[str, dict[int, ScoredIdea]] = defaultdict(dict)
    rows = sorted(zip(ideas, scored, strict=True), key=lambda row: (row[0].person, row[0].order, row[0].text))
    for given, score in rows:
        own = counted[given.person]
        if score.valid:
            own.setdefault(score.idea, score)
    return {person: list(own.values()) for person, own in counted.items()}


def _score_person(own: Sequence[ScoredIdea], rarities: Deviations, lengths: Deviations) -> PersonScores:
    rarity = [each.rarity for each in own]
    return PersonScores(
        fluency=fluency(len(own)),
        flexibility=categories([each.category for each in own]),
        switches=switches([each.category for each in own]),
        originality_mean=mean_estimate(rarity, rarities),
        originality_top2=top2_estimate(rarity, rarities),
        elaboration=mean_estimate([each.elaboration for each in own], lengths),
    )
