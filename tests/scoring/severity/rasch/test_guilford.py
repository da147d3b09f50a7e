"""Guilford's ratings: the worked example of many-facet Rasch measurement."""

import numpy as np
import pytest

from benchmarks.judging_known import Known, fitted, optimal_answers, published_answers
from contest_app.scoring.severity.rasch.fitting import RaschFit
from contest_app.scoring.severity.rasch.measures import measures_of

TOLERANCES = {"fixed chi-square of bias": 1.3, "standard deviation of t": 0.035}


@pytest.fixture(scope="module")
def fit() -> RaschFit:
    return fitted()


@pytest.mark.parametrize("known", published_answers(), ids=lambda known: known.what)
def test_the_published_digits_come_out(known: Known) -> None:
    tolerance = 0.1 if known.what.startswith(("its t", "expected")) else TOLERANCES.get(known.what, 0.035)

    assert known.ours == pytest.approx(known.published, abs=tolerance)


def test_every_measure_and_threshold_is_that_of_the_maximum() -> None:
    answers = optimal_answers()

    assert len(answers) == 23
    assert [known.ours for known in answers] == pytest.approx([known.published for known in answers], abs=0.002)


def test_errors_and_mean_squares_are_the_known_ones(fit: RaschFit) -> None:
    judge, examinee, trait = measures_of(fit)

    errors = [float(each.standard_error.mean()) for each in (judge, examinee, trait)]
    assert errors == pytest.approx([0.117, 0.180, 0.150], abs=0.002)
    infit = {name: value for each in (judge, examinee) for name, value in zip(each.elements, each.infit, strict=True)}
    known = {"Brahe": 1.48, "Cavendish": 0.67, "Edward": 1.99, "Anne": 0.24}
    assert [infit[name] for name in known] == pytest.approx(list(known.values()), abs=0.005)


def test_at_the_maximum_every_score_and_every_count_of_a_category_is_as_expected(fit: RaschFit) -> None:
    """Worked out again, rating by rating, from the printed equation alone."""
    judge, examinee, trait = fit.measures
    places, categories = fit.ratings.places, fit.ratings.values.astype(int) - 1
    chances = np.zeros((105, 9))
    for row, (one, two, three) in enumerate(places):
        steps = examinee[two] - trait[three] - judge[one] - fit.thresholds[0]
        weights = np.exp(np.concatenate([[0.0], np.cumsum(steps)]))
        chances[row] = weights / weights.sum()

    residuals = categories - chances @ np.arange(9)

    for facet in range(3):
        assert np.bincount(places[:, facet], residuals) == pytest.approx(0, abs=1e-6)
    assert chances.sum(axis=0) == pytest.approx(np.bincount(categories), abs=1e-6)
    assert fit.convergence.reached


def test_examinees_traits_and_thresholds_are_centred_and_judges_float(fit: RaschFit) -> None:
    judge, examinee, trait = fit.measures

    centres = [examinee.mean(), trait.mean(), fit.thresholds.sum()]
    assert centres == pytest.approx([0, 0, 0], abs=1e-9)
    assert judge.mean() == pytest.approx(0.063, abs=0.002)
