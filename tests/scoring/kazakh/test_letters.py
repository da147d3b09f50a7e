"""Harmony, which decides between a suffix's back and front shape."""

import pytest

from contest_app.scoring.kazakh.letters import Harmony, harmony


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("бала", Harmony.BACK),
        ("тас", Harmony.BACK),
        ("оқушы", Harmony.BACK),
        ("қоян", Harmony.BACK),
        ("бояу", Harmony.BACK),
        ("жабу", Harmony.BACK),
        ("кітап", Harmony.BACK),
        ("өзен", Harmony.FRONT),
        ("үй", Harmony.FRONT),
        ("тігу", Harmony.FRONT),
        ("мұғалім", Harmony.FRONT),
        ("сөмке", Harmony.FRONT),
        ("роутер", Harmony.FRONT),
        ("қиқы", Harmony.BACK),
        ("қи", Harmony.BACK),
        ("су", Harmony.EITHER),
        ("ки", Harmony.EITHER),
        ("камин", Harmony.EITHER),
        ("ноутбук", Harmony.EITHER),
        ("костюм", Harmony.EITHER),
        ("фонарь", Harmony.EITHER),
        ("", Harmony.EITHER),
    ],
)
def test_the_last_clear_vowel_tells_the_harmony(word: str, expected: Harmony) -> None:
    assert harmony(word) is expected
