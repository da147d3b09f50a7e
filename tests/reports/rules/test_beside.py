"""Small groups cannot be worked out from two reports of overlapping months together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from itertools import combinations
from typing import NamedTuple

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from reports.reports_factories import told

from contest_app.reports.rules.beside import Beside
from contest_app.reports.rules.hiding import Row

TABLES = ("school", "district", "place")
Kind = tuple[str, str, str]


class Sizes(NamedTuple):
    """How many pupils of a kind have the same scores in both reports, other ones, scores in one of them alone."""

    same: int
    changed: int
    added: int
    gone: int


Cells = Mapping[tuple[Kind, str], frozenset[int]]


@st.composite
def pairs(draw: st.DrawFn) -> dict[Kind, Sizes]:
    """A small region as two reports see it."""
    few_or_many = st.sampled_from((0, 3, 7, 12, 30))
    members: dict[Kind, Sizes] = {}
    for school in range(draw(st.integers(1, 3))):
        kind = f"s{school}", draw(st.sampled_from("ab")), draw(st.sampled_from(("rural", "urban")))
        members[kind] = Sizes(*(draw(few_or_many) for _ in Sizes._fields))
    return members


def cells_of(members: Mapping[Kind, Sizes]) -> Cells:
    """Number the pupils: those of one kind and one fate together."""
    cells, begun = {}, 0
    for kind, sizes in members.items():
        for fate, size in sizes._asdict().items():
            cells[kind, fate] = frozenset(range(begun, begun + size))
            begun += size
    return cells


def shown(beside: Beside, cells: Cells, fates: set[str], later: float) -> dict[Row, set[int]]:
    """Count a report of those with these fates; return the rows that it shows."""
    groups: defaultdict[Row, set[int]] = defaultdict(set)
    for (kind, fate), pupils in cells.items():
        for row in (Row("all", "all"), *map(Row, TABLES, kind)) if fate in fates and pupils else ():
            groups[row] |= pupils
    changed = {pupil for (_, fate), pupils in cells.items() if fate == "changed" for pupil in pupils}
    everybody = {pupil for pupils in groups.values() for pupil in pupils}
    scores = [told(pupil, 1 + later * (pupil in changed)) for pupil in everybody]
    hidden = beside.hidden("fluency", scores, groups)
    return {row: pupils for row, pupils in groups.items() if row not in hidden}


def both(members: Mapping[Kind, Sizes]) -> tuple[dict[Row, set[int]], dict[Row, set[int]], Cells]:
    """Count both reports, the second beside the first."""
    cells, first = cells_of(members), Beside()
    before = shown(first, cells, {"same", "changed", "gone"}, later=0)
    after = shown(Beside([first.trace]), cells, {"same", "changed", "added"}, later=1)
    return before, after, cells


def given_away(before: Mapping[Row, set[int]], after: Mapping[Row, set[int]], cells: Cells) -> list[set[int]]:
    """Try every set of what is known of fewer than ten pupils: is it a combination of the rows of both reports?

    Of a pupil there is the first score, or the only one, and how far it has changed.
    """
    parts = [(pupils, False) for pupils in cells.values() if pupils]
    parts += [(pupils, True) for (_, fate), pupils in cells.items() if fate == "changed" and pupils]
    table = [[float(not is_change and pupils <= row) for pupils, is_change in parts] for row in before.values()]
    table += [[float(pupils <= row) for pupils, _ in parts] for row in after.values()]
    if not table:
        return []
    _, singular, directions = np.linalg.svd(np.array(table))
    beyond = directions[(singular > 1e-9).sum() :]
    few = [place for place, (pupils, _) in enumerate(parts) if len(pupils) < 10]
    found = []
    for count in range(1, len(few) + 1):
        for some in combinations(few, count):
            people = set().union(*(parts[place][0] for place in some))
            if len(people) < 10 and np.abs(beyond[:, list(some)].sum(axis=1)).max(initial=0) < 1e-7:
                found.append(people)
    return found


@settings(max_examples=300, deadline=None)
@given(pairs())
def test_no_small_set_of_pupils_can_be_worked_out_from_two_reports(members: dict[Kind, Sizes]) -> None:
    before, after, cells = both(members)

    assert given_away(before, after, cells) == []


def test_the_search_of_this_test_finds_who_came_in_between() -> None:
    cells = cells_of({("s", "a", "urban"): Sizes(same=30, changed=0, added=4, gone=0)})
    rows = ({"same"}, {"same", "added"})
    before, after = (shown(Beside(), cells, fates, later=0) for fates in rows)

    assert given_away(before, after, cells) != []


def test_a_year_is_told_where_ten_came_in_and_hidden_where_four_did() -> None:
    _, after, _ = both(
        {
            ("many", "a", "urban"): Sizes(same=30, changed=0, added=10, gone=0),
            ("few", "b", "urban"): Sizes(same=30, changed=0, added=4, gone=0),
            ("all new", "b", "urban"): Sizes(same=0, changed=0, added=40, gone=0),
        }
    )

    assert Row("school", "many") in after
    assert Row("school", "few") not in after
    assert Row("all", "all") in after


def test_one_answer_that_has_changed_hides_the_school_when_it_is_counted_again() -> None:
    _, after, _ = both(
        {
            ("1", "a", "urban"): Sizes(same=29, changed=1, added=0, gone=0),
            ("2", "b", "rural"): Sizes(same=30, changed=0, added=0, gone=0),
        }
    )

    assert set(after) == {Row("school", "2"), Row("district", "b"), Row("place", "rural")}


def test_the_same_scores_counted_again_show_the_same_rows() -> None:
    before, after, _ = both({(str(n), "ab"[n % 2], "urban"): Sizes(4 + 8 * n, 0, 0, 0) for n in range(4)})

    assert after == before


def test_only_what_was_shown_leaves_a_trace() -> None:
    beside = Beside()
    scores = [told(pupil, 5.0) for pupil in range(14)]

    beside.hidden("fluency", scores, {Row("school", "1"): range(10), Row("school", "2"): range(10, 14)})

    assert [(cell["rows"], len(cell["pupils"])) for cell in beside.trace["fluency"]] == [([["school", "1"]], 10)]
