"""What goes on the scale of a dimension."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_app.scoring.composite import Dimension, measure
from contest_app.scoring.estimate import Estimate
from contest_app.scoring.person import PersonScores

SCORES = PersonScores(
    fluency=Estimate(4.0, 2.1),
    flexibility=Estimate(2.0, 0.5),
    switches=Estimate(1.0, 0.5),
    originality_mean=Estimate(3.5, 0.4),
    originality_top2=Estimate(5.0, 0.6),
    elaboration=Estimate(1.5, 0.3),
)


@pytest.mark.parametrize(
    ("dimension", "expected"),
    [
        (Dimension.FLUENCY, 4.375**0.5),
        (Dimension.FLEXIBILITY, 2.375**0.5),
        (Dimension.ORIGINALITY_MEAN, 3.5),
        (Dimension.ORIGINALITY_TOP2, 5.0),
        (Dimension.ELABORATION, 1.5),
    ],
)
def test_counts_go_as_roots_and_means_as_they_are(dimension: Dimension, expected: float) -> None:
    assert measure(SCORES, dimension) == expected


def test_no_idea_is_no_originality_and_not_none_of_it() -> None:
    silent = replace(SCORES, fluency=Estimate(0.0, 0.7), originality_mean=None, originality_top2=None)

    assert measure(silent, Dimension.ORIGINALITY_MEAN) is None
    assert measure(silent, Dimension.FLUENCY) == 0.375**0.5


@given(st.integers(0, 50))
def test_an_idea_more_is_more_fluency(count: int) -> None:
    fewer, more = (
        measure(replace(SCORES, fluency=Estimate(float(each), 1.0)), Dimension.FLUENCY) for each in (count, count + 1)
    )

    assert fewer is not None
    assert more is not None
    assert fewer < more


def test_the_root_makes_pupils_with_many_and_with_few_ideas_vary_alike() -> None:
    """Anscombe (1948): a Poisson count of mean 4 and more has a root of variance about 1/4."""
    generator = np.random.default_rng(0)

    spreads = []
    for mean in (4, 8, 16):
        fluencies = [Estimate(float(count), 1.0) for count in generator.poisson(mean, 4_000)]
        measures = [measure(replace(SCORES, fluency=fluency), Dimension.FLUENCY) for fluency in fluencies]
        spreads.append(np.std(np.array(measures, dtype=np.float64)))

    assert spreads == pytest.approx([0.5, 0.5, 0.5], abs=0.02)
