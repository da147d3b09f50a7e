"""Codes, orders and shares of the queue."""

from __future__ import annotations

from uuid import uuid4

from contest_app.ratings.rules.queue import SAMPLED, code_of, order_key, sampled_below


def test_each_rater_has_an_order_of_ones_own_that_stays() -> None:
    keys = [uuid4() for _ in range(8)]
    one, other = uuid4(), uuid4()

    orders = [sorted(keys, key=lambda key, rater=rater: order_key(rater, key)) for rater in (one, other, one)]  # type: ignore[misc]

    assert orders[0] == orders[2]
    assert orders[0] != orders[1] or len(keys) < 3


def test_share_of_random_keys_below_the_bound_is_the_share_that_is_drawn() -> None:
    keys = [uuid4() for _ in range(4000)]

    for language, share in SAMPLED.items():
        drawn = sum(key < sampled_below(language) for key in keys) / len(keys)
        assert abs(drawn - share) < 0.05


def test_code_has_no_letter_that_is_mistaken_for_another() -> None:
    codes = "".join(code_of(uuid4()) for _ in range(200))

    assert not set(codes) & set("01ILOUV")
