from __future__ import annotations

from itertools import combinations

import pytest
import yaml

from contest_app.config import ROOT
from contest_app.likeness.rules.texts import compare_texts, compared_words

Works = dict[str, list[str]]

PAIRS: list[Works] = [
    {kind: [row["language"]] if kind == "language" else compared_words([text]) for kind, text in row.items()}
    for row in yaml.safe_load((ROOT / "benchmarks/likeness_data/pairs.yaml").read_text(encoding="utf-8"))
]


def signs(one: list[str], other: list[str]) -> set[str]:
    return set(compare_texts(one, other, None, "kk").signs)


def changed(words: list[str], every: int) -> list[str]:
    """A copy in which every so manieth word is another."""
    return [f"басқа{place}" if place % every == 0 else word for place, word in enumerate(words, 1)]


@pytest.mark.parametrize("works", PAIRS)
def test_a_borrowed_passage_is_seen_in_a_work_of_ones_own(works: Works) -> None:
    borrowed = works["other"][:30] + works["own"][10:22] + works["other"][30:]

    assert "copied" in signs(borrowed, works["own"])


@pytest.mark.parametrize("works", PAIRS)
def test_a_copy_with_every_third_word_changed_is_seen_by_its_words(works: Works) -> None:
    assert signs(changed(works["own"], 3), works["own"]) == {"wording"}


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_honest_works_even_on_one_theme_are_not_shown(language: str) -> None:
    texts = [works[kind] for works in PAIRS if works["language"] == [language] for kind in ("own", "other")]

    assert [signs(one, other) for one, other in combinations(texts, 2)] == [set()] * 15


def test_likeness_is_symmetric_and_one_for_the_same_text() -> None:
    one, other = PAIRS[0]["own"], changed(PAIRS[0]["own"], 6)

    assert compare_texts(one, other, 0.8, "kk").likeness == compare_texts(other, one, 0.8, "kk").likeness < 1
    assert compare_texts(one, one, 1.0, "kk").likeness == 1


def test_two_words_and_a_title_say_too_little_to_be_alike() -> None:
    assert signs(["киіз", "карта"], ["карта", "киіз"]) == set()


def test_no_text_is_like_no_text() -> None:
    assert signs([], []) == set()
