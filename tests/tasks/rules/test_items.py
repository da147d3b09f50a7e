from __future__ import annotations

from collections import Counter

import pytest

from contest_app.tasks.rules.items import CHOICES, Filter, Listed, counts, coverage


def item(slug: str = "felt", **changed: object) -> Listed:
    said: dict[str, object] = {
        "slug": slug,
        "kind": "alternative_uses",
        "domain": "written",
        "facet": "diverse",
        "grades": [4, 5, 6],
        "seconds": 180,
        "title": {"kk": "Бір қиынды КИІЗ", "ru": "Кусок войлока", "en": "A piece of felt"},
        "named": {"kk": "киіз", "ru": "войлок", "en": "felt"},
        "opening": {"kk": "а", "ru": "б", "en": "c"},
        "programmes": ["platon-5d"],
    }
    return Listed(**said | changed)  # type: ignore[arg-type]  # a test says what it changes


@pytest.mark.parametrize("words", ["киіз", "ВОЙЛОК", "  felt  ", "Кусок felt", "қиын", ""])
def test_an_item_is_found_by_words_of_any_language_whatever_the_letters_size(words: str) -> None:
    assert Filter(words=words).fits(item())


@pytest.mark.parametrize("words", ["кийз", "felt мата"])
def test_every_word_must_be_found(words: str) -> None:
    assert not Filter(words=words).fits(item())


@pytest.mark.parametrize(
    ("choice", "fitting", "other"),
    [
        ("kind", "alternative_uses", "metaphor"),
        ("domain", "written", "social"),
        ("facet", "diverse", "improve"),
        ("band", "1-4", "8-9"),
        ("band", "5-7", "10-11"),
        ("programme", "platon-5d", "roboland"),
    ],
)
def test_each_choice_narrows_the_list(choice: str, fitting: str, other: str) -> None:
    assert Filter(**{choice: fitting}).fits(item())
    assert not Filter(**{choice: other}).fits(item())


def test_the_counts_of_a_choice_heed_every_other_choice_and_the_words() -> None:
    items = [item("a"), item("b", domain="social"), item("c", domain="social", facet="improve", programmes=[])]

    found = counts(items, Filter(domain="social", words="felt"))

    assert found == {
        "kind": Counter(alternative_uses=2),
        "domain": Counter(written=1, social=2),
        "facet": Counter(diverse=1, improve=1),
        "band": Counter({"1-4": 2, "5-7": 2}),
        "programme": Counter({"platon-5d": 1}),
    }
    assert counts(items, Filter(words="nothing like it")) == {choice: Counter() for choice in CHOICES}


def test_an_item_for_several_bands_is_counted_in_each_and_once_in_each() -> None:
    assert coverage([item("a"), item("b", grades=[5, 6])]) == Counter(
        {("written", "diverse", "1-4"): 1, ("written", "diverse", "5-7"): 2}
    )
