"""What people set right holds in every later grouping."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_app.scoring.corrections import (
    Correction,
    Level,
    Merge,
    Overridden,
    Rename,
    Split,
    correct,
    digest_part,
)

WORDINGS = "abcdefghij"

partitions = st.dictionaries(st.sampled_from(WORDINGS), st.integers(0, 3), min_size=1)
levels = st.sampled_from(Level)
some = st.lists(st.sampled_from(WORDINGS), min_size=1, max_size=3, unique=True).map(tuple)
corrections = st.lists(
    st.builds(Merge, some, levels)
    | st.builds(Split, some, some, levels)
    | st.builds(Rename, some, st.sampled_from(["hats", "boats"]), levels),
    max_size=6,
)


def nested(ideas: dict[str, int]) -> dict[str, int]:
    """Two categories, of the even and of the odd ideas."""
    return {text: number % 2 for text, number in ideas.items()}


def groups_of(labels: dict[str, int]) -> set[frozenset[str]]:
    return {frozenset(text for text in labels if labels[text] == number) for number in labels.values()}


def held(labels: dict[str, int], one: str, other: str) -> bool | None:
    return labels[one] == labels[other] if one in labels and other in labels else None


def test_merged_groups_become_one_with_all_their_wordings() -> None:
    found = correct({"a": 0, "b": 0, "c": 1, "d": 1, "e": 2}, dict.fromkeys("abcde", 0), [Merge(("b", "c"))])

    assert groups_of(dict(found.ideas)) == {frozenset("abcd"), frozenset("e")}


def test_split_off_wordings_leave_and_the_rest_stays() -> None:
    found = correct(dict.fromkeys("abcd", 0), dict.fromkeys("abcd", 0), [Split(("b", "c"), ("a",))])

    assert groups_of(dict(found.ideas)) == {frozenset("ad"), frozenset("bc")}


def test_a_later_correction_overrides_an_earlier_one_and_says_so() -> None:
    merge, split = Merge(("a", "b")), Split(("b",), ("a",))
    apart = {"a": 0, "b": 1}

    assert groups_of(dict(correct(apart, apart, [merge, split]).ideas)) == {frozenset("a"), frozenset("b")}
    assert correct(apart, apart, [merge, split]).overridden == (Overridden(merge, ("a", "b")),)
    assert groups_of(dict(correct(apart, apart, [split, merge]).ideas)) == {frozenset("ab")}
    assert correct(apart, apart, [split, merge]).overridden == (Overridden(split, ("b", "a")),)


def test_an_old_merge_keeps_the_rest_together_when_one_wording_leaves() -> None:
    apart = {text: number for number, text in enumerate("abc")}

    found = correct(apart, apart, [Merge(("b", "a", "c")), Split(("b",), ("a", "c"))])

    assert groups_of(dict(found.ideas)) == {frozenset("ac"), frozenset("b")}


def test_corrections_are_of_wordings_however_they_are_spelt() -> None:
    apart = {"a hat": 0, "мед": 1}

    assert set(correct(apart, apart, [Merge(("A HAT!", "Мёд"))]).ideas.values()) == {0}


def test_a_changed_idea_belongs_to_the_category_of_most_of_its_wordings() -> None:
    ideas = {"a": 0, "b": 0, "c": 1}

    found = correct(ideas, {"a": 5, "b": 5, "c": 7}, [Merge(("a", "c"))])

    assert groups_of(dict(found.categories)) == {frozenset("abc")}


def test_categories_are_corrected_by_whole_ideas() -> None:
    ideas = {"a": 0, "b": 0, "c": 1, "d": 2}
    level = Level.CATEGORY

    joined = correct(ideas, {"a": 0, "b": 0, "c": 1, "d": 2}, [Merge(("b", "c"), level)])
    parted = correct(ideas, dict.fromkeys("abcd", 0), [Split(("b",), ("d",), level)])

    assert groups_of(dict(joined.categories)) == {frozenset("abc"), frozenset("d")}
    assert groups_of(dict(parted.categories)) == {frozenset("ab"), frozenset("cd")}
    assert groups_of(dict(parted.ideas)) == groups_of(ideas)


def test_a_category_cannot_part_an_idea() -> None:
    split = Split(("a",), ("b",), Level.CATEGORY)

    found = correct({"a": 0, "b": 0}, {"a": 0, "b": 0}, [split])

    assert found.overridden == (Overridden(split, ("a", "a")),)
    assert set(found.categories.values()) == {0}


def test_a_name_sticks_to_the_group_with_most_of_its_wordings() -> None:
    ideas = {"a": 0, "b": 1, "c": 1, "d": 2}

    found = correct(ideas, ideas, [Rename(("a", "b", "c"), "hats"), Rename(("gone",), "boats")])

    assert found.idea_names == {found.ideas["b"]: "hats"}
    assert found.category_names == {}


def test_of_two_names_for_a_group_the_later_holds() -> None:
    first, second = Rename(("a",), "hats"), Rename(("b",), "caps")

    found = correct({"a": 0, "b": 0}, {"a": 0, "b": 0}, [first, second])

    assert found.idea_names == {0: "caps"}
    assert found.overridden == (Overridden(first, ("a",)),)


@given(partitions)
def test_without_corrections_the_groups_stay(ideas: dict[str, int]) -> None:
    found = correct(ideas, nested(ideas), [])

    assert groups_of(dict(found.ideas)) == groups_of(ideas)
    assert groups_of(dict(found.categories)) == groups_of(nested(ideas))


@given(partitions, corrections)
def test_correcting_twice_changes_nothing_more(ideas: dict[str, int], made: list[Correction]) -> None:
    once = correct(ideas, nested(ideas), made)

    twice = correct(once.ideas, once.categories, made)

    assert twice == once


@given(partitions, corrections)
def test_every_idea_lies_within_one_category(ideas: dict[str, int], made: list[Correction]) -> None:
    found = correct(ideas, nested(ideas), made)

    assert len({(found.ideas[text], found.categories[text]) for text in ideas}) == len(set(found.ideas.values()))
    assert found.ideas.keys() == found.categories.keys() == ideas.keys()


@given(partitions, st.permutations(range(4)), corrections)
def test_the_numbers_of_the_groups_change_nothing(
    ideas: dict[str, int], numbers: list[int], made: list[Correction]
) -> None:
    renumbered = {text: numbers[number] for text, number in reversed(ideas.items())}
    categories = {text: 1 - number for text, number in nested(ideas).items()}

    assert correct(renumbered, categories, made) == correct(ideas, nested(ideas), made)


@given(partitions, partitions, corrections)
def test_a_later_grouping_of_more_ideas_keeps_every_correction_of_ideas(
    before: dict[str, int], after: dict[str, int], made: list[Correction]
) -> None:
    later = {**dict.fromkeys(before, 0), **after}
    found = correct(later, nested(later), made)
    given_way = [(each.correction, frozenset(each.wordings)) for each in found.overridden]

    for each in made:
        if isinstance(each, Rename) or each.level is Level.CATEGORY:
            continue
        statement = each.statement
        for one in statement.together:
            for other in statement.apart:
                overridden = (each, frozenset((one, other))) in given_way
                assert held(dict(found.ideas), one, other) in {None, False} or overridden
        if not any(correction == each for correction, _ in given_way):
            assert all(held(dict(found.ideas), statement.together[0], one) is not False for one in statement.together)


@given(partitions, corrections)
def test_the_last_correction_always_holds(ideas: dict[str, int], made: list[Correction]) -> None:
    last = Merge(("a", "b", "c"))

    found = correct(ideas, nested(ideas), [*made, last])

    assert len({found.ideas[text] for text in "abc" if text in ideas}) <= 1
    assert all(each.correction != last for each in found.overridden) or last in made


def test_a_thousand_corrections_in_a_row_hold() -> None:
    wordings = [f"idea {number}" for number in range(2_000)]
    apart = {text: number for number, text in enumerate(wordings)}
    chain = [Merge((one, other)) for one, other in pairwise(wordings)]

    assert set(correct(apart, apart, chain).ideas.values()) == {0}


@pytest.mark.parametrize(
    "other",
    [[], [Merge(("b", "a"))], [Split(("a",), ("b",))], [Merge(("a", "b"), Level.CATEGORY)]],
)
def test_the_digest_tells_corrections_apart(other: list[Correction]) -> None:
    assert digest_part([Merge(("a", "b"))]) != digest_part(other)
