from __future__ import annotations

import numpy as np

from contest_app.likeness.rules.candidates import near_in_meaning, sharing_runs

PHRASE = ["бір", "екі", "үш", "төрт", "бес", "алты"]


def text(name: str, *parts: list[str]) -> list[str]:
    return [f"{name}{place}" for place in range(20)] + [word for part in parts for word in part]


def test_texts_that_share_a_rare_phrase_are_compared_and_earlier_ones_only_with_ours() -> None:
    texts = [text("a", PHRASE), text("b"), text("c", PHRASE), text("d", PHRASE)]

    assert sharing_runs(texts, 2) == {(0, 2), (0, 3)}


def test_a_phrase_of_the_form_that_many_repeat_makes_no_pairs() -> None:
    assert sharing_runs([text(f"w{place}-", PHRASE) for place in range(40)], 40) == set()


def test_meanings_are_compared_across_blocks_and_each_pair_comes_once() -> None:
    vectors = np.eye(1500, 1600, dtype=np.float32)
    vectors[1400] = vectors[3]

    assert near_in_meaning(vectors, 1450, 0.5) == {(3, 1400)}
    assert near_in_meaning(vectors, 10, 0.5) == {(3, 1400)}
