"""What a stroke of a drawing may be, how it is kept, and how its lines run: no database, no request.

A **pen** stroke is ``{"c": colour, "w": width, "d": [x, y, p, dx, dy, dp, …]}``: the first point whole, each further
one as its difference from the one before; places in tenths of a unit of the canvas, pressure from 1 to 5 (3 where the
device feels none). A **part** is ``{"c": colour, "k": its key, "x": …, "y": …, "a": degrees, "s": percent}``.

tasks/static/drawing-ink.js writes and draws the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from contest_app.tasks.rules.answering import GREATEST_NUMBER, Unreadable, is_told

#: Names of the colours, in the order in which strokes number them; the style sheet makes tokens of them.
COLOURS: Final = ("ink", "sky", "grass", "sun", "poppy")
#: Width of the pen at middling pressure, in units of the canvas, by its number.
WIDTHS: Final = (2.0, 4.0, 8.0)
#: What each pressure makes of the width.
PRESSURES: Final = {1: 0.5, 2: 0.75, 3: 1.0, 4: 1.3, 5: 1.6}
PER_UNIT: Final = 10
TURN_DEGREES: Final = 360
LEAST_PERCENT: Final = 25
MOST_PERCENT: Final = 400

#: Numbers in one pen stroke, three a point; a longer line is sent as several strokes.
MOST_NUMBERS: Final = 600
#: Strokes that stand in one frame, and rows that may be written for it, removed ones included.
MOST_STANDING: Final = 600
MOST_WRITTEN: Final = 2400
#: Strokes that one operation removes.
MOST_AT_ONCE: Final = 40


class StrokeKind(StrEnum):
    """What a stroke is made with."""

    PEN = "pen"
    PART = "part"


@dataclass(frozen=True, slots=True)
class Canvas:
    """The sheet of an item: its size in units, how many frames it has, and the keys of the parts to be stamped."""

    width: int
    height: int
    frames: int
    parts: frozenset[str]


@dataclass(frozen=True, slots=True)
class NewStroke:
    """A stroke that a browser asks to keep."""

    id: UUID
    frame: int
    position: int
    kind: StrokeKind
    data: dict[str, Any]


def read_stroke(payload: Mapping[str, Any], canvas: Canvas) -> NewStroke:
    """Return the stroke that an operation brings, with nothing in it but what a stroke has.

    Raises Unreadable.
    """
    try:
        key, kind, data = UUID(payload["stroke"]), StrokeKind(payload["form"]), payload["data"]
        frame, position = payload["frame"], payload["position"]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unreadable from error
    if not (_is_within(frame, 1, canvas.frames) and _is_within(position, 0, GREATEST_NUMBER)):
        raise Unreadable
    if not isinstance(data, dict) or not _is_within(data.get("c"), 0, len(COLOURS) - 1):
        raise Unreadable
    kept = _pen(data, canvas) if kind is StrokeKind.PEN else _part(data, canvas)
    return NewStroke(key, frame, position, kind, {"c": data["c"], **kept})


def read_removal(payload: Mapping[str, Any]) -> list[UUID]:
    """Return the strokes that an operation removes. Raises Unreadable."""
    keys = payload.get("strokes")
    if not isinstance(keys, list) or not 0 < len(keys) <= MOST_AT_ONCE:
        raise Unreadable
    try:
        return [UUID(key) for key in keys]
    except (ValueError, TypeError, AttributeError) as error:
        raise Unreadable from error


def claims_all_strokes(told: object, keys: Collection[UUID]) -> bool:
    """Say whether the strokes that a browser submits are those that have arrived.

    ``told`` has their ``count`` and a hash of their keys: in rising order, each followed by a line feed. A page
    without a canvas tells nothing, and then none may be there.
    """
    if not isinstance(told, dict):
        return not keys
    return told.get("count") == len(keys) and is_told(told, "".join(f"{key}\n" for key in sorted(map(str, keys))))


def points(data: Mapping[str, Any]) -> list[tuple[float, float, int]]:
    """Return the points of a pen stroke: x, y in units of the canvas, and pressure.

    >>> points({"c": 0, "w": 1, "d": [100, 50, 3, 15, -5, 1]})
    [(10.0, 5.0, 3), (11.5, 4.5, 4)]
    """
    found, x, y, pressure = [], 0, 0, 0
    numbers = data["d"]
    for dx, dy, dp in zip(numbers[::3], numbers[1::3], numbers[2::3], strict=True):
        x, y, pressure = x + dx, y + dy, pressure + dp
        found.append((x / PER_UNIT, y / PER_UNIT, pressure))
    return found


def middle(data: Mapping[str, Any]) -> tuple[float, float]:
    """Return where a part stands, in units of the canvas."""
    return data["x"] / PER_UNIT, data["y"] / PER_UNIT


def lines(data: Mapping[str, Any]) -> Iterator[tuple[float, str]]:
    """Yield the lines that a pen stroke is drawn with: width, and SVG path data; one for each run of one pressure.

    >>> list(lines({"c": 0, "w": 1, "d": [100, 50, 3, 15, -5, 0, 0, 10, 1]}))
    [(4.0, 'M10 5L11.5 4.5'), (5.2, 'M11.5 4.5L11.5 5.5')]
    """
    drawn = points(data)
    start = 0
    for end in range(1, len(drawn)):
        is_last = end == len(drawn) - 1
        if is_last or drawn[end + 1][2] != drawn[end][2]:
            yield _width(data, drawn[end][2]), _path(drawn[start : end + 1])
            start = end
    if len(drawn) == 1:
        yield _width(data, drawn[0][2]), _path([drawn[0], drawn[0]])


def transform(data: Mapping[str, Any]) -> str:
    """Return where a part stands, as SVG says it.

    >>> transform({"c": 0, "k": "wheel", "x": 1005, "y": 500, "a": 90, "s": 150})
    'translate(100.5 50) rotate(90) scale(1.5)'
    """
    x, y = middle(data)
    return f"translate({x:g} {y:g}) rotate({data['a']}) scale({data['s'] / 100:g})"


def _pen(data: Mapping[str, Any], canvas: Canvas) -> dict[str, Any]:
    numbers, width = data.get("d"), data.get("w")
    if not isinstance(numbers, list) or not 0 < len(numbers) <= MOST_NUMBERS or len(numbers) % 3:
        raise Unreadable
    if not _is_within(width, 0, len(WIDTHS) - 1) or any(type(number) is not int for number in numbers):
        raise Unreadable
    kept = {"w": width, "d": numbers}
    if not all(_is_on(canvas, x, y) and pressure in PRESSURES for x, y, pressure in points(kept)):
        raise Unreadable
    return kept


def _part(data: Mapping[str, Any], canvas: Canvas) -> dict[str, Any]:
    key: Any = data.get("k")
    numbers: list[Any] = [data.get(name) for name in ("x", "y", "a", "s")]
    if not (isinstance(key, str) and key in canvas.parts and all(type(number) is int for number in numbers)):
        raise Unreadable
    x, y, angle, percent = map(int, numbers)
    is_fit = 0 <= angle < TURN_DEGREES and LEAST_PERCENT <= percent <= MOST_PERCENT
    if not (is_fit and _is_on(canvas, x / PER_UNIT, y / PER_UNIT)):
        raise Unreadable
    return {"k": key, "x": x, "y": y, "a": angle, "s": percent}


def _is_on(canvas: Canvas, x: float, y: float) -> bool:
    return 0 <= x <= canvas.width and 0 <= y <= canvas.height


def _is_within(value: object, least: int, most: int) -> bool:
    return type(value) is int and least <= value <= most


def _width(data: Mapping[str, Any], pressure: int) -> float:
    return round(WIDTHS[data["w"]] * PRESSURES[pressure], 2)


def _path(drawn: Iterable[tuple[float, float, int]]) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y, _ in drawn)
