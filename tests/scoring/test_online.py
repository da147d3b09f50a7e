"""What is told of an idea at once is what the run over the whole pool tells of it."""

import csv
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from contest_app.scoring.answers import PoolIdea
from contest_app.scoring.encoders import Encoder
from contest_app.scoring.gate import Question
from contest_app.scoring.online import OnlinePool
from contest_app.scoring.pool import score_pool

FELT = Question("felt", "en")
IDEAS = [
    PoolIdea(person, text, order)
    for person, own in {
        "ann": ["a rug for the floor", "slippers", "a hat", "insulation for a dog house"],
        "bek": ["rug on the floor", "warm slippers", "a curtain"],
        "con": ["floor rug", "a puppet theatre", "idk", "a blanket for a puppy"],
    }.items()
    for order, text in enumerate(own)
]
NEW = ["a doormat", "asdfgh", "a puppet", "the felt", "felt slippers", "a map of the steppe sewn by hand", ""]


@pytest.fixture(scope="module")
def online(fast: Encoder) -> OnlinePool:
    return OnlinePool(FELT, IDEAS, encoder=fast)


@pytest.mark.parametrize("text", NEW)
def test_the_gate_says_the_same_online_and_in_the_pool(text: str, online: OnlinePool, fast: Encoder) -> None:
    scores = score_pool("felt", "en", [*IDEAS, PoolIdea("dan", text, 0)], encoder=fast)

    assert tuple(flag.value for flag in online.flags(text)) == scores.ideas[-1].flags


@pytest.mark.parametrize("person", ["ann", "dan"])
@pytest.mark.parametrize("text", NEW)
def test_the_distance_is_the_same_online_and_in_the_pool(
    text: str, person: str, online: OnlinePool, fast: Encoder
) -> None:
    scored = score_pool("felt", "en", [*IDEAS, PoolIdea(person, text, 9)], encoder=fast).ideas[-1]

    found = online.distance(person, text)

    if scored.duplicate_of is None:
        assert found.values[0] == pytest.approx(scored.distance, abs=2e-5)
        assert found.errors[0] == pytest.approx(scored.distance_se, abs=2e-5)


@pytest.mark.parametrize("text", [idea.text for idea in IDEAS if idea.text != "idk"])
def test_an_idea_of_the_pool_finds_its_own_groups(text: str, online: OnlinePool, fast: Encoder) -> None:
    scores = score_pool("felt", "en", IDEAS, encoder=fast)
    scored = scores.ideas[[idea.text for idea in IDEAS].index(text)]

    placement = online.place(text)

    assert (placement.idea, placement.category) == (scored.idea, scored.category)


def test_an_empty_pool_takes_its_first_idea(fast: Encoder) -> None:
    online = OnlinePool(FELT, [], encoder=fast)

    assert (online.place("a rug").idea, online.place("a rug").category) == (None, None)
    assert np.isnan(online.distance("ann", "a rug").values[0])


def test_ideas_placed_at_once_agree_with_the_run_over_the_pool(fast: Encoder, data: Path) -> None:
    with (data / "scoring" / "raw_en_box_rope.csv").open(encoding="utf-8") as file:
        table = [row for row in csv.DictReader(file) if row["prompt"] == "box"]
    ideas = [PoolIdea(row["person"], row["response"], order) for order, row in enumerate(table)]
    late = np.random.default_rng(0).random(len(ideas)) < 0.05
    early = [idea for idea, is_late in zip(ideas, late, strict=True) if not is_late]
    online = OnlinePool(Question("box", "en"), early, encoder=fast)
    before = iter(score_pool("box", "en", early, encoder=fast).ideas)
    whole = score_pool("box", "en", ideas, encoder=fast).ideas

    placed = [
        online.place(idea.text).idea if is_late else next(before).idea
        for idea, is_late in zip(ideas, late, strict=True)
    ]

    kept = [(number, scored.idea) for number, scored in zip(placed, whole, strict=True) if number is not None]
    new_or_old = [number for number, is_late in zip(placed, late, strict=True) if is_late]
    assert np.mean([number is None for number in new_or_old]) < 0.5
    assert adjusted_rand_score(*zip(*kept, strict=True)) > 0.8
