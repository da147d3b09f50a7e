"""Learning the standard errors: maximum likelihood, then stretched until the intervals hold what they say.

Apart from `uncertainty`, because a worker that only rates need not load an optimizer.
"""

import numpy as np
from scipy.optimize import minimize

from contest_app.scoring.rater.uncertainty import COVERAGE, QUANTILE, ErrorModel, facts
from contest_app.scoring.rater.views import Floats

_NEVER_EXACT = 1e-4  # squared rating units: without it a perfect fit has no smallest variance
_RIDGE = 0.02  # on the slopes: a thousand answers must not bend the variance


def learn_errors(estimates: Floats, ratings: Floats, disagreement: Floats, words: Floats) -> ErrorModel:
    """Learn from estimates of answers that the experts have not seen, and their ratings."""
    known = facts(estimates, disagreement, words)
    squares = np.maximum((ratings - estimates) ** 2, _NEVER_EXACT)

    def loss(beta: Floats) -> tuple[float, Floats]:
        log_variance = known @ beta
        scaled = squares * np.exp(-log_variance)
        penalty = _RIDGE * beta[1:]
        gradient = 0.5 * known.T @ (1.0 - scaled) / len(known)
        gradient[1:] += penalty
        return float(0.5 * (log_variance + scaled).mean() + 0.5 * penalty @ beta[1:]), gradient

    start = np.zeros(known.shape[1])
    start[0] = np.log(squares.mean())
    beta = minimize(loss, start, jac=True, method="L-BFGS-B").x
    unstretched = ErrorModel(tuple(beta.tolist()), 1.0)
    errors = unstretched.standard_errors(estimates, disagreement, words)
    reached = float(np.quantile(np.abs(ratings - estimates) / errors, COVERAGE))
    return ErrorModel(unstretched.coefficients, reached / QUANTILE)
