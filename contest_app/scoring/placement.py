"""A new idea put into the groups that a pool has, provisionally: the run over the whole pool is the score of record.

The rule is that of the groups themselves: by average linkage an idea is as near to a group as to its members in the
mean, which for unit rows is the product with the group's mean. It joins the nearest idea within the threshold, and
with it that idea's category; else the nearest category within its threshold; else it stands by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from contest_app.scoring.calibration import Calibration
from contest_app.scoring.encoders import Float32Array
from contest_app.scoring.linkage import rounded, similarity_at
from contest_app.scoring.neighbours import nearest

Labels = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an idea would stand.

    Attributes
    ----------
    idea, category : group numbers; None where no group is near enough and it would be the first of its own.
    idea_distance, category_distance : mean cosine distance to the nearest of each, from 0 to 2; infinite without any.

    """

    idea: int | None
    category: int | None
    idea_distance: float
    category_distance: float


@dataclass(frozen=True, slots=True)
class Places:
    """The groups of a pool at both levels, ready to take in ideas.

    Attributes
    ----------
    ideas, categories : (g,) and (c,) group numbers, ascending; category_of : (g,) each idea's category.
    idea_means, category_means : (g, d) and (c, d) means of the groups' unit rows.
    cut : the thresholds, of a pool of that size.

    """

    ideas: Labels
    categories: Labels
    category_of: Labels
    idea_means: Float32Array
    category_means: Float32Array
    cut: Calibration

    def place(self, vectors: Float32Array) -> list[Placement]:
        """Return where each of (n, d) unit rows would stand; none of them knows of the others."""
        idea, idea_near = _nearest_group(self.idea_means, vectors)
        category, category_near = _nearest_group(self.category_means, vectors)
        return [self._placement(*found) for found in zip(idea, idea_near, category, category_near, strict=True)]

    def _placement(self, idea: int, idea_near: float, category: int, category_near: float) -> Placement:
        same_idea = idea_near >= similarity_at(self.cut.idea)
        same_category = category_near >= similarity_at(self.cut.category)
        joined = self.category_of[idea] if same_idea else self.categories[category] if same_category else None
        return Placement(
            idea=int(self.ideas[idea]) if same_idea else None,
            category=None if joined is None else int(joined),
            idea_distance=1.0 - float(idea_near),
            category_distance=1.0 - float(category_near),
        )


def places_of(
    vectors: Float32Array, ideas: Sequence[int] | Labels, categories: Sequence[int] | Labels, cut: Calibration
) -> Places:
    """Return the places of a pool.

    Parameters
    ----------
    vectors
        (n, d) unit rows of the distinct ideas.
    ideas, categories
        (n,) their group numbers; every idea lies within one category.
    cut
        The thresholds that the groups were made with: `Calibration.at` the number of the ideas.

    >>> rows = np.array([[1, 0], [0.8, 0.6], [0, 1]], dtype=np.float32)
    >>> places_of(rows, [0, 0, 1], [0, 0, 0], Calibration(0.2, 0.4)).place(rows[:1])[0].idea
    0

    """
    idea_numbers, first, idea_means = _means(vectors, np.asarray(ideas, np.int64))
    category_numbers, _, category_means = _means(vectors, np.asarray(categories, np.int64))
    category_of = np.asarray(categories, np.int64)[first]
    return Places(idea_numbers, category_numbers, category_of, idea_means, category_means, cut)


def _means(vectors: Float32Array, labels: Labels) -> tuple[Labels, Labels, Float32Array]:
    """Return the groups' numbers, their first rows, and the means of their rows."""
    numbers, first, inverse, sizes = np.unique(labels, return_index=True, return_inverse=True, return_counts=True)
    starts = np.cumsum(sizes) - sizes
    sums = np.add.reduceat(vectors[np.argsort(inverse, kind="stable")], starts, axis=0) if len(numbers) else vectors
    return numbers, first, (sums / sizes[:, None]).astype(np.float32)


def _nearest_group(means: Float32Array, vectors: Float32Array) -> tuple[Labels, Float32Array]:
    """Return the place and similarity of each row's nearest mean; minus infinity where there is none."""
    found = nearest(means, vectors, 1)
    if not found.rows.shape[1]:
        return np.zeros(len(vectors), np.int64), np.full(len(vectors), -np.inf, np.float32)
    return found.rows[:, 0], rounded(found.similarities[:, 0])
