"""Small tables of ratings that several tests use."""

from collections.abc import Mapping, Sequence

import numpy as np

from contest_app.scoring.severity.rasch.model import RaschModel
from contest_app.scoring.severity.ratings import Ratings, ratings_of

SEVERE = RaschModel(negative=frozenset({"judge", "criterion"}))
JUDGES = RaschModel(negative=frozenset({"judge"}))

Marks = Mapping[tuple[str, str], float] | Mapping[tuple[str, str, str], float]


def table(marks: Marks, facets: Sequence[str] = ("judge", "entry")) -> Ratings:
    """Return ratings from marks by elements."""
    columns = dict(zip(facets, map(list, zip(*marks, strict=True)), strict=True))
    return ratings_of(columns, list(marks.values()))


def drawn(seed: int, entries: int = 12, judges: int = 4, criteria: int = 3, highest: int = 5) -> Ratings:
    """Return marks from 1 of a sparse connected design: two judges an entry, and one who saw all."""
    generator = np.random.default_rng(seed)
    quality, severity = generator.normal(size=entries), 0.7 * generator.normal(size=judges)
    marks: dict[tuple[str, str, str], float] = {}
    for entry in range(entries):
        for judge in {0, 1 + entry % (judges - 1)}:
            for criterion in range(criteria):
                mark = (1 + highest) / 2 + 1.2 * (quality[entry] - severity[judge]) + generator.normal()
                marks[f"J{judge}", f"K{entry:02}", f"C{criterion}"] = float(np.clip(np.rint(mark), 1, highest))
    return table(marks, ("judge", "entry", "criterion"))


def shuffled(ratings: Ratings, seed: int) -> Ratings:
    """Return the same ratings with rows in another order."""
    order = np.random.default_rng(seed).permutation(len(ratings.values))
    return Ratings(ratings.facets, ratings.elements, ratings.places[order], ratings.values[order])


def with_values(ratings: Ratings, values: Sequence[float]) -> Ratings:
    """Return the same design with other marks."""
    return Ratings(ratings.facets, ratings.elements, ratings.places, np.asarray(values, dtype=np.float64))
