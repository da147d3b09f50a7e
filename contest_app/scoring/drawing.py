"""Plain counts of a drawing: how much there is of what. None of them says how good it is; people do."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

Point = tuple[float, float]
#: Left, top, right and bottom.
Box = tuple[float, float, float, float]
#: The frame, and the box in it.
Place = tuple[int, Box]

#: Strokes nearer than this to each other, in units of the canvas, are one element.
NEAR = 4.0


@dataclass(frozen=True, slots=True)
class Drawn:
    """One pen stroke or stamped part.

    Attributes
    ----------
    frame : number of the frame that it lies in.
    colour : number of its colour.
    points : of a pen stroke its points, of a part its middle; in units of the canvas, at least one.
    is_part : whether it was stamped.

    """

    frame: int
    colour: int
    points: tuple[Point, ...]
    is_part: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """What there is in a drawing.

    Attributes
    ----------
    frames_filled : frames with a stroke, a part or words in them.
    strokes, parts : pen strokes, and stamped parts.
    ink : length of all pen strokes, in units of the canvas.
    elements : parts, and groups of pen strokes that lie close together.
    colours : different colours.

    """

    frames_filled: int
    strokes: int
    parts: int
    ink: float
    elements: int
    colours: int


def count(drawn: Sequence[Drawn], said: Iterable[int] = ()) -> Counts:
    """Return what there is in a drawing, whatever the order of its strokes.

    ``said`` are the frames of which something is said in words: that counts as filling them.

    >>> line = Drawn(1, 0, ((0, 0), (3, 4)), is_part=False)
    >>> count([line, Drawn(1, 2, ((50, 50),), is_part=True)])
    Counts(frames_filled=1, strokes=1, parts=1, ink=5.0, elements=2, colours=2)
    """
    pen = [each for each in drawn if not each.is_part]
    parts = len(drawn) - len(pen)
    return Counts(
        frames_filled=len({each.frame for each in drawn} | set(said)),
        strokes=len(pen),
        parts=parts,
        ink=math.fsum(_length(each.points) for each in pen),
        elements=parts + _groups(pen),
        colours=len({each.colour for each in drawn}),
    )


def _length(points: Sequence[Point]) -> float:
    return math.fsum(math.dist(one, other) for one, other in pairwise(points))


def _groups(strokes: Iterable[Drawn]) -> int:
    """Return how many groups there are of strokes whose surrounding boxes come near each other, in one frame."""
    groups: list[list[Place]] = []
    for stroke in strokes:
        own = (stroke.frame, _box(stroke.points))
        joined, apart = [own], []
        for group in groups:
            if any(_is_near(own, other) for other in group):
                joined += group
            else:
                apart.append(group)
        groups = [*apart, joined]
    return len(groups)


def _box(points: Sequence[Point]) -> Box:
    across, down = [x for x, _ in points], [y for _, y in points]
    return min(across), min(down), max(across), max(down)


def _is_near(one: Place, other: Place) -> bool:
    (frame, (left, top, right, bottom)), (its_frame, (its_left, its_top, its_right, its_bottom)) = one, other
    return (
        frame == its_frame
        and left - NEAR <= its_right
        and its_left - NEAR <= right
        and top - NEAR <= its_bottom
        and its_top - NEAR <= bottom
    )
