"""Comparisons dealt to judges."""

from collections import Counter
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contest_app.scoring.pairwise.dealing import NobodyLeft, dealt


@given(st.integers(1, 3), st.integers(1, 3), st.sets(st.tuples(st.integers(0, 2), st.integers(0, 3)), max_size=5))
@settings(deadline=None)
def test_loads_are_as_even_as_conflicts_let_them(judges: int, count: int, conflicts: set[tuple[int, int]]) -> None:
    pairs = list(combinations(range(4), 2))[: 2 * count]
    able = [[judge for judge in range(judges) if not {(judge, one), (judge, two)} & conflicts] for one, two in pairs]
    ways = [sorted((Counter(way)[judge] for judge in range(judges)), reverse=True) for way in product(*able)]

    if not ways:
        with pytest.raises(NobodyLeft):
            dealt(pairs, judges, conflicts)
        return

    loads = Counter(dealt(pairs, judges, conflicts))

    assert sorted((loads[judge] for judge in range(judges)), reverse=True) == min(ways)
