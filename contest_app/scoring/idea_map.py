"""A picture of ideas on a sheet: what is near in meaning lies near, as far as two dimensions can show it.

**Places.** The distance of two ideas is one minus the cosine of their vectors. Few ideas are placed by classical
scaling. Of many, all are about equally far from each other, and a picture that tries to show every distance shows
none: stochastic neighbour embedding shows who is next to whom instead. It starts from classical scaling and takes
fixed steps, so the same ideas give the same picture. (On the demonstration's pools of 26 to 65 ideas 57 % of the five
nearest circles are nearest in meaning too; by stress majorization 42 %.)

A picture may be turned and mirrored at will, so its longer side stands upright (a phone is held so) and the idea with
the most people lies in the upper left.

**Circles.** The area of an idea's circle is the number of its people, and no circle covers another: those that do
are pushed apart in equal parts, and the sheet grows until there is room.

**Likeness.** How far to trust nearness on the finished sheet, from 0 to 1: the mean share of an idea's nearest
circles that are nearest in meaning too, over up to five neighbours.

It is no score and no score rests on it.

Sources: Torgerson, W. S. (1952). Multidimensional scaling: I. Theory and method. Psychometrika, 17, 401-419. van der
Maaten, L., & Hinton, G. (2008). Visualizing data using t-SNE. Journal of Machine Learning Research, 9, 2579-2605.
Kobak, D., & Berens, P. (2019). The art of using t-SNE for single-cell transcriptomics. Nature Communications, 10,
5416 (the start). Venna, J., & Kaski, S. (2006). Local multidimensional scaling. Neural Networks, 19, 889-899.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from contest_app.scoring.encoders import Float32Array

Array = npt.NDArray[np.float64]

MOST = 80
"""Ideas on one sheet; of more, those of the most people."""

WIDTH = 1000.0
"""Of a sheet, in its units; its height is as much or more."""

SMALLEST, LARGEST = 27.0, 50.0
"""Radius of an idea of one person, in units: a number in it can be read on a phone, and few ideas need no more."""

GAP = 6.0
"""Between two circles, and to the edge, in units."""

_FILLED = 0.34  # of the sheet by circles: more would leave no white to see groups by
_AIRY = 0.22  # of a sheet with room to spare
_FEW = 10  # ideas below which classical scaling shows the distances well
_PERPLEXITY = 6.0  # neighbours that count, about as many as a group has ideas
_STEPS, _EARLY, _EXAGGERATION = 600, 100, 4.0
_PUSHES = 300
_DECIMALS = 5  # of nearness: an encoder's batches differ in the seventh
_NEAREST = 1e-9


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an idea's circle lies: its middle and radius in units, from the upper left of the sheet."""

    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class IdeaMap:
    """Ideas on a sheet of `WIDTH` by ``height`` units; ``likeness`` is None for fewer than three."""

    spots: Mapping[int, Spot]
    height: float
    likeness: float | None


def draw_map(means: Mapping[int, Float32Array], people: Mapping[int, int]) -> IdeaMap:
    """Return the map of ideas, given by number their (d,) unit vectors and how many people had each.

    >>> one, other = (np.array(row, dtype=np.float32) for row in ([1, 0], [0, 1]))
    >>> drawn = draw_map({7: one, 3: other}, {7: 4, 3: 1})
    >>> drawn.spots[7].radius / drawn.spots[3].radius
    2.0
    """
    chosen = sorted(means, key=lambda number: (-people[number], number))[:MOST]
    if not chosen:
        return IdeaMap({}, WIDTH, None)
    sizes = np.array([people[number] for number in chosen], dtype=np.float64)
    unit = math.sqrt(_AIRY * WIDTH**2 / (math.pi * float(sizes.sum())))
    radii = min(max(unit, SMALLEST), LARGEST) * np.sqrt(sizes)
    distances = _distances(np.array([means[number] for number in chosen], dtype=np.float64))
    places, height = _apart(*_on_sheet(_turned(_placed(distances)), radii), radii)
    circles = np.column_stack([places, radii]).round(1).tolist()
    spots = {number: Spot(*circle) for number, circle in zip(chosen, circles, strict=True)}
    return IdeaMap(spots, height, _likeness(distances, places))


