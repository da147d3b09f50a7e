"""The worked examples of docs/judging."""

import doctest
from pathlib import Path

import pytest

PAGES = Path(__file__).parents[2] / "docs" / "judging"


@pytest.mark.parametrize("page", ["agreement.md", "formulas.md", "pairwise.md"])
def test_the_worked_examples_come_out_as_the_page_says(page: str) -> None:
    outcome = doctest.testfile(str(PAGES / page), module_relative=False)

    assert outcome.attempted > 4
    assert outcome.failed == 0
