"""A person's profile, or "not enough yet"."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.scoring_simulation import Simulated, simulate
from contest_app.scoring.norms import Percentile
from contest_app.scoring.profile import ItemScore, LanguageProfiles, NotEnoughYet, Profile, profiles
from contest_app.scoring.scale.obstacles import Obstacle
from contest_app.scoring.scale.placing import ENOUGH, items_needed
from contest_app.scoring.scale.table import ScoredTwice
from contest_app.scoring.too_few import TooFew

GRADES = (3, 6, 9, 11)


def scores_of(drawn: Simulated, language: str = "kk", grades: tuple[int, ...] = GRADES) -> list[ItemScore]:
    """Return the simulated scores as rows; people of one population are in one grade."""
    return [
        ItemScore(person, item, language, grades[population], float(score))
        for person, population, row in zip(drawn.table.people, drawn.populations, drawn.table.scores, strict=True)
        for item, score in zip(drawn.table.items, row, strict=True)
        if np.isfinite(score)
    ]


def told(scores: list[ItemScore], language: str = "kk") -> LanguageProfiles:
    found = profiles(scores)[language]
    assert isinstance(found, LanguageProfiles)
    return found


@pytest.fixture(scope="module")
def drawn() -> Simulated:
    return simulate(seed=0, people=600, items=16, each=8, means=(-0.6, -0.2, 0.2, 0.6))


@pytest.fixture(scope="module")
def found(drawn: Simulated) -> LanguageProfiles:
    return told(scores_of(drawn))


def test_enough_items_make_a_profile_on_the_t_scale(drawn: Simulated, found: LanguageProfiles) -> None:
    shown = {person: each for person, each in found.people.items() if isinstance(each, Profile)}

    truth = dict(zip(drawn.table.people, 50 + 10 * drawn.traits, strict=True))
    inside = [
        abs(each.place.value - truth[person]) < 1.2815516 * each.place.standard_error
        for person, each in shown.items()
    ]
    assert len(shown) > 500
    assert 0.75 <= np.mean(inside) <= 0.85
    assert all(each.reliability >= ENOUGH and each.items == 8 for each in shown.values())


def test_a_percentile_compares_with_the_grade_band(drawn: Simulated, found: LanguageProfiles) -> None:
    """An average person of all is above the middle of the lowest grades and below that of the highest."""
    middles = []
    for population in (0, 3):
        own = [
            found.people[person]
            for person, number, trait in zip(drawn.table.people, drawn.populations, drawn.traits, strict=True)
            if number == population and abs(trait) < 0.25
        ]
        ranks = [
            each.percentile.value
            for each in own
            if isinstance(each, Profile) and isinstance(each.percentile, Percentile)
        ]
        middles.append(np.median(ranks))

    assert middles[0] > 55
    assert middles[1] < 45


def test_too_few_items_are_not_enough_yet_and_say_how_many_more_would_do(
    drawn: Simulated, found: LanguageProfiles
) -> None:
    scores = scores_of(drawn)
    person = drawn.table.people[0]
    two = [each for each in scores if each.person == person][:2]

    answer = told([*(each for each in scores if each.person != person), *two]).people[person]

    assert isinstance(answer, NotEnoughYet)
    assert answer.items == 2
    assert answer.reliability < ENOUGH
    needed = items_needed(found.scale)
    assert needed is not None
    assert answer.more == needed - 2


def test_the_order_of_scores_changes_no_profile(drawn: Simulated, found: LanguageProfiles) -> None:
    assert told(scores_of(drawn)[::-1]) == found


def test_languages_have_scales_of_their_own(drawn: Simulated, found: LanguageProfiles) -> None:
    russian = [
        replace(each, language="ru", score=each.score * 3 + 7)
        for each in scores_of(simulate(seed=1, people=300, items=10, each=6, means=(0.0, 0.0)))
    ]

    both = profiles([*scores_of(drawn), *russian])

    assert list(both) == ["kk", "ru"]
    assert both["kk"] == found


def test_bands_of_few_pupils_are_placed_with_their_neighbours() -> None:
    small = simulate(seed=2, people=150, items=8, each=8)
    scores = [replace(each, grade=1 if each.person < "person 00010" else 6) for each in scores_of(small)]

    answer = told(scores)

    assert [each.people for each in answer.scale.populations] == [150]
    ten = [answer.people[f"person 0000{number}"] for number in range(10)]
    assert all(isinstance(each, Profile) and isinstance(each.percentile, TooFew) for each in ten)


def test_items_that_few_answered_wait_for_more() -> None:
    drawn = simulate(seed=3, people=150, items=6, each=6)
    scores = scores_of(drawn)
    new = [ItemScore(person, "new", "kk", 3, 1.0 + number) for number, person in enumerate(drawn.table.people[:29])]

    assert told([*scores, *new]) == told(scores)


def test_a_language_of_few_people_has_no_scale_yet() -> None:
    few = simulate(seed=4, people=99, items=6, each=6)

    assert profiles(scores_of(few)) == {"kk": TooFew(people=99, needed=100)}


def test_people_with_one_item_do_not_make_a_scale() -> None:
    one = simulate(seed=4, people=400, items=4, each=1)

    assert profiles(scores_of(one)) == {"kk": TooFew(people=0, needed=100)}


def test_two_items_do_not_make_a_scale() -> None:
    two = simulate(seed=4, people=200, items=2, each=2)

    assert profiles(scores_of(two)) == {"kk": Obstacle.FEW_ITEMS}


def test_two_scores_of_a_person_on_an_item_are_refused(drawn: Simulated) -> None:
    scores = scores_of(drawn)

    with pytest.raises(ScoredTwice):
        profiles([*scores, scores[0]])


def test_a_grade_outside_school_is_refused(drawn: Simulated) -> None:
    with pytest.raises(ValueError, match="grade 12"):
        profiles([replace(each, grade=12) for each in scores_of(drawn)])


def test_no_scores_make_no_profiles() -> None:
    assert profiles([]) == {}
