"""Words that signs of distress are often made of."""

import numpy as np
import pytest

from contest_app.scoring.gate.care import GROUPS, PAIRS, WIDTH, care_features


def met(text: str, language: str) -> set[str]:
    counts = care_features([text], language)[0, : len(GROUPS)]
    return {group.removeprefix("care_") for group, count in zip(GROUPS, counts, strict=True) if count}


@pytest.mark.parametrize(
    ("language", "text", "groups"),
    [
        ("en", "my dad hits the nail", {"self", "people", "harm", "harmless"}),
        ("en", "nobody would miss me", {"self", "people", "despair"}),
        ("en", "a lamp for the floor", set()),
        ("ru", "отчим опять бьет меня", {"self", "people", "harm"}),
        ("ru", "убить время в игре", {"harm", "harmless"}),
        ("kk", "әкем мені ұрады", {"self", "people", "harm"}),
        ("kk", "акем мени урады", {"self", "people", "harm"}),
        ("kk", "гүл салатын ыдыс", set()),
    ],
)
def test_words_are_found_by_their_groups_also_without_kazakh_letters(
    language: str, text: str, groups: set[str]
) -> None:
    assert met(text, language) == groups


def test_each_text_has_its_own_row() -> None:
    texts = ["my dad hits me", "", "a rug"]

    rows = care_features(texts, "en")

    assert rows.shape == (3, WIDTH)
    assert np.array_equal(rows, np.vstack([care_features([text], "en") for text in texts]))


def test_groups_that_meet_are_marked() -> None:
    row = care_features(["my dad hits me"], "en")[0]

    marks = dict(zip(PAIRS, row[len(GROUPS) :] > 0, strict=False))
    assert {pair for pair, mark in marks.items() if mark} == {(0, 1), (0, 2), (1, 2)}


def test_more_words_of_a_group_than_two_tell_no_more() -> None:
    assert np.array_equal(care_features(["die die a a"], "en")[0, 2], care_features(["die die die die"], "en")[0, 2])
