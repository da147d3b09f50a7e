"""Change over time: how far the same pupils moved, and the halves of the school year side by side.

Pupils get other tasks the second time (parallel forms), so a score must first be freed from its task. That is
possible where a task was given at both times: to some pupils first, to others last. Its zero is then the mean of the
two times' means, and its step the spread of answers within a time:

    z = (score − (mean₁ + mean₂) / 2) / spread        a pupil's change = mean z last − mean z first

If half of the pupils take form A first and half form B, the tasks' difficulty falls out of the mean change whatever
it is. Tasks with fewer than `MIN_REFERENCE` pupils at either time are left out. The first and the last time of a
pupil are the first and the last month with an assessment that has such tasks. The interval of the mean is the one
of `means`; what single pupils' changes are worth is told in scoring/change.py.

The halves of the school year are counted in the same way, on tasks that every half has; the pupils are not the same.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from contest_app.reports.rules.answers import (
    MIN_REFERENCE,
    Standard,
    Told,
    by_item_and_language,
    mean_and_spread,
    means_of_pupils,
)
from contest_app.reports.rules.beside import Beside
from contest_app.reports.rules.counting import Pupils, cell
from contest_app.reports.rules.hiding import Row
from contest_app.reports.rules.period import Half, Month

Times = Callable[[Told], Hashable]
FIRST, LAST = "first", "last"


def change_of(measure: str, scores: Sequence[Told], pupils: Pupils, beside: Beside) -> dict[str, Any]:
    """Return the line of the same pupils' change, in points from 0; hidden below ten pupils."""
    moves = changes_of_pupils(scores)
    row = Row("change", "change")
    hidden = beside.hidden(f"change {measure}", scores, {row: moves})
    return {"key": row.key, "cell": None if row in hidden else cell(moves, pupils, zero=0.0)}


def changes_of_pupils(scores: Sequence[Told]) -> dict[int, float]:
    """Return each pupil's change in z, of those who can be compared with themselves."""
    usable = list(scores)
    while True:  # leaving a task out may leave a pupil with one time, and so another task with too few
        times = _times(usable)
        end = partial(_end, times=times)
        ends = [told for told in usable if told.pupil in times and told.month in times[told.pupil]]
        placed = _centred(ends, end, [FIRST, LAST])
        tasks = {by_item_and_language(each.told) for each in placed}
        kept = [told for told in usable if by_item_and_language(told) in tasks]
        if len(kept) == len(usable):
            break
        usable = kept
    before = means_of_pupils(each for each in placed if end(each.told) == FIRST)
    after = means_of_pupils(each for each in placed if end(each.told) == LAST)
    return {pupil: after[pupil] - before[pupil] for pupil in before if pupil in after}


def _times(scores: Sequence[Told]) -> dict[int, tuple[Month, Month]]:
    """Return the first and the last month of each pupil who has two."""
    months: defaultdict[int, set[Month]] = defaultdict(set)
    for told in scores:
        months[told.pupil].add(told.month)
    return {pupil: (min(own), max(own)) for pupil, own in months.items() if len(own) > 1}


def _end(told: Told, times: Mapping[int, tuple[Month, Month]]) -> str:
    return FIRST if told.month == times[told.pupil][0] else LAST


def halves_of(measure: str, scores: Sequence[Told], pupils: Pupils, beside: Beside) -> list[dict[str, Any]]:
    """Return a line for each half of a school year, on the tasks that all have; none where that is one half."""
    halves = sorted({Half.of(told.month) for told in scores})
    if len(halves) == 1:
        return []
    placed = _centred(scores, lambda told: Half.of(told.month), halves)
    return [_half(measure, half, placed, pupils, beside) for half in halves] if placed else []


def _half(measure: str, half: Half, placed: Sequence[Standard], pupils: Pupils, beside: Beside) -> dict[str, Any]:
    own = [each for each in placed if Half.of(each.told.month) == half]
    values = means_of_pupils(own)
    row = Row("half", f"{half.year}-{half.number}")
    hidden = beside.hidden(f"half {row.key} {measure}", [each.told for each in own], {row: values})
    return {"key": row.key, "cell": None if row in hidden else cell(values, pupils)}


def _centred(scores: Sequence[Told], time_of: Times, times: Sequence[Hashable]) -> list[Standard]:
    """Return the scores on tasks that every time has, from the middle of the times' means, in spreads."""
    groups: defaultdict[Hashable, defaultdict[Hashable, list[Told]]] = defaultdict(lambda: defaultdict(list))
    for told in scores:
        groups[by_item_and_language(told)][time_of(told)].append(told)
    return [each for group in groups.values() for each in _centred_item(group, times)]


def _centred_item(group: Mapping[Hashable, Sequence[Told]], times: Sequence[Hashable]) -> Iterator[Standard]:
    if any(len({told.pupil for told in group.get(time, ())}) < MIN_REFERENCE for time in times):
        return
    figures = [mean_and_spread([told.value for told in own]) for own in group.values()]
    middle = math.fsum(mean for mean, _ in figures) / len(figures)
    spread = math.sqrt(math.fsum(spread**2 for _, spread in figures) / len(figures))
    if spread > 0:
        yield from (Standard(told, (told.value - middle) / spread) for own in group.values() for told in own)
