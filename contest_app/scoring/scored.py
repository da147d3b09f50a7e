"""What a pool says about one idea."""

from dataclasses import dataclass
from enum import StrEnum


class Basis(StrEnum):
    """What a rating rests on."""

    RATED_PROMPT = "rated_prompt"  # other answers to the same prompt were rated
    NEW_PROMPT = "new_prompt"  # answers to other prompts were rated
    OTHER_LANGUAGE = "other_language"  # answers in another language were rated


@dataclass(frozen=True, slots=True)
class Rating:
    """The rating that trained people would give on average.

    Attributes
    ----------
    value : from 1 to 5; more is more original.
    standard_error : in the same unit.
    basis : what it rests on.
    calibrated : False in a language whose ratings are too few to trust it: then it is for research
        alone, and is not shown.

    """

    value: float
    standard_error: float
    basis: Basis
    calibrated: bool = True


@dataclass(frozen=True, slots=True)
class ScoredIdea:
    """One idea's numbers.

    Attributes
    ----------
    valid : counts as an answer; False keeps all numbers below.
    flags : reasons, values of `gate.Flag`.
    idea, category : group numbers, within this run only; number 0 has the most people.
    people : distinct people with the same idea, this person included.
    pool_people : distinct people in the pool.
    sample_people, pool_sample : those of both who belong to the norm sample.
    people_share : people / pool_people, in (0, 1]; share_low and share_high are its 95 % interval.
    rarity : bits, above 0; more is rarer. It weighs the class and the norm sample as `rarity` says.
    rarity_se : its standard error, in bits.
    distance : mean cosine distance to the five nearest ideas of other people, 0 to 2; None where
        nobody else gave a valid one.
    distance_se : its standard error; None where that rests on one idea or none.
    rating : the originality that trained people would give; None without a rater.
    elaboration : content words beyond the first.
    duplicate_of : index, in the input, of the person's own earlier idea that this one repeats.

    """

    valid: bool
    flags: tuple[str, ...]
    idea: int
    category: int
    people: int
    pool_people: int
    sample_people: int
    pool_sample: int
    people_share: float
    share_low: float
    share_high: float
    rarity: float
    rarity_se: float
    distance: float | None
    distance_se: float | None
    rating: Rating | None
    elaboration: int
    duplicate_of: int | None
