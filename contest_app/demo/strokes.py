"""Strokes as the demo's files write them, turned into what a browser sends (``tasks.rules.strokes``)."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, Final

from contest_app.tasks.rules.strokes import COLOURS, PER_UNIT, StrokeKind

PEN: Final = "pen"
MIDDLING: Final = 3
USUAL_WIDTH: Final = "1"


def read_stroke(tool: str, numbers: str) -> dict[str, Any]:
    """Return the form and the data of a stroke.

    A pen has a colour and perhaps a width (0 to 2), and its points; a part has a colour, and where it stands, how far
    it is turned (degrees) and how large it is (per cent).

    >>> read_stroke("pen sky 2", "10 20, 15 18")
    {'form': 'pen', 'data': {'c': 1, 'w': 2, 'd': [100, 200, 3, 50, -20, 0]}}
    >>> read_stroke("felt ink", "200 150 90 300")
    {'form': 'part', 'data': {'c': 0, 'k': 'felt', 'x': 2000, 'y': 1500, 'a': 90, 's': 300}}
    """
    name, colour, *width = tool.split()
    number = COLOURS.index(colour)
    if name == PEN:
        [chosen] = width or [USUAL_WIDTH]
        return {"form": StrokeKind.PEN.value, "data": {"c": number, "w": int(chosen), "d": _differences(numbers)}}
    x, y, angle, percent = map(int, numbers.split())
    placed = {"k": name, "x": x * PER_UNIT, "y": y * PER_UNIT, "a": angle, "s": percent}
    return {"form": StrokeKind.PART.value, "data": {"c": number, **placed}}


def _differences(numbers: str) -> list[int]:
    """Return the first point whole, each further one as its difference from the one before."""
    points = [tuple(int(each) * PER_UNIT for each in point.split()) for point in numbers.split(",")]
    steps = [(to_x - x, to_y - y, 0) for (x, y), (to_x, to_y) in pairwise(points)]
    return [number for each in [(*points[0], MIDDLING), *steps] for number in each]
