"""Places with their probabilities: what is called likely must be as likely as it is called."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contest_app.scoring.pairwise.comparisons import Comparison, Preferred
from contest_app.scoring.pairwise.model import pairwise_scale
from contest_app.scoring.place_forecast import (
    AwardChange,
    Evidence,
    PlaceForecast,
    evidence_of,
    forecast_of_estimates,
    forecast_of_predictions,
    would_change_award,
    would_change_place,
)
from contest_app.scoring.severity.additive.fitting import fit_additive
from contest_app.scoring.severity.ratings import ratings_of

SIZE = 10
Simulated = list[tuple[np.ndarray, np.ndarray, np.ndarray]]

scores = st.lists(st.floats(-3, 3), min_size=2, max_size=7)


def contests(count: int, spread: float, seed: int) -> Simulated:
    """Return true scores, estimates and their covariance, errors unequal and bound to each other."""
    random = np.random.default_rng(seed)
    found = []
    for _ in range(count):
        truth = random.normal(5, spread, SIZE)
        mixed = random.normal(0, 0.3, (SIZE, SIZE)) + np.diag(random.uniform(0.3, 1.0, SIZE))
        covariance = mixed @ mixed.T
        found.append((truth, random.multivariate_normal(truth, covariance), covariance))
    return found


def said_and_true(forecasts: list[PlaceForecast[int]], truths: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Return what was said of being among the best three, and whether it was so."""
    said = [list(forecast.chance_of_top(3).values()) for forecast in forecasts]
    true = [(-truth).argsort().argsort() < 3 for truth in truths]
    return np.concatenate(said), np.concatenate(true)


@pytest.mark.parametrize("spread", [0.3, 1.0, 3.0])
def test_of_what_is_called_so_likely_so_much_comes_true(spread: float) -> None:
    simulated = contests(500, spread, seed=11)
    forecasts = [
        forecast_of_estimates(range(SIZE), seen, covariance, seed=1, draws=400) for _, seen, covariance in simulated
    ]

    said, true = said_and_true(forecasts, [truth for truth, _, _ in simulated])

    for low, high in ((0.0, 0.1), (0.1, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 1.01)):
        inside = (said >= low) & (said < high)
        if inside.sum() > 150:
            assert true[inside].mean() == pytest.approx(said[inside].mean(), abs=0.05), (spread, low)


def test_without_drawing_in_the_best_would_be_called_too_sure() -> None:
    simulated = contests(500, 0.5, seed=12)
    plain = [
        forecast_of_predictions(range(SIZE), seen, covariance, seed=1, draws=400) for _, seen, covariance in simulated
    ]

    said, true = said_and_true(plain, [truth for truth, _, _ in simulated])

    assert said[said > 0.8].mean() > true[said > 0.8].mean() + 0.1


def test_predictions_with_their_true_errors_are_as_likely_as_they_are_called() -> None:
    random = np.random.default_rng(3)
    errors = random.uniform(0.3, 1.5, (400, SIZE))
    truth = random.normal(0, 1, (400, SIZE))
    kept = 1 / (1 + errors**2)
    predictions = kept * (truth + random.normal(size=truth.shape) * errors)
    forecasts = [
        forecast_of_predictions(range(SIZE), one, np.sqrt(1 - share), seed=2, draws=400)
        for one, share in zip(predictions, kept, strict=True)
    ]

    said, true = said_and_true(forecasts, list(truth))

    for low, high in ((0.0, 0.2), (0.2, 0.5), (0.5, 0.8), (0.8, 1.01)):
        inside = (said >= low) & (said < high)
        assert true[inside].mean() == pytest.approx(said[inside].mean(), abs=0.04)


def test_changes_of_award_come_true_as_often_as_they_are_said_to() -> None:
    random, said, true = np.random.default_rng(14), [], []
    for truth, seen, covariance in contests(700, 1.0, seed=13):
        # The official score has the same marks with the severity of the judges that each entry had by lot.
        official = seen + random.normal(0, 1, SIZE)
        forecast = forecast_of_estimates(range(SIZE), seen, covariance, seed=1, draws=400)
        for change in would_change_award((-official).argsort()[:3].tolist(), forecast):
            said.append(change.probability)
            true.append(truth[change.rises] > truth[change.falls])

    assert len(said) > 500
    assert np.mean(true) == pytest.approx(np.mean(said), abs=0.04)
    strong = np.array(said) > 0.9
    assert np.array(true)[strong].mean() == pytest.approx(np.array(said)[strong].mean(), abs=0.04)


def test_from_marks_of_severe_and_mild_judges_to_places_nothing_is_called_too_sure() -> None:
    random, said, true = np.random.default_rng(3), [], []
    for _ in range(40):
        worth, severity = random.normal(0, 1, 20), random.normal(0, 0.7, 6)
        cells = [(entry, judge) for entry in range(20) for judge in random.choice(6, 3, replace=False).tolist()]
        marks = [worth[entry] - severity[judge] + random.normal(0, 0.8) for entry, judge in cells]
        columns = {"judge": [str(judge) for _, judge in cells], "entry": [str(entry) for entry, _ in cells]}
        entries = fit_additive(ratings_of(columns, marks), "judge").facet("entry")
        forecast = forecast_of_predictions(
            entries.elements, entries.effect, entries.standard_error, seed=1, draws=400
        )
        best = (-worth).argsort()[:3].tolist()
        said += list(forecast.chance_of_top(3).values())
        true += [int(entry) in best for entry in forecast.entries]

    # Were each chance right, what is said of those who made it would be the sum of its squares.
    assert np.dot(said, true) == pytest.approx(np.square(said).sum(), rel=0.1)
    assert np.mean(np.array(true)[np.array(said) > 0.8]) > 0.8


