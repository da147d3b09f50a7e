"""The wordings of a pool put into ideas and categories, numbered and named."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from contest_app.scoring.answers import Wording
from contest_app.scoring.calibration import Calibration
from contest_app.scoring.clustering import Labels, group, medoid
from contest_app.scoring.encoders import Float32Array


@dataclass(frozen=True, slots=True)
class Grouping:
    """Where each wording belongs.

    Attributes
    ----------
    ideas, categories
        Group number by normalised text; number 0 has the most people.
    people
        Distinct people by idea.
    idea_labels, category_labels
        An idea is named by its medoid's own spelling, a category by its idea with the most people.
        Groups without a valid idea that may be shown have no label.

    """

    ideas: Mapping[str, int]
    categories: Mapping[str, int]
    people: Mapping[int, int]
    idea_labels: Mapping[int, str]
    category_labels: Mapping[int, str]


def group_wordings(wordings: Sequence[Wording], vectors: Float32Array, calibration: Calibration) -> Grouping:
    """Group the wordings (sorted by text), given their (n, d) unit rows.

    Valid wordings alone form the groups. An invalid one joins the nearest idea within the
    threshold, or stands by itself: it is counted and numbered, and moves nobody else's numbers.
    """
    valid = np.array([wording.valid for wording in wordings], dtype=bool)
    ideas, categories = np.full(len(wordings), -1), np.full(len(wordings), -1)
    groups = group(vectors[valid], calibration.idea, calibration.category)
    ideas[valid], categories[valid] = groups.ideas, groups.categories
    _place_invalid(vectors, valid, ideas, categories, calibration)
    idea_of = _by_people(wordings, ideas)
    category_of = _by_people(wordings, categories)
    labels = _idea_labels(wordings, vectors, idea_of)
    return Grouping(
        ideas=_by_text(wordings, idea_of),
        categories=_by_text(wordings, category_of),
        people=_people(wordings, idea_of),
        idea_labels=labels,
        category_labels=_category_labels(labels, idea_of, category_of),
    )


def _by_text(wordings: Sequence[Wording], numbers: Sequence[int]) -> dict[str, int]:
    return {wording.text: number for wording, number in zip(wordings, numbers, strict=True)}


def _place_invalid(
    vectors: Float32Array,
    valid: npt.NDArray[np.bool_],
    ideas: Labels,
    categories: Labels,
    calibration: Calibration,
) -> None:
    """Give each invalid wording the nearest groups by average linkage, or new ones."""
    members = [np.flatnonzero(valid & (ideas == number)) for number in range(ideas.max(initial=-1) + 1)]
    centroids = [vectors[rows].mean(axis=0) for rows in members]
    for row in np.flatnonzero(~valid):
        distances = np.array([1.0 - float(vectors[row] @ centroid) for centroid in centroids])
        nearest = int(np.argmin(distances)) if len(distances) else -1
        distance = distances[nearest] if len(distances) else np.inf
        near = distance <= calibration.category
        categories[row] = categories[members[nearest][0]] if near else categories.max() + 1
        ideas[row] = nearest if distance <= calibration.idea else ideas.max() + 1


def _people(wordings: Sequence[Wording], numbers: Sequence[int]) -> dict[int, int]:
    """Return the distinct people by group: of its valid wordings, or of all if none is valid."""
    valid: dict[int, set[str]] = defaultdict(set)
    anyhow: dict[int, set[str]] = defaultdict(set)
    for wording, number in zip(wordings, numbers, strict=True):
        anyhow[number] |= wording.people
        if wording.valid:
            valid[number] |= wording.people
    return {number: len(valid.get(number) or people) for number, people in anyhow.items()}


def _by_people(wordings: Sequence[Wording], labels: Labels) -> list[int]:
    """Renumber: valid groups first, more people first, equals by their first text."""
    people = _people(wordings, labels.tolist())
    has_valid = {int(label) for label, wording in zip(labels, wordings, strict=True) if wording.valid}
    order = sorted(dict.fromkeys(labels.tolist()), key=lambda g: (g not in has_valid, -people[g]))
    number = {label: place for place, label in enumerate(order)}
    return [number[label] for label in labels.tolist()]


def _idea_labels(wordings: Sequence[Wording], vectors: Float32Array, numbers: Sequence[int]) -> dict[int, str]:
    """Return the medoid's spelling of each idea, its wordings weighted by their people."""
    members: dict[int, list[int]] = defaultdict(list)
    for row, (wording, number) in enumerate(zip(wordings, numbers, strict=True)):
        if wording.valid and wording.shown is not None:
            members[number].append(row)
    labels = {}
    for number, rows in sorted(members.items()):
        weights = np.array([len(wordings[row].people) for row in rows], dtype=np.float64)
        labels[number] = wordings[rows[medoid(vectors[rows], weights)]].shown or ""
    return labels


def _category_labels(
    idea_labels: Mapping[int, str], ideas: Sequence[int], categories: Sequence[int]
) -> dict[int, str]:
    """Return the label of the first idea of each category: ideas are numbered by their people."""
    labels: dict[int, str] = {}
    for idea, category in sorted(zip(ideas, categories, strict=True)):
        if idea in idea_labels:
            labels.setdefault(category, idea_labels[idea])
    return dict(sorted(labels.items()))
