"""Hiding in a report what could be worked out from it and from earlier reports of overlapping months together.

The autumn's mean of a school and the year's, with the numbers of pupils, tell the mean of those who came in between;
and a report that is counted again with one answer more tells that answer. So a report leaves a *trace*: for each row
that it shows, whose scores stand behind it and which, as hashes. The next report of overlapping months is hidden with
the rows that were told before as known.

A pupil whose scores are the same in two reports is one and the same for both. A pupil whose scores have changed
stands in the earlier report with ``x`` and in the later one with ``x + d``: the sets hold ``x`` and ``d`` as two
things about one person. A small set of ``x``, of ``x + d``, or of ``d`` alone may not come out.

Scores are compared as they were given, not as they are placed among others of the period: what a reader cannot know,
the spread of all answers, is taken to be known.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from contest_app.reports.rules.answers import Told
from contest_app.reports.rules.hiding import Row, hidden_rows

#: A section of a report to the rows that it shows; a row to whose scores stand behind it, and which.
Trace = Mapping[str, Sequence[Mapping[str, Any]]]
Members = Mapping[str, str]
_LENGTH: Final = 16


def hash_of(*words: object) -> str:
    """Return a short hash; equal words have equal hashes."""
    return hashlib.sha256(json.dumps(words, default=str).encode()).hexdigest()[:_LENGTH]


@dataclass(slots=True)
class Beside:
    """Earlier reports by their traces, the first one first, and the trace of the report that is being counted.

    ``names`` gives pupils, who are numbered anew in each report, a name that stays.
    """

    earlier: Sequence[Trace] = ()
    names: Mapping[int, str] = field(default_factory=dict)
    trace: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def hidden(
        self,
        section: str,
        scores: Sequence[Told],
        groups: Mapping[Row, Collection[int]],
        already: Collection[Row] = (),
    ) -> set[Row]:
        """Return the rows of a section to hide, each of which shows some pupils, and keep the trace of the others."""
        versions = self._versions(scores, groups)
        now = {row: {self._name(pupil): versions[pupil] for pupil in pupils} for row, pupils in groups.items()}
        told = [_members(trace.get(section, ())) for trace in self.earlier]
        hidden = _hidden(now, told, already)
        self.trace[section] = _cells({row: members for row, members in now.items() if row not in hidden})
        return hidden

    def _name(self, pupil: int) -> str:
        return self.names.get(pupil, str(pupil))

    def _versions(self, scores: Sequence[Told], groups: Mapping[Row, Collection[int]]) -> dict[int, str]:
        """Return what each pupil's scores hash to."""
        own: defaultdict[int, list[tuple[str, str, str, float]]] = defaultdict(list)
        shown = {pupil for pupils in groups.values() for pupil in pupils}
        for told in scores:
            if told.pupil in shown:
                own[told.pupil].append((told.item, told.language, str(told.month), told.value))
        return {pupil: hash_of(self._name(pupil), sorted(own[pupil])) for pupil in shown}


def _members(cells: Sequence[Mapping[str, Any]]) -> dict[Row, dict[str, str]]:
    """Return the rows of a trace, each with its pupils and the versions of their scores."""
    found: defaultdict[Row, dict[str, str]] = defaultdict(dict)
    for cell in cells:
        for table, key in cell["rows"]:
            found[Row(table, key)] |= cell["pupils"]
    return found


def _cells(rows: Mapping[Row, Members]) -> list[dict[str, Any]]:
    """Return the rows of a section as they are kept: pupils who stand in the same rows together."""
    standing: defaultdict[str, list[Row]] = defaultdict(list)
    versions: dict[str, str] = {}
    for row, members in sorted(rows.items()):
        for pupil in members:
            standing[pupil].append(row)
        versions |= members
    cells: defaultdict[tuple[Row, ...], dict[str, str]] = defaultdict(dict)
    for pupil in sorted(standing):
        cells[tuple(standing[pupil])][pupil] = versions[pupil]
    return [{"rows": [list(row) for row in rows], "pupils": pupils} for rows, pupils in cells.items()]


def _hidden(now: Mapping[Row, Members], told: Sequence[Mapping[Row, Members]], already: Collection[Row]) -> set[Row]:
    """Return the rows of now to hide, with what was told before as known."""
    reports = [*told, now]
    order = _order_of_versions(reports)
    places = {pupil: place for place, pupil in enumerate(order)}
    whole = (1 << len(order)) - 1
    longest = max((len(versions) for versions in order.values()), default=1)

    def as_set(members: Members) -> int:
        """Return the bits of pupils: one for the first version, and one more for each change up to this one."""
        bits = 0
        for pupil, version in members.items():
            for change in range(order[pupil].index(version) + 1):
                bits |= 1 << (places[pupil] + change * len(order))
        return bits

    def people(bits: int) -> int:
        about = 0
        for change in range(longest):
            about |= (bits >> (change * len(order))) & whole
        return about.bit_count()

    sets = {row: as_set(members) for row, members in now.items()}
    known = {
        Row(f"{number} {row.table}", row.key): as_set(members)
        for number, report in enumerate(told)
        for row, members in report.items()
    }
    return hidden_rows(sets, already=already, told=known, people=people)


def _order_of_versions(reports: Sequence[Mapping[Row, Members]]) -> dict[str, list[str]]:
    """Return each pupil's versions in the order of the reports that tell of them."""
    order: defaultdict[str, list[str]] = defaultdict(list)
    for report in reports:
        for members in report.values():
            for pupil, version in members.items():
                if version not in order[pupil]:
                    order[pupil].append(version)
    return dict(order)
