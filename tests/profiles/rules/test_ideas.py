from __future__ import annotations

from dataclasses import replace

import pytest

from contest_app.profiles.rules.ideas import OwnIdea, best

IDEA = OwnIdea("қайық", "kk", {"kk": "Киіз", "ru": "Войлок", "en": "Felt"}, 1, 24, "demo", 1.0)


@pytest.mark.parametrize(
    "idea", [replace(IDEA, people=2), replace(IDEA, pool_people=9), replace(IDEA, people=13, pool_people=240)]
)
def test_a_common_idea_or_one_among_few_people_is_none_to_be_proud_of(idea: OwnIdea) -> None:
    assert best([idea]) is None


def test_alone_among_more_people_goes_before_worked_out() -> None:
    worked_out, rarer = replace(IDEA, text="ұзақ", elaboration=9.0), replace(IDEA, text="сирек", pool_people=200)

    assert best([IDEA, worked_out, rarer]) is rarer
    assert best([IDEA, worked_out]) is worked_out
    assert best([]) is None
