"""The measurements of severity: the document holds what they give, and they run to their end."""

from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks import judging_figures
from benchmarks.judging_simulation import Plan

DOCUMENT = Path(__file__).parents[3] / "docs" / "judging" / "severity_figures.md"


@pytest.mark.parametrize(
    "known", [judging_figures.published, judging_figures.optimum], ids=lambda each: each.__name__
)
def test_the_document_holds_the_known_answers_as_they_come_out(known: Callable[[], str]) -> None:
    assert known() in DOCUMENT.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "measure", [judging_figures.recovery, judging_figures.places], ids=lambda each: each.__name__
)
def test_a_table_is_measured_at_a_tiny_size_too(measure: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging_figures, "RUNS", 1)
    monkeypatch.setattr(judging_figures, "PLANS", {"tiny": Plan(12, 4, 2), "whole": Plan(6, 3, 3, severity=0.0)})

    rows = [line for line in measure().splitlines() if line.startswith("|")]

    assert rows[2].startswith("| tiny |")
    assert len({row.count("|") for row in rows}) == 1
    assert not any("nan" in row for row in rows)


def test_the_page_holds_the_published_answers_as_they_come_out() -> None:
    rows = [line for line in judging_figures.published().splitlines() if line.startswith("|")]

    assert "\n".join(rows) in DOCUMENT.with_name("severity.md").read_text(encoding="utf-8")


def test_the_document_has_every_section_in_its_order() -> None:
    headings = [line for line in DOCUMENT.read_text(encoding="utf-8").splitlines() if line.startswith("## ")]

    assert headings == [
        "## Guilford's ratings: what FACETS printed",
        "## Guilford's ratings: the maximum",
        "## Severity",
        "## Places",
    ]
