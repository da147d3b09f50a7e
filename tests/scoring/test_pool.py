"""A pool of people's ideas, scored as a whole by the real encoder."""

import math
import random
import time
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contest_app.scoring.corrections import Correction, Merge, Rename, Split
from contest_app.scoring.encoders import Encoder
from contest_app.scoring.pool import Pool, PoolIdea, PoolScores, score_pool

FELT = {
    "ann": ["a rug for the floor", "slippers", "a hat", "insulation for a dog house"],
    "bek": ["rug on the floor", "warm slippers", "a curtain"],
    "con": ["floor rug", "a puppet theatre", "idk"],
    "dan": ["a rug", "a rug!", "asdfgh", "a map of the steppe sewn by hand"],
}

texts = st.sampled_from(
    [
        *("rug", "a rug", "the floor rug", "slippers", "hat", "a warm hat", "dog house", "curtain", "puppet"),
        *("idk", "asdfgh", "", "!!!", "felt", "a kite", "filter for dirty water", "fuck", "тапочки", "кілем"),
    ]
)
pools = st.lists(st.builds(PoolIdea, st.sampled_from("abcdef"), texts, st.integers(0, 4)), max_size=24)
with_encoder = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def ideas_of(answers: dict[str, list[str]]) -> list[PoolIdea]:
    return [PoolIdea(person, text, order) for person, own in answers.items() for order, text in enumerate(own)]


def score(ideas: list[PoolIdea], encoder: Encoder) -> PoolScores:
    return score_pool("felt", "en", ideas, encoder=encoder)


def test_an_accepted_idea_counts_whatever_the_gate_says_and_so_do_the_same_words_of_others(fast: Encoder) -> None:
    before = ideas_of({**FELT, "eve": ["idk"]})
    refused = score(before, fast)

    scores = score([replace(idea, accepted=idea.person == "con" and idea.text == "idk") for idea in before], fast)

    told = {idea.person: score for idea, score in zip(before, scores.ideas, strict=True) if idea.text == "idk"}
    assert [(told[person].valid, told[person].flags) for person in ("con", "eve")] == [
        (True, ("accepted",)),
        (True, ()),
    ]
    assert scores.people["con"].fluency.value == refused.people["con"].fluency.value + 1
    assert scores.input_hash != refused.input_hash


def test_an_accepted_repetition_is_an_idea_of_its_own_where_people_part_it(fast: Encoder) -> None:
    ideas = [PoolIdea("dan", "a rug", 0), PoolIdea("dan", "rugs", 1, accepted=True), PoolIdea("bek", "a hat", 0)]
    apart = Split(("rugs",), ("a rug",))

    scores = score_pool("felt", "en", ideas, encoder=fast, corrections=[apart])

    assert (scores.ideas[1].duplicate_of, scores.ideas[1].flags) == (None, ("accepted",))
    assert scores.people["dan"].fluency.value == 2


def test_people_with_the_same_idea_in_other_words_are_counted_together(fast: Encoder) -> None:
    scores = score(ideas_of(FELT), fast)

    rugs = [scores.ideas[index] for index in (0, 4, 7, 10)]
    assert {(rug.idea, rug.people, rug.pool_people, rug.people_share) for rug in rugs} == {(0, 4, 4, 1.0)}
    assert scores.idea_labels[0] in {"a rug for the floor", "rug on the floor", "floor rug", "a rug"}


def test_an_answer_that_is_none_keeps_its_numbers_and_counts_for_nothing(fast: Encoder) -> None:
    ideas = ideas_of(FELT)

    scores = score(ideas, fast)

    refusal = scores.ideas[[idea.text for idea in ideas].index("idk")]
    assert (refusal.valid, refusal.flags, refusal.people) == (False, ("refusal",), 1)
    assert refusal.rarity == pytest.approx(-math.log2(1.5 / 5))
    assert refusal.idea not in scores.idea_labels
    assert scores.people["con"].fluency.value == 2


def test_an_own_idea_said_twice_counts_once(fast: Encoder) -> None:
    ideas = ideas_of(FELT)

    scores = score(ideas, fast)

    second = [idea.text for idea in ideas].index("a rug!")
    assert (scores.ideas[second].flags, scores.ideas[second].duplicate_of) == (("duplicate",), second - 1)
    assert scores.people["dan"].fluency.value == 2


@with_encoder
@given(pools, st.randoms(use_true_random=False))
def test_the_order_of_the_input_changes_nothing(fast: Encoder, ideas: list[PoolIdea], chance: random.Random) -> None:
    order = list(range(len(ideas)))
    chance.shuffle(order)

    shuffled = score([ideas[index] for index in order], fast)

    given_order = score(ideas, fast)
    unlinked = [replace(idea, duplicate_of=None) for idea in shuffled.ideas]
    assert sorted(map(repr, unlinked)) == sorted(repr(replace(idea, duplicate_of=None)) for idea in given_order.ideas)
    assert replace(shuffled, ideas=()) == replace(given_order, ideas=())


@with_encoder
@given(pools.filter(bool), st.data())
def test_saying_an_own_idea_again_changes_no_count(fast: Encoder, ideas: list[PoolIdea], data: st.DataObject) -> None:
    chosen = data.draw(st.sampled_from(ideas))
    again = replace(chosen, text=f"{chosen.text} !", order=9)

    scores, more = score(ideas, fast), score([*ideas, again], fast)

    assert more.ideas[:-1] == scores.ideas
    assert more.people == scores.people
    assert more.idea_labels == scores.idea_labels