def test_changes_of_place_come_true_as_often_as_they_are_said_to() -> None:
    random, said, true = np.random.default_rng(15), [], []
    for truth, seen, covariance in contests(300, 1.0, seed=16):
        order = (-seen - random.normal(0, 1, SIZE)).argsort().argsort() + 1
        forecast = forecast_of_estimates(range(SIZE), seen, covariance, seed=1, draws=400)
        real = (-truth).argsort().argsort() + 1
        for change in would_change_place({entry: (int(at), int(at)) for entry, at in enumerate(order)}, forecast):
            said.append(change.probability)
            place = real[change.entry]
            true.append(place < change.official if change.fair < change.official else place > change.official)

    assert np.mean(true) == pytest.approx(np.mean(said), abs=0.03)


@given(scores, st.integers(0, 3))
@settings(deadline=None, max_examples=40)
def test_each_entry_has_one_place_and_each_place_one_entry(values: list[float], seed: int) -> None:
    forecast = forecast_of_estimates(range(len(values)), values, np.ones(len(values)), seed=seed, draws=200)

    assert forecast.probabilities.sum(axis=0) == pytest.approx(1.0)
    assert forecast.probabilities.sum(axis=1) == pytest.approx(1.0)
    assert sum(forecast.chance_of_top(2).values()) == pytest.approx(2.0)


@given(scores, st.integers(-9, 9))
@settings(deadline=None, max_examples=40)
def test_more_points_for_all_move_nobody(values: list[float], more: int) -> None:
    errors = np.linspace(0.5, 1.0, len(values))

    before = forecast_of_estimates(range(len(values)), values, errors, seed=1, draws=300)
    after = forecast_of_estimates(range(len(values)), np.add(values, more), errors, seed=1, draws=300)

    assert after.draws == pytest.approx(before.draws, abs=1e-6)


def test_the_same_seed_gives_the_same_numbers() -> None:
    one, two, other = (forecast_of_estimates("abc", [1, 2, 3], [1, 1, 1], seed=seed) for seed in (1, 1, 2))

    assert one.chance_of_top(1) == two.chance_of_top(1) != other.chance_of_top(1)


def test_without_errors_places_are_sure() -> None:
    forecast = forecast_of_estimates("abc", [3.0, 1.0, 2.0], [0.0, 0.0, 0.0], seed=1, draws=50)

    assert forecast.fair_places == {"a": 1, "b": 3, "c": 2}
    assert forecast.chance_of_top(1) == {"a": 1.0, "b": 0.0, "c": 0.0}
    assert forecast.span("c") == (2, 2)


def test_a_single_entry_is_first() -> None:
    assert forecast_of_estimates("a", [1.0], [1.0], seed=1, draws=10).chance_of_top(1) == {"a": 1.0}


def test_equals_share_the_chances() -> None:
    forecast = forecast_of_estimates("ab", [1.0, 1.0], [0.0, 0.0], seed=1)

    assert forecast.chance_of_top(1)["a"] == pytest.approx(0.5, abs=0.03)
    assert forecast.chance_of_better("a", "b") == 0.5


def test_a_sure_change_is_told_and_a_shared_place_is_none() -> None:
    forecast = forecast_of_predictions("abcd", [9.0, 5.0, 7.0, 1.0], [0.1, 0.1, 0.1, 0.1], seed=1, draws=200)
    official = {"a": (1, 1), "b": (2, 2), "c": (3, 3), "d": (4, 4)}

    changes = would_change_place(official, forecast)

    assert [(each.entry, each.official, each.fair, each.evidence) for each in changes] == [
        ("b", 2, 3, Evidence.STRONG),
        ("c", 3, 2, Evidence.STRONG),
    ]
    assert would_change_place(official | {"b": (2, 3), "c": (2, 3)}, forecast) == []
    assert would_change_award(["a", "b"], forecast) == [AwardChange("c", "b", 1.0)]


@pytest.mark.parametrize(("probability", "word"), [(0.95, "strong"), (0.8, "some"), (0.79, "none")])
def test_a_probability_has_its_word(probability: float, word: str) -> None:
    assert evidence_of(probability) == word


def test_abilities_of_a_final_bring_their_covariance() -> None:
    said = [("a", "b"), ("b", "c"), ("a", "c"), ("c", "b"), ("b", "a"), ("a", "b"), ("a", "c")]
    scale = pairwise_scale(Comparison(one, other, Preferred.FIRST) for one, other in said * 3)

    forecast = forecast_of_estimates(scale.entries, scale.abilities, scale.covariance, seed=1)

    assert forecast.chance_of_top(1)["a"] > 0.8
    assert 0.5 < forecast.chance_of_better("b", "c") < 0.8


@pytest.mark.parametrize(
    ("entries", "values", "errors"), [("", [], []), ("ab", [1], [1, 1]), ("ab", [1, 2], [1]), ("a", [np.nan], [1])]
)
def test_scores_that_are_none_are_refused(entries: str, values: list[float], errors: list[float]) -> None:
    with pytest.raises(ValueError, match=r"needed|finite"):
        forecast_of_estimates(entries, values, errors, seed=1)
