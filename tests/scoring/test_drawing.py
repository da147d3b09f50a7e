from __future__ import annotations

import math
import random

from hypothesis import given
from hypothesis import strategies as st

from contest_app.scoring.drawing import NEAR, Counts, Drawn, count

places = st.tuples(st.integers(0, 400), st.integers(0, 300))
strokes = st.builds(
    Drawn,
    frame=st.integers(1, 6),
    colour=st.integers(0, 4),
    points=st.lists(places, min_size=1, max_size=8).map(tuple),
    is_part=st.booleans(),
)
drawings = st.lists(strokes, max_size=12)


def pen(*points: tuple[float, float], frame: int = 1) -> Drawn:
    return Drawn(frame, 0, points, is_part=False)


def test_an_empty_sheet_has_nothing_in_it() -> None:
    assert count([]) == Counts(0, 0, 0, 0.0, 0, 0)


def test_words_fill_a_frame_as_well_as_ink() -> None:
    assert [count([pen((0, 0))], said=frames).frames_filled for frames in ([], [1], [1, 3])] == [1, 1, 2]


def test_strokes_that_meet_are_one_element_and_the_same_ones_in_two_frames_are_two() -> None:
    roof, wall, moon = pen((0, 50), (50, 0), (100, 50)), pen((100, 52), (100, 90)), pen((300, 20))

    assert count([roof, moon, wall]).elements == 2
    assert count([roof, wall, pen((0, 50), (50, 0), frame=2)]).elements == 2


def test_a_stroke_that_bridges_two_elements_joins_them() -> None:
    left, right, bridge = pen((0, 0), (10, 10)), pen((100, 0), (110, 10)), pen((10, 5), (100, 5))

    assert [count([left, right]).elements, count([left, right, bridge]).elements] == [2, 1]


@given(drawings, st.randoms())
def test_the_order_of_drawing_changes_no_count(drawing: list[Drawn], chance: random.Random) -> None:
    mixed = list(drawing)
    chance.shuffle(mixed)

    assert count(mixed) == count(drawing)


@given(drawings)
def test_counts_keep_their_bounds(drawing: list[Drawn]) -> None:
    found = count(drawing)

    assert found.strokes + found.parts == len(drawing)
    assert bool(drawing) <= found.elements <= len(drawing)
    assert found.parts <= found.elements
    assert found.frames_filled <= found.elements
    assert found.colours <= len(drawing)
    assert found.ink >= 0


@given(drawings, strokes)
def test_another_stroke_never_makes_less_of_anything_but_elements(drawing: list[Drawn], more: Drawn) -> None:
    before, after = count(drawing), count([*drawing, more])

    for name in ("frames_filled", "strokes", "parts", "colours"):
        assert getattr(before, name) <= getattr(after, name)
    assert before.ink <= after.ink + 1e-9
    assert after.elements <= before.elements + 1


@given(drawings, st.integers(-500, 500), st.integers(-500, 500))
def test_where_the_drawing_lies_on_the_sheet_changes_no_count(drawing: list[Drawn], right: int, down: int) -> None:
    moved = [
        Drawn(each.frame, each.colour, tuple((x + right, y + down) for x, y in each.points), is_part=each.is_part)
        for each in drawing
    ]

    assert count(moved) == count(drawing)


@given(drawings)
def test_a_stroke_far_from_all_others_is_an_element_of_its_own(drawing: list[Drawn]) -> None:
    assert count([*drawing, pen((400 + 2 * NEAR, 0))]).elements == count(drawing).elements + 1


@given(st.lists(places, min_size=2, max_size=8))
def test_ink_is_at_least_the_way_from_end_to_end(points: list[tuple[int, int]]) -> None:
    assert count([pen(*points)]).ink >= math.dist(points[0], points[-1]) - 1e-9
