"""Long words with one slip."""

import pytest

from contest_app.scoring.kazakh.cuts import Cutter
from contest_app.scoring.kazakh.grammar import Grammar
from contest_app.scoring.kazakh.lexicon import Entry
from contest_app.scoring.kazakh.slips import Slips
from contest_app.scoring.kazakh.spelling import BY_KEY

WORDS = [Entry("кішкентай", "adj", "маленький", "small"), Entry("тақта", "n", "доска", "board")]


@pytest.fixture(scope="module")
def slips() -> Slips:
    return Slips(Grammar(WORDS, Cutter(BY_KEY)).stems, Cutter(BY_KEY))


@pytest.mark.parametrize(
    "form",
    ["кшкентай", "кіішкентай", "кішкетай", "кішкнетай", "кишентайлар", "кішкантай", "кішкенталарға"],
)
def test_a_letter_too_few_too_many_another_or_two_that_changed_places_is_forgiven(slips: Slips, form: str) -> None:
    assert [analysis.entry.lemma for analysis in slips.analyses(form)] == ["кішкентай"]


@pytest.mark.parametrize("form", ["кшкетай", "ішкентай", "тақты", "тақат", "", "қ"])
def test_two_slips_a_wrong_beginning_and_short_words_are_not(slips: Slips, form: str) -> None:
    assert slips.analyses(form) == ()
