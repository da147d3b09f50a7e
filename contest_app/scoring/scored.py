"""What a pool says about one idea."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ScoredIdea:
    """One idea's numbers.

    Attributes
    ----------
    valid : counts as an answer; False keeps all numbers below.
    flags : reasons, values of `validity.Flag`.
    idea, category : group numbers, within this run only; number 0 has the most people.
    people : distinct people with the same idea, this person included.
    pool_people : distinct people in the pool.
    people_share : people / pool_people, in (0, 1]; share_low and share_high are its 95 % interval.
    rarity : bits, above 0; more is rarer.
    distance : mean cosine distance to the five nearest ideas of other people, 0 to 2; None where
        nobody else gave a valid one.
    elaboration : content words beyond the first.
    duplicate_of : index, in the input, of the person's own earlier idea that this one repeats.

    """

    valid: bool
    flags: tuple[str, ...]
    idea: int
    category: int
    people: int
    pool_people: int
    people_share: float
    share_low: float
    share_high: float
    rarity: float
    distance: float | None
    elaboration: int
    duplicate_of: int | None