@with_encoder
@given(pools)
def test_every_number_stays_within_its_bounds(fast: Encoder, ideas: list[PoolIdea]) -> None:
    scores = score(ideas, fast)

    assert len(scores.ideas) == len(ideas)
    for idea in scores.ideas:
        assert 1 <= idea.people <= idea.pool_people == len({each.person for each in ideas})
        assert 0 <= idea.share_low <= idea.people_share <= idea.share_high <= 1
        assert idea.rarity > 0
        assert idea.rarity_se > 0
        assert idea.distance is None or 0 <= idea.distance <= 2
        assert idea.distance_se is None or idea.distance_se >= 0
        assert idea.elaboration >= 0
    for person in scores.people.values():
        assert person.switches.value <= max(person.fluency.value - 1, 0)
        assert person.flexibility.value <= person.fluency.value
        assert (person.originality_mean is None) == (person.fluency.value == 0)


@with_encoder
@given(pools)
def test_of_two_ideas_the_one_of_more_people_is_never_rarer(fast: Encoder, ideas: list[PoolIdea]) -> None:
    scored = sorted(score(ideas, fast).ideas, key=lambda idea: idea.people)

    assert [idea.rarity for idea in scored] == sorted((idea.rarity for idea in scored), reverse=True)


def test_each_idea_lies_within_one_category(fast: Encoder) -> None:
    scores = score(ideas_of(FELT), fast)

    categories = {(idea.idea, idea.category) for idea in scores.ideas}
    assert len(categories) == len({idea for idea, _ in categories})


def test_a_lone_person_has_no_distance_and_little_rarity(fast: Encoder) -> None:
    scores = score([PoolIdea("ann", "a rug", 0)], fast)

    assert scores.ideas[0].distance is None
    assert scores.ideas[0].rarity == pytest.approx(-math.log2(1.5 / 2))


def test_an_empty_pool_scores_to_nothing(fast: Encoder) -> None:
    scores = score([], fast)

    assert (scores.ideas, scores.people, scores.idea_labels) == ((), {}, {})


def test_a_profane_text_never_names_a_group(fast: Encoder) -> None:
    scores = score([PoolIdea("a", "fuck this wall covering", 0), PoolIdea("b", "a hat", 0)], fast)

    assert scores.ideas[0].flags == ("profanity",)
    assert set(scores.idea_labels.values()) == {"a hat"}


def test_a_sign_of_distress_is_flagged_and_joins_no_label(fast: Encoder) -> None:
    scores = score_pool("арқан", "kk", [PoolIdea("a", "менің өлгім келеді", 0)], encoder=fast)

    assert scores.ideas[0].flags == ("off_topic", "distress")
    assert scores.idea_labels == {}


def test_a_pool_is_digested_without_regard_to_order() -> None:
    ideas = ideas_of(FELT)

    assert Pool("norm", tuple(ideas)).hash == Pool("class", tuple(reversed(ideas))).hash
    assert Pool("norm", tuple(ideas[1:])).hash != Pool("norm", tuple(ideas)).hash


def test_the_prompt_and_the_corrections_are_part_of_the_input(fast: Encoder) -> None:
    ideas = ideas_of(FELT)
    made: tuple[tuple[Merge, ...], ...] = ((), (Merge(("slippers", "a hat")),))

    hashes = {
        score_pool(prompt, "en", ideas, encoder=fast, corrections=corrections).input_hash
        for prompt in ("felt", "wool")
        for corrections in made
    }

    assert len(hashes) == 4


def test_a_correction_moves_counts_and_names(fast: Encoder) -> None:
    steppe, house = "a map of the steppe sewn by hand", "insulation for a dog house"
    corrections: list[Correction] = [Merge((steppe, house)), Rename((steppe,), "places")]

    scores = score_pool("felt", "en", ideas_of(FELT), encoder=fast, corrections=corrections)

    assert scores.ideas[3].idea == scores.ideas[13].idea
    assert (scores.ideas[3].people, score(ideas_of(FELT), fast).ideas[3].people) == (2, 1)
    assert scores.idea_labels[scores.ideas[3].idea] == "places"
    assert scores.overridden == ()


def test_the_norm_sample_is_counted_apart_and_says_what_is_rare(fast: Encoder) -> None:
    sample = [PoolIdea(f"norm {number}", "a rug", 0, sample=True) for number in range(30)]

    scores = score([*ideas_of(FELT), *sample], fast)

    rug, steppe = scores.ideas[0], scores.ideas[13]
    assert (rug.people, rug.pool_people, rug.sample_people, rug.pool_sample) == (34, 34, 30, 30)
    assert (steppe.people, steppe.sample_people) == (1, 0)
    assert steppe.rarity == pytest.approx(-math.log2(1.5 / 32))


def test_the_distance_comes_with_an_error_from_two_ideas_of_others(fast: Encoder) -> None:
    two = [PoolIdea("ann", "a rug", 0), PoolIdea("bek", "a hat", 0)]

    scores = [score(ideas, fast).ideas[0] for ideas in (two, [*two, PoolIdea("con", "a kite", 0)])]

    assert scores[0].distance_se is None
    assert scores[1].distance_se is not None
    assert scores[1].distance_se > 0


def test_two_thousand_ideas_take_under_a_second_once_encoded(fast: Encoder) -> None:
    chance = random.Random(1)  # noqa: S311 -- a test's texts guard nothing
    things = ["cat", "dog", "bird", "fish", "fox", "hen", "bee", "ant", "cow", "pig", "bear", "wolf", "crow"]
    uses = ["hat", "bed", "house", "toy", "boat", "swing", "flag", "sail", "mask", "bag", "cup", "ramp", "wall"]
    ideas = [
        PoolIdea(f"p{index // 8}", f"{chance.choice(uses)} {chance.choice(uses)} {chance.choice(things)}", index)
        for index in range(2_000)
    ]
    score(ideas, fast)

    started = time.process_time()
    score(ideas, fast)

    assert time.process_time() - started < 1.0
