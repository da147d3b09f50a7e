"""Fluency: how many ideas a person had."""

import math

from contest_app.scoring.estimate import Estimate


def fluency(count: int) -> Estimate:
    """Return the number of valid, distinct ideas, with the error of a count.

    The model: ideas come as a Poisson process, so a person who had ``count`` of them has a rate
    with the posterior Gamma(count + 1/2, 1) under Jeffreys' prior, whose standard deviation is
    √(count + 1/2). Range 0 upwards, in ideas; more is better.

    >>> fluency(2)
    Estimate(value=2.0, standard_error=1.5811388300841898)
    """
    return Estimate(float(count), math.sqrt(count + 0.5))
