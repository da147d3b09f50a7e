"""The conventional theme nearest to an idea."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_app.scoring.encoders import Encoder, Float32Array
from contest_app.scoring.themes.distances import UNFITTED, theme_distance
from contest_app.scoring.themes.lists import Theme, ThemeList
from contest_app.scoring.themes.nearest import EncodedThemes, encode_themes, nearest_themes, themes_of_texts

VEHICLE = Theme("vehicle", "Part of a vehicle", ("a wheelbarrow", "a cart", "another bike"))
DECOR = Theme("decor", "Decoration", ("hang it on a wall", "a chandelier", "decorate a fence"))
WHEEL = ThemeList("bicycle-wheel", "en", (VEHICLE, DECOR))


def encoded(*rows: tuple[float, float]) -> EncodedThemes:
    vectors: Float32Array = np.array(rows, dtype=np.float32).reshape(-1, 2)
    themes = tuple(VEHICLE if index % 2 == 0 else DECOR for index in range(len(rows)))
    return EncodedThemes("1", vectors, themes, tuple(f"sample {index}" for index in range(len(rows))))


def test_a_text_belongs_to_the_theme_of_its_nearest_sample() -> None:
    (found,) = nearest_themes(np.array([[0.6, 0.8]]), encoded((1.0, 0.0), (0.0, 1.0)), within=0.3)

    assert found is not None
    assert (found.theme, found.sample, found.distance, found.conventional) == (DECOR, "sample 1", 0.2, True)


@pytest.mark.parametrize(("within", "conventional"), [(0.19, False), (0.2, True)])
def test_a_text_beyond_the_distance_is_outside_all_themes(within: float, conventional: bool) -> None:
    (found,) = nearest_themes(np.array([[0.6, 0.8]]), encoded((0.0, 1.0)), within)

    assert found is not None
    assert found.conventional is conventional


def test_of_equally_near_samples_the_first_counts() -> None:
    (found,) = nearest_themes(np.array([[1.0, 0.0]]), encoded((0.0, 1.0), (0.0, -1.0)), within=2.0)

    assert found is not None
    assert found.sample == "sample 0"


def test_a_list_without_samples_has_no_nearest_theme() -> None:
    assert nearest_themes(np.array([[1.0, 0.0]]), encoded(), within=2.0) == [None]


def test_no_texts_have_no_themes() -> None:
    assert nearest_themes(np.empty((0, 2)), encoded((1.0, 0.0)), within=2.0) == []


@given(st.lists(st.floats(0, 6.28), min_size=1, max_size=6), st.floats(0, 6.28))
def test_a_sample_more_brings_no_text_farther_away(angles: list[float], text: float) -> None:
    rows = [(float(np.cos(angle)), float(np.sin(angle))) for angle in angles]
    vector = np.array([[np.cos(text), np.sin(text)]])

    (before,) = nearest_themes(vector, encoded(*rows), within=0.5)
    (after,) = nearest_themes(vector, encoded(*rows, (1.0, 0.0)), within=0.5)

    assert before is not None
    assert after is not None
    assert 0 <= after.distance <= before.distance <= 2


def test_real_texts_find_their_themes(fast: Encoder) -> None:
    texts = ["put it on a hand cart", "decorate the wall of the room", "a labyrinth for snails that sing"]

    found = themes_of_texts(texts, WHEEL, fast)

    assert [each.theme.key if each and each.conventional else None for each in found] == ["vehicle", "decor", None]


def test_a_batch_finds_what_one_text_at_a_time_finds(fast: Encoder) -> None:
    texts = ["a cart", "a clock", "a lamp", "a fence"]

    together = themes_of_texts(texts, WHEEL, fast)

    assert together == [themes_of_texts([text], WHEEL, fast)[0] for text in texts]


def test_a_code_can_be_made_again_from_the_version(fast: Encoder) -> None:
    assert encode_themes(WHEEL, fast).version == f"{WHEEL.version}; fast {fast.version}"


def test_the_version_of_a_list_changes_with_its_samples_and_not_with_their_order() -> None:
    turned = ThemeList("bicycle-wheel", "en", (DECOR, Theme("vehicle", "Vehicles", VEHICLE.samples[::-1])))
    other = ThemeList("bicycle-wheel", "en", (DECOR, Theme("vehicle", "Vehicles", VEHICLE.samples[:2])))

    assert turned.version == WHEEL.version
    assert other.version != WHEEL.version


def test_distances_are_fitted_for_each_profile_and_language() -> None:
    fitted = [theme_distance(profile, language) for profile in ("fast", "best") for language in ("kk", "ru", "en")]

    assert all(0.2 < distance < 1 for distance in fitted)
    assert theme_distance("some model", "en") == UNFITTED
