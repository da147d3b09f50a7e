from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from judging.analysis.analysis_factories import facts_of, juror

from contest_app.judging.analysis.estimating import analyse
from contest_app.judging.analysis.facts import Facts
from contest_app.judging.analysis.told import First, Told, is_erratic, is_severity_sure

#: What a juror takes off: the last one is far severer than the others, the first a little milder.
SEVERITY = {0: -4, 1: 0, 2: 2, 3: 20}
ENTRIES = 24


def quality(place: int) -> int:
    """The truth about an entry: the first are the best."""
    return 90 - 2 * place


def mark(place: int, number: int) -> int:
    """What a juror gives: the truth, his severity, and a little accident."""
    accident = int(np.random.default_rng([place, number]).integers(-1, 2))
    return quality(place) - SEVERITY[number] + accident


def sparse() -> Facts:
    """Each entry has two of four jurors, in turn; the best one has the severest juror."""
    pairs = [(3, 0), (0, 1), (1, 2), (2, 3), (0, 2), (1, 3)]
    return facts_of(
        {f"K{place:03}": {n: mark(place, n) for n in pairs[place % len(pairs)]} for place in range(ENTRIES)}
    )


def whole() -> Facts:
    """Each entry has all four jurors."""
    return facts_of({f"K{place:03}": {n: mark(place, n) for n in SEVERITY} for place in range(ENTRIES)})


def severities(content: dict[str, Any]) -> list[float]:
    found = {row["juror"]: row["severity"] for row in content["jurors"]}
    return [found[str(juror(number))] for number in SEVERITY]


def test_the_severe_juror_is_found_and_the_best_entry_that_met_him_gets_its_award_by_the_fair_score() -> None:
    facts = sparse()

    content = analyse(facts)

    mean = sum(SEVERITY.values()) / len(SEVERITY)
    assert severities(content) == pytest.approx([each - mean for each in SEVERITY.values()], abs=1.5)
    rows = content["groups"][0]["entries"]
    official = {row["code"]: row["place"] for row in rows}
    fair = {row["code"]: row["fair_place"] for row in rows}
    assert (official["K000"], fair["K000"]) == (4, 1)
    rising = [(change["rises"], change["probability"] > 0.8) for change in content["groups"][0]["awards"]]
    assert rising == [("K000", True)]
    assert Told(content).first is First.AWARDS
    assert next(row for row in rows if row["code"] == "K000")["chance"] > 0.8


def test_where_everybody_marked_everything_severity_is_told_and_nothing_is_adjusted() -> None:
    content = analyse(whole())

    found = Told(content)
    assert (content["fully_crossed"], found.first) == (True, First.CROSSED)
    assert (found.place_changes, found.award_changes) == ([], [])
    assert severities(content)[3] > 10
    rows = content["groups"][0]["entries"]
    assert [row["fair_place"] for row in rows] == [row["place"] for row in rows]


def test_the_order_of_sheets_changes_nothing_and_the_same_marks_say_the_same() -> None:
    facts = sparse()
    turned = Facts(facts.rubric, list(reversed(facts.sheets)), facts.standings, facts.awards, facts.seed)

    assert turned.sha256 == facts.sha256
    assert analyse(facts) == analyse(sparse())


def test_one_other_mark_is_another_input() -> None:
    marks = {"K001": {0: 50, 1: 60}}

    assert facts_of(marks).sha256 != facts_of({"K001": {0: 51, 1: 60}}).sha256


@pytest.mark.parametrize(
    ("marks", "missing"),
    [
        ({}, "jurors"),
        ({f"K{n:03}": {0: 40 + n, 1: 50 + n} for n in range(12)}, "jurors"),
        ({f"K{n:03}": {0: 40 + n, 1: 50 + n, 2: 45} for n in range(7)}, "entries"),
        ({f"K{n:03}": {n % 3: 40 + n} for n in range(30)}, "entries"),
        ({f"K{n:03}": {0: 50, 1: 50, 2: 50} for n in range(12)}, "equal"),
        ({f"K{n:03}": {0: 30, 1: 50, 2: 70} for n in range(12)}, "alike"),
    ],
)
def test_too_little_is_told_in_words_and_no_severity_or_fair_score_is(
    marks: dict[str, dict[int, int]], missing: str
) -> None:
    content = analyse(facts_of(marks))

    found = Told(content)
    assert (content["too_little"], found.first, content["groups"]) == (missing, First.TOO_LITTLE, [])
    if missing != "alike":
        assert {row["severity"] for row in content["jurors"]} <= {None}


def test_a_juror_with_few_sheets_gets_no_number() -> None:
    marks = {f"K{place:03}": {n: mark(place, n) for n in (0, 1, 2)} for place in range(ENTRIES)}
    for place in range(4):
        marks[f"K{place:03}"][3] = mark(place, 3)

    content = analyse(facts_of(marks))

    assert severities(content)[3] is None
    assert None not in severities(content)[:3]


def test_a_juror_who_marks_at_random_is_told_apart_from_a_severe_one() -> None:
    random = np.random.default_rng(5)
    marks = {
        f"K{place:03}": {n: mark(place, n) for n in (0, 1, 3)} | {2: int(random.integers(20, 90))}
        for place in range(ENTRIES)
    }

    rows = {row["juror"]: row for row in analyse(facts_of(marks))["jurors"]}

    assert {n: is_erratic(rows[str(juror(n))]) for n in SEVERITY} == {0: False, 1: False, 2: True, 3: False}
    assert not is_severity_sure(rows[str(juror(2))]) or rows[str(juror(2))]["severity"] != 0


def test_agreement_and_how_many_jurors_are_enough_come_with_the_jury_at_hand() -> None:
    content = analyse(whole())

    agreement, enough = content["agreement"], content["enough"]
    assert agreement["low"] < agreement["alpha"] < agreement["high"]
    assert (agreement["pairs"], 0 <= agreement["exact"] <= agreement["adjacent"] <= 1) == (ENTRIES * 6, True)
    assert (enough["now"], enough["needed"]) == (4, 1)
    assert enough["reliability"] > 0.99
