"""Change on one scale, with other items at each sitting."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from benchmarks.scoring_simulation import simulate
from contest_app.scoring.change import Change, Verdict
from contest_app.scoring.scale.fitting import fit_scale
from contest_app.scoring.scale.growth import changes
from contest_app.scoring.scale.table import ScoreTable


def moved_by(distance: float) -> list[Change]:
    """Return the changes of 400 people with eight items first and eight others second."""
    drawn = simulate(seed=0, people=900, items=16, each=16)
    norm = ScoreTable(drawn.table.people[:500], drawn.table.items, drawn.table.scores[:500])
    pupils = drawn.table.people[500:]
    before, after = drawn.table.scores[500:].copy(), drawn.table.scores[500:].copy()
    before[:, 8:] = np.nan
    after[:, :8] = np.nan
    after += distance * drawn.discriminations
    tables = [ScoreTable(pupils, drawn.table.items, scores) for scores in (before, after)]
    return list(changes(fit_scale(norm), *tables).values())


@pytest.mark.parametrize("distance", [0.0, 1.0])
def test_other_items_find_the_change_that_is_there(distance: float) -> None:
    found = moved_by(distance)

    moves = np.array([(each.moved.value, each.moved.standard_error) for each in found])
    inside = np.abs(moves[:, 0] - distance) < 1.2815516 * moves[:, 1]
    assert moves[:, 0].mean() == pytest.approx(distance, abs=0.12)
    assert 0.75 <= inside.mean() <= 0.85


def test_five_in_a_hundred_who_did_not_change_seem_to() -> None:
    verdicts = Counter(each.verdict for each in moved_by(0.0))

    assert verdicts[Verdict.NOT_TOLD] / 400 == pytest.approx(0.95, abs=0.03)


def test_only_those_of_both_sittings_changed() -> None:
    drawn = simulate(seed=1, people=60, items=4, each=4)
    first = ScoreTable(("ann", "bob"), drawn.table.items, drawn.table.scores[:2])
    second = ScoreTable(("bob", "eve"), drawn.table.items, drawn.table.scores[2:4])

    assert list(changes(fit_scale(drawn.table), first, second)) == ["bob"]


def test_who_answered_nothing_at_one_sitting_has_no_change() -> None:
    drawn = simulate(seed=1, people=60, items=4, each=4)
    nothing = replace(drawn.table, scores=np.full_like(drawn.table.scores, np.nan))

    assert changes(fit_scale(drawn.table), drawn.table, nothing) == {}
