"""Whether a task treats pupils of equal standing differently: by language of the answer, and by village or town.

What is asked is the number of different ideas, the one count that means the same in each language; village and town
are compared within a language. The method, its classes A, B, C and its least group are those of
scoring/fairness/item_bias.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from contest_app.reports.rules.answers import Told
from contest_app.reports.rules.beside import Beside
from contest_app.reports.rules.counting import Pupils
from contest_app.reports.rules.hiding import MIN_CELL, Row
from contest_app.scoring.fairness import MIN_GROUP
from contest_app.scoring.fairness.item_bias import ItemBias, biases
from contest_app.scoring.scale.obstacles import CannotFit
from contest_app.scoring.scale.table import ScoreRow, ScoreTable, score_table
from contest_app.scoring.too_few import TooFew

#: The groups of each comparison, the one that might be at a disadvantage first.
GROUPS: Final = {"language": ("kk", "ru"), "place-kk": ("rural", "urban"), "place-ru": ("rural", "urban")}


_QUANTILE: Final = 1.959964  # of the standard normal distribution, for a 95 per cent interval


def comparisons(scores: Sequence[Told], pupils: Pupils, beside: Beside) -> list[dict[str, Any]]:
    """Return what each comparison found, or how many pupils it lacks."""
    return [_compared(key, focal, list(_members(key, scores, pupils)), beside) for key, (focal, _) in GROUPS.items()]


def _members(key: str, scores: Sequence[Told], pupils: Pupils) -> Iterator[tuple[str, Told]]:
    """Go through the scores that take part in a comparison, each with its group."""
    if key == "language":
        yield from ((told.language, told) for told in scores if told.language in GROUPS[key])
        return
    language = key.partition("-")[2]
    for told in scores:
        if told.language == language:
            yield "rural" if pupils[told.pupil].is_rural else "urban", told


def _compared(key: str, focal: str, members: Sequence[tuple[str, Told]], beside: Beside) -> dict[str, Any]:
    group_of = {(told.pupil, group): group for group, told in members}
    in_focus = sum(group == focal for group in group_of.values())
    smaller = min(in_focus, len(group_of) - in_focus)
    if smaller < MIN_GROUP:
        tens = smaller - smaller % MIN_CELL  # so that beside other counts it tells of no fewer than ten
        return _nothing(key, "few") | {"smaller": tens or None}
    table = _table(members)
    try:
        found = biases(table, [person.endswith(focal) for person in table.people])
    except CannotFit:
        return _nothing(key, "apart")
    told = {item: None if _is_hidden(key, item, members, beside) else each for item, each in sorted(found.items())}
    return _nothing(key, "told") | {"items": [_item(item, each) for item, each in told.items()]}


def _is_hidden(key: str, item: str, members: Sequence[tuple[str, Told]], beside: Beside) -> bool:
    """Say whether earlier reports and this one would tell of a few who answered an item, by their standing in all."""
    row = Row(key, item)
    answered = {told.pupil for _, told in members if told.item == item}
    return row in beside.hidden(f"bias {key} {item}", [told for _, told in members], {row: answered})


def _nothing(key: str, state: str) -> dict[str, Any]:
    return {"key": key, "state": state, "smaller": None, "needed": MIN_GROUP, "items": []}


def _table(members: Sequence[tuple[str, Told]]) -> ScoreTable:
    """Return people by items, each pupil's last score on an item, of items that were answered in different ways."""
    last: dict[tuple[str, str], Told] = {}
    for group, told in sorted(members, key=lambda each: each[1].month):
        last[f"{told.pupil} {group}", told.item] = told
    values: dict[str, set[float]] = {}
    for told in last.values():
        values.setdefault(told.item, set()).add(told.value)
    return score_table(
        [ScoreRow(person, item, told.value) for (person, item), told in last.items() if len(values[item]) > 1]
    )


def _item(item: str, found: ItemBias | TooFew | None) -> Mapping[str, Any]:
    if not isinstance(found, ItemBias):
        return {"item": item, "bias": None, "standardised": None, "half": None, "focal": None, "reference": None}
    return {
        "item": item,
        "bias": found.bias.value,
        "standardised": round(found.standardised, 3),
        "half": round(_QUANTILE * _error(found), 3),
        "focal": found.focal,
        "reference": found.reference,
    }


def _error(found: ItemBias) -> float:
    """Return the standard error of the standardised difference."""
    if found.standardised == 0:
        return 0.0
    return found.difference.standard_error * found.standardised / found.difference.value
