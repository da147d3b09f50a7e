"""The worked example of docs/scoring/norms.md."""

import doctest
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "scoring" / "norms.md"


def test_the_worked_example_comes_out_as_the_page_says() -> None:
    outcome = doctest.testfile(str(PAGE), module_relative=False)

    assert outcome.attempted > 10
    assert outcome.failed == 0
