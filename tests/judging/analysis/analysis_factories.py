"""Rounds for the rules of analyses, without a database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from judging.judging_factories import AWARDS, criterion

from contest_app.judging.analysis.facts import Facts
from contest_app.judging.rules import Given, Rubric
from contest_app.judging.standings import Competitor, SubmittedSheet, standings
from contest_app.scoring.official.combining import combination

#: Of 100 points, so that marks may be as fine as a test needs.
RUBRIC = Rubric.from_content({"criteria": [criterion("idea") | {"max": 100}]})


def juror(number: int) -> UUID:
    """A juror's key."""
    return UUID(int=1000 + number)


def facts_of(marks: Mapping[str, Mapping[int, int]], awards: Sequence[Mapping[str, Any]] = AWARDS) -> Facts:
    """Return a round of one group: by code of the entry, each juror's mark."""
    keys = {code: UUID(int=place) for place, code in enumerate(marks, start=1)}
    sheets = [
        SubmittedSheet(keys[code], juror(number), {"idea": Given(mark)})
        for code, given in marks.items()
        for number, mark in given.items()
    ]
    competitors = [Competitor(key, code, "crafts", "grades-5-7") for code, key in keys.items()]
    order = standings(competitors, sheets, RUBRIC, combination({"kind": "mean"}))
    return Facts(RUBRIC, sheets, order, awards, seed=7)
