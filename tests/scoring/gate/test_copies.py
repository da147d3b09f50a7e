"""The same rare text from two people."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_app.scoring.gate.copies import FEWEST_WORDS, LIKENESS, MOST_PEOPLE, Saying, copied

LONG = "a red wooden house where small birds eat in winter"
words = st.sampled_from(["red", "house", "bird", "winter", "seed", "wood", "tree", "snow", "garden"])
sayings = st.lists(
    st.builds(
        Saying,
        st.sampled_from("abcdef"),
        st.lists(words, min_size=4, max_size=8).map(" ".join),
        st.booleans() | st.just(value=False),
    ),
    max_size=12,
)


def compared_one_by_one(given_sayings: Sequence[Saying]) -> frozenset[int]:
    """What the fast way must find, in the plain way."""
    own = [frozenset(saying.text.split()) for saying in given_sayings]
    found = set()
    for index, one in enumerate(own):
        if len(one) < FEWEST_WORDS:
            continue
        alike = [
            other
            for other, two in enumerate(own)
            if len(two) >= FEWEST_WORDS and len(one & two) >= LIKENESS * len(one | two)
        ]
        people = {given_sayings[other].person for other in alike}
        if 1 < len(people) <= MOST_PEOPLE and not any(given_sayings[other].sample for other in alike):
            found.add(index)
    return frozenset(found)


@given(sayings)
def test_the_fast_way_finds_what_comparing_all_finds(given_sayings: list[Saying]) -> None:
    assert copied(given_sayings, "en") == compared_one_by_one(given_sayings)


@given(sayings, st.randoms(use_true_random=False))
def test_the_order_of_the_class_changes_nothing(given_sayings: list[Saying], chance: object) -> None:
    order = list(range(len(given_sayings)))
    chance.shuffle(order)  # type: ignore[attr-defined]  # a random.Random

    found = copied([given_sayings[index] for index in order], "en")

    assert {order[index] for index in found} == set(copied(given_sayings, "en"))


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", LONG, "A red wooden house, where the small birds can eat in winter!"),
        ("ru", "красный домик где зимой клюют семечки синицы", "красный домик, где синицы зимой клюют семечки"),
        (
            "kk",
            "қыста торғайлар дән жейтін кішкентай қызыл үйшік",
            "кыста торгайлар дан жейтин кишкентай кызыл уйшик",
        ),
    ],
)
def test_both_who_have_the_same_rare_text_are_named(language: str, one: str, other: str) -> None:
    assert copied([Saying("ann", one), Saying("bek", other), Saying("con", "a hat")], language) == {0, 1}


def test_ones_own_text_again_is_no_copy() -> None:
    assert copied([Saying("ann", LONG), Saying("ann", LONG)], "en") == frozenset()


def test_a_short_text_is_no_copy() -> None:
    assert (
        copied([Saying("ann", "a warm house for birds"), Saying("bek", "a warm house for birds")], "en")
        == frozenset()
    )


def test_a_text_that_the_norm_sample_has_is_no_copy() -> None:
    known = Saying("norm", LONG, sample=True)

    assert copied([Saying("ann", LONG), Saying("bek", LONG), known], "en") == frozenset()


def test_a_text_that_many_have_is_no_copy() -> None:
    many = [Saying(f"p{number}", LONG) for number in range(MOST_PEOPLE + 1)]

    assert copied(many, "en") == frozenset()
    assert copied(many[:-1], "en") == {0, 1, 2}


def test_in_a_large_pool_a_few_more_may_share_a_rare_text() -> None:
    crowd = [Saying(f"q{number}", f"idea {number} of its own words {number} {number + 1}") for number in range(200)]
    sharing = [replace(saying, text=LONG) for saying in crowd[:5]]

    assert copied([*sharing, *crowd[5:]], "en") == {0, 1, 2, 3, 4}
