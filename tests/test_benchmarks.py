"""The measurements themselves, at tiny sizes: that they run to their end, not how fast."""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite

import pytest

from benchmarks import allocation, certificates, jobs, scoring_speed
from benchmarks.measure import Measurement
from contest_app.scoring.encoders.characters import CharacterEncoder

SUBJECTS: dict[str, Callable[[], list[Measurement]]] = {
    "scoring": lambda: list(scoring_speed.measure(20, CharacterEncoder(), "characters", ["kk"], rounds=1)),
    "jobs": lambda: [jobs.measure(3)],
    "allocation": lambda: [allocation.measure(entries=12, judges=5, reviews=2)],
    "certificates": lambda: [certificates.measure(count=2, processes=1)],
}


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_subject_is_measured_at_a_tiny_size_too(subject: str) -> None:
    measured = SUBJECTS[subject]()

    assert measured
    assert all(isfinite(each.ratio) and each.ratio > 0 for each in measured)


def test_a_ratio_above_one_says_that_ours_is_the_faster() -> None:
    assert Measurement("ours", "the other", ours=0.5, other=2.0, size="").cells[2:5] == ("4.00", "500.0 ms", "2.00 s")


def test_a_pool_is_the_same_in_every_run_and_holds_repeated_wordings() -> None:
    pool = scoring_speed.pool_of("kk", 1_000)
    wordings = {idea.text for idea in pool}

    assert pool == scoring_speed.pool_of("kk", 1_000)
    assert len(pool) == 1_000
    assert 500 < len(wordings) < 1_000
