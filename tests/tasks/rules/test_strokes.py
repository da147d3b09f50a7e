from __future__ import annotations

import hashlib
import json
import zlib
from itertools import pairwise
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_app.tasks.rules.answering import Unreadable
from contest_app.tasks.rules.strokes import (
    Canvas,
    NewStroke,
    StrokeKind,
    claims_all_strokes,
    lines,
    points,
    read_removal,
    read_stroke,
    transform,
)

CANVAS = Canvas(400, 300, 3, frozenset({"wheel"}))
PEN: dict[str, Any] = {"c": 1, "w": 1, "d": [100, 100, 3, 20, -10, 0]}
PART: dict[str, Any] = {"c": 4, "k": "wheel", "x": 2000, "y": 3000, "a": 345, "s": 400}
KEY = uuid4()

any_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("cwdkxyas"), inner, max_size=4),
    max_leaves=8,
)


def payload(form: str, data: object, **more: object) -> dict[str, Any]:
    return {"stroke": str(KEY), "frame": 1, "position": 7, "form": form, "data": data} | more


def test_a_stroke_is_read_with_nothing_in_it_but_what_a_stroke_has() -> None:
    assert read_stroke(payload("pen", PEN | {"evil": "x" * 9000}, at="2026"), CANVAS) == NewStroke(
        KEY, 1, 7, StrokeKind.PEN, PEN
    )
    assert read_stroke(payload("part", PART | {"d": [1]}, frame=3), CANVAS) == NewStroke(
        KEY, 3, 7, StrokeKind.PART, PART
    )


@pytest.mark.parametrize(
    "told",
    [
        payload("pen", PEN, frame=0),
        payload("pen", PEN, frame=4),
        payload("pen", PEN, frame=True),
        payload("pen", PEN, position=-1),
        payload("pen", PEN, stroke="no key"),
        payload("brush", PEN),
        payload("pen", [1, 2, 3]),
        payload("pen", PEN | {"c": 5}),
        payload("pen", PEN | {"w": 3}),
        payload("pen", PEN | {"d": []}),
        payload("pen", PEN | {"d": [1, 2, 3, 4]}),
        payload("pen", PEN | {"d": [1.5, 2, 3]}),
        payload("pen", PEN | {"d": [4001, 0, 3]}),
        payload("pen", PEN | {"d": [0, 0, 6]}),
        payload("pen", PEN | {"d": [0, 0, 3, -1, 0, 0]}),
        payload("pen", PEN | {"d": [1, 1, 1] * 201}),
        payload("part", PART | {"k": "engine"}),
        payload("part", PART | {"k": ["wheel"]}),
        payload("part", PART | {"a": 360}),
        payload("part", PART | {"s": 24}),
        payload("part", PART | {"s": None}),
        payload("part", PART | {"y": 3001}),
    ],
)
def test_what_is_no_stroke_of_this_sheet_is_refused(told: dict[str, Any]) -> None:
    with pytest.raises(Unreadable):
        read_stroke(told, CANVAS)


@given(any_json, st.sampled_from(["pen", "part"]))
def test_whatever_a_browser_sends_it_is_read_or_refused(data: object, form: str) -> None:
    try:
        read = read_stroke(payload(form, data), CANVAS)
    except Unreadable:
        return
    assert read == read_stroke(payload(form, read.data), CANVAS)


@pytest.mark.parametrize("keys", [None, [], "all", [7], [str(uuid4())] * 41, ["no key"]])
def test_a_removal_names_some_strokes_and_not_too_many(keys: object) -> None:
    with pytest.raises(Unreadable):
        read_removal({"strokes": keys})


def test_a_removal_is_read() -> None:
    assert read_removal({"strokes": [str(KEY)]}) == [KEY]


@given(st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 3000), st.integers(1, 5)), min_size=1, max_size=30))
def test_lines_go_through_every_point_and_join(drawn: list[tuple[int, int, int]]) -> None:
    numbers, before = [], (0, 0, 0)
    for point in drawn:
        numbers += [new - old for new, old in zip(point, before, strict=True)]
        before = point
    data = read_stroke(payload("pen", PEN | {"d": numbers}), CANVAS).data

    assert points(data) == [(x / 10, y / 10, pressure) for x, y, pressure in drawn]
    paths = [path.removeprefix("M").split("L") for _, path in lines(data)]
    expected = [f"{x / 10:g} {y / 10:g}" for x, y, _ in drawn]
    assert all(one[-1] == other[0] for one, other in pairwise(paths))
    assert [paths[0][0], *(place for path in paths for place in path[1:])][: len(drawn)] == expected


def test_the_longest_stroke_is_a_small_operation() -> None:
    numbers = [4000, 3000, 5] + [-100, 100, 0] * 120

    assert len(json.dumps(payload("pen", PEN | {"d": numbers}), separators=(",", ":"))) < 2000


def test_a_part_is_placed_turned_and_scaled() -> None:
    assert transform(PART) == "translate(200 300) rotate(345) scale(4)"


def test_a_submission_tells_all_strokes_by_count_and_hash() -> None:
    keys = [UUID(int=3), UUID(int=1)]
    canonical = f"{keys[1]}\n{keys[0]}\n".encode()
    digest = hashlib.sha256(canonical).hexdigest()

    assert claims_all_strokes({"count": 2, "sha256": digest}, keys)
    assert claims_all_strokes({"count": 2, "sha256": digest}, keys[::-1])
    assert claims_all_strokes({"count": 2, "crc32": zlib.crc32(canonical)}, keys)
    assert claims_all_strokes(None, [])
    assert claims_all_strokes({"count": 0, "sha256": hashlib.sha256(b"").hexdigest()}, [])
    for wrong in (
        None,
        "all",
        {"count": 1, "sha256": digest},
        {"count": 2, "sha256": "0"},
        {"count": 2, "crc32": 1},
    ):
        assert not claims_all_strokes(wrong, keys)
