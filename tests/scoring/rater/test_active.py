"""What to rate next."""

import numpy as np
import pytest

from contest_app.scoring.encoders import Float32Array
from contest_app.scoring.rater.active import MAX_CANDIDATES, TooManyCandidates, next_to_rate
from contest_app.scoring.rater.process import GaussianProcess, Kernel, no_groups

KERNEL = Kernel(shared=1.0, shared_length=0.6, noise=0.2)
NOTHING = np.empty((0, 8), dtype=np.float32)


def crowds(sizes: list[int], seed: int = 0) -> Float32Array:
    """Return unit rows in crowds about distant centres."""
    random = np.random.default_rng(seed)
    centres = np.eye(8)[: len(sizes)]
    rows = np.vstack(
        [centre + 0.05 * random.normal(size=(size, 8)) for centre, size in zip(centres, sizes, strict=True)]
    )
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def test_the_largest_crowd_is_asked_first_and_every_crowd_once() -> None:
    rows = crowds([4, 40, 12])

    chosen = next_to_rate(rows, NOTHING, KERNEL, 3)

    assert [int(np.searchsorted([4, 44], row, side="right")) for row in chosen] == [1, 2, 0]


def test_a_crowd_that_is_rated_already_waits() -> None:
    rows = crowds([30, 10])

    chosen = next_to_rate(rows, rows[:10], KERNEL, 1)

    assert chosen[0] >= 30


def test_no_row_is_chosen_twice_and_all_are_chosen_in_the_end() -> None:
    chosen = next_to_rate(crowds([5, 5]), NOTHING, KERNEL, 99)

    assert sorted(chosen.tolist()) == list(range(10))


def test_chosen_ratings_teach_more_than_drawn_ones() -> None:
    rows = crowds([60, 20, 8, 6, 4, 2], seed=1)
    truth = np.sin(rows @ np.arange(8.0)) * 2

    def error(learnt_from: np.ndarray) -> float:
        process = GaussianProcess(KERNEL).fit(rows[learnt_from], no_groups(len(learnt_from)), truth[learnt_from])
        return float(np.abs(process.predict(rows, no_groups(len(rows))) - truth).mean())

    drawn = [error(np.random.default_rng(seed).permutation(100)[:8]) for seed in range(40)]

    assert error(next_to_rate(rows, NOTHING, KERNEL, 8)) < np.quantile(drawn, 0.25)


def test_too_many_answers_are_refused_with_their_number() -> None:
    with pytest.raises(TooManyCandidates, match=str(MAX_CANDIDATES + 1)):
        next_to_rate(np.zeros((MAX_CANDIDATES + 1, 2), dtype=np.float32), NOTHING, KERNEL, 1)
