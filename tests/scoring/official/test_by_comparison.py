"""Points of a final by comparison."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from contest_app.scoring.official.by_comparison import scores_by_comparison
from contest_app.scoring.official.order import in_order
from contest_app.scoring.pairwise.comparisons import Comparison, Preferred
from contest_app.scoring.pairwise.model import pairwise_scale
from contest_app.scoring.pairwise.plan import pairing_plan

PLAN = pairing_plan("abcde", ["x", "y"], of_each=8, seed=1)


@given(st.lists(st.sampled_from(Preferred), min_size=len(PLAN), max_size=len(PLAN)))
@settings(deadline=None)
def test_where_everybody_meets_everybody_points_and_the_scale_give_the_same_order(words: list[Preferred]) -> None:
    said = [Comparison(each.first, each.second, word) for each, word in zip(PLAN, words, strict=True)]

    scores = scores_by_comparison(said)

    scale = pairwise_scale(said)
    points = np.array([float(scores[entry].score or 0) for entry in scale.entries])
    assert sum(points) == len(said)
    assert {each.share is not None and 0 <= each.share <= 1 for each in in_order(scores)} == {True}
    apart = points[:, None] - points[None, :]
    ability = scale.abilities[:, None] - scale.abilities[None, :]
    assert (np.sign(apart) == np.sign(np.round(ability, 6))).all()
