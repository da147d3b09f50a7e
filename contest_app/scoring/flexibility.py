"""Flexibility: in how many directions a person thought, and how often the direction changed.

Both grow with the number of ideas: they are reported beside fluency and never instead of it.
"""

import math
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from contest_app.scoring.estimate import Estimate


def categories(sequence: Sequence[int]) -> Estimate:
    """Return the number of distinct categories in a person's ideas.

    The error is that of the bootstrap over ideas, in closed form: with shares p of n ideas, a
    category is missing from a resample with probability (1 − p)ⁿ, two of them with
    (1 − p − q)ⁿ, which gives the variance of their number. Range 0 to n.

    >>> categories([1, 1, 2, 3]).value
    3.0
    """
    n = len(sequence)
    shares = [count / n for count in Counter(sequence).values()]
    missing = [(1 - share) ** n for share in shares]
    variance = sum(each * (1 - each) for each in missing)
    for i, one in enumerate(shares):
        for j, other in enumerate(shares):
            if i != j:
                variance += max(1 - one - other, 0.0) ** n - missing[i] * missing[j]
    return Estimate(float(len(shares)), math.sqrt(max(variance, 0.0)))


def switches(sequence: Sequence[int]) -> Estimate:
    """Return how often the category changes from one idea to the next, in order of answering.

    The model: each of the n − 1 steps switches with the same chance; its estimate under Jeffreys'
    prior gives the binomial error √((n − 1)·p·(1 − p)). Range 0 to n − 1.

    >>> switches([1, 2, 2, 1]).value
    2.0
    """
    steps = max(len(sequence) - 1, 0)
    changed = sum(one != other for one, other in pairwise(sequence))
    chance = (changed + 0.5) / (steps + 1)
    return Estimate(float(changed), math.sqrt(steps * chance * (1 - chance)))