def _distances(vectors: Array) -> Array:
    """Return one minus the cosines of (n, d) rows; rounded, so that the order of sums changes nothing."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit = vectors / np.maximum(lengths, _NEAREST)
    found: Array = np.clip(np.round(1 - unit @ unit.T, _DECIMALS), 0, 2)
    np.fill_diagonal(found, 0)
    return found


def _classical(distances: Array) -> Array:
    """Return (n, 2) places by classical scaling."""
    count = len(distances)
    centring = np.eye(count) - 1 / count
    values, vectors = np.linalg.eigh(-centring @ np.square(distances) @ centring / 2)
    best = np.argsort(values)[::-1][:2]
    places = vectors[:, best] * np.sqrt(np.maximum(values[best], 0))
    return np.column_stack([places, np.zeros((count, 2 - places.shape[1]))])


def _placed(distances: Array) -> Array:
    """Return (n, 2) places, near where the distance is small."""
    start = _classical(distances)
    if len(start) < _FEW:
        return start
    return _embedded(_neighbours(distances), _spread(start / max(start.std(), _NEAREST) * 0.01))


def _neighbours(distances: Array) -> Array:
    """Return (n, n) how much each two count as neighbours of each other; the sum is 1."""
    share = np.array([_shares(np.delete(row, place)) for place, row in enumerate(np.square(distances))])
    whole = np.zeros_like(distances)
    whole[~np.eye(len(distances), dtype=bool)] = share.ravel()
    return np.asarray((whole + whole.T) / (2 * len(distances)), dtype=np.float64)


def _shares(squares: Array) -> Array:
    """Return how much each of the others counts as a neighbour, so that about `_PERPLEXITY` of them do."""
    low, high = 1e-3, 1e4
    wanted = math.log(min(_PERPLEXITY, len(squares) / 2))
    shares = np.full(len(squares), 1 / len(squares))
    for _ in range(60):
        middle = math.sqrt(low * high)
        weights = np.exp(-(squares - squares.min()) * middle)
        shares = weights / weights.sum()
        spread = -float(np.sum(shares * np.log(np.maximum(shares, _NEAREST))))
        low, high = (middle, high) if spread > wanted else (low, middle)
    return shares


def _embedded(neighbours: Array, places: Array) -> Array:
    """Return the (n, 2) places after gradient descent; early on neighbours attract each other more."""
    speed = np.zeros_like(places)
    for step in range(_STEPS):
        is_early = step < _EARLY
        ways = places[:, None] - places[None]
        near = 1 / (1 + np.square(ways).sum(axis=2))
        np.fill_diagonal(near, 0)
        pull = neighbours * (_EXAGGERATION if is_early else 1.0) - near / near.sum()
        slope = 4 * ((pull * near)[:, :, None] * ways).sum(axis=1)
        speed = (0.5 if is_early else 0.8) * speed - len(places) / 6 * slope
        places = places + speed
    return places


def _spread(places: Array) -> Array:
    """Return the places, each moved a little on a spiral of its own: equal ones can then be told apart."""
    turns = np.arange(len(places)) * 2.4  # the golden angle, in radians
    out = 1e-3 * np.sqrt(np.arange(len(places)))
    moved: Array = places + np.column_stack([out * np.cos(turns), out * np.sin(turns)])
    return moved


def _between(places: Array) -> Array:
    found: Array = np.linalg.norm(places[:, None] - places[None], axis=2)
    return found


def _turned(places: Array) -> Array:
    """Return the places with the longer side upright and the first one in the upper left."""
    centred = places - places.mean(axis=0)
    axes = np.linalg.svd(centred, full_matrices=False)[2] if len(centred) > 1 else np.eye(2)
    turned = centred @ axes.T[:, ::-1]
    return np.asarray(turned * np.where(turned[0] > 0, -1, 1), dtype=np.float64)


def _on_sheet(places: Array, radii: Array) -> tuple[Array, float]:
    """Return the places drawn as large as a sheet allows that is high enough for the circles, and its height."""
    needed = float(np.square(radii).sum()) * math.pi / _FILLED
    height = max(WIDTH, needed / WIDTH, float(radii.max()) * 2 + 2 * GAP)
    room = np.array([WIDTH, height]) - 2 * (radii.max() + GAP)
    size = np.maximum(np.ptp(places, axis=0), _NEAREST)
    scale = float((np.maximum(room, 1) / size).min())
    middle = (places.max(axis=0) + places.min(axis=0)) / 2
    return _spread((places - middle) * scale + np.array([WIDTH, height]) / 2), height


def _apart(places: Array, height: float, radii: Array) -> tuple[Array, float]:
    """Return places where no circle covers another, and the height that this takes."""
    needed = radii[:, None] + radii[None] + GAP
    np.fill_diagonal(needed, 0)
    while True:
        for _ in range(_PUSHES):
            pushed = _pushed(places, needed, height, radii)
            if pushed is None:
                return places, round(height)
            places = pushed
        height *= 1.1


def _pushed(places: Array, needed: Array, height: float, radii: Array) -> Array | None:
    """Return the places after one push; None where all is well."""
    low = (radii + GAP)[:, None]
    high = np.maximum(np.array([WIDTH, height]) - low, low)
    ways = places[:, None] - places[None]
    lengths = np.linalg.norm(ways, axis=2)
    missing = np.maximum(needed - lengths, 0)
    is_inside = bool(((places >= low - _TINY) & (places <= high + _TINY)).all())
    if is_inside and missing.max() <= GAP / 2:
        return None
    push = (missing / np.maximum(lengths, _NEAREST) / 2)[:, :, None] * ways
    pushed: Array = np.clip(places + push.sum(axis=1) * _CALM, low, high)
    return pushed


_TINY = 1e-6
_CALM = 0.7  # of a push: a circle between two neighbours must not jump over one


def _likeness(distances: Array, places: Array) -> float | None:
    count = len(places)
    if count < 3:  # noqa: PLR2004 -- two are each other's nearest on any sheet
        return None
    kept = min(5, (count - 1) // 2)
    meant, shown = (_nearest(each, kept) for each in (distances, _between(places)))
    return round(float((meant & shown).sum()) / (kept * count), 3)


def _nearest(distances: Array, kept: int) -> npt.NDArray[np.bool_]:
    """Return (n, n) which of the others are the ``kept`` nearest of each, the first of equals."""
    others = distances + np.diag(np.full(len(distances), np.inf))
    ranks = np.argsort(np.argsort(others, axis=1, kind="stable"), axis=1)
    return np.asarray(ranks < kept, dtype=np.bool_)
