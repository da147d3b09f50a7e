"""The wordings of a pool put into ideas and categories, numbered and named."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count

import numpy as np
import numpy.typing as npt

from contest_app.scoring.answers import Wording
from contest_app.scoring.calibration import Calibration
from contest_app.scoring.clustering import Labels, group, medoid
from contest_app.scoring.corrections import Correction, Overridden, correct
from contest_app.scoring.encoders import Float32Array
from contest_app.scoring.placement import places_of

SURE = 1_000
"""Ideas of the pool by whose thresholds an invalid wording joins a group."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """Where each wording belongs.

    Attributes
    ----------
    ideas, categories
        Group number by normalised text; number 0 has the most people.
    people
        The people by idea: of its valid wordings, or of all where none is valid.
    idea_labels, category_labels
        An idea is named by its medoid's own spelling, a category by its idea with the most people.
        Groups without a valid idea that may be shown have no label.

    """

    ideas: Mapping[str, int]
    categories: Mapping[str, int]
    people: Mapping[int, frozenset[str]]
    idea_labels: Mapping[int, str]
    category_labels: Mapping[int, str]
    overridden: tuple[Overridden, ...]


def group_wordings(
    wordings: Sequence[Wording],
    vectors: Float32Array,
    calibration: Calibration,
    corrections: Sequence[Correction] = (),
) -> Grouping:
    """Group the wordings (sorted by text), given their (n, d) unit rows, and lay corrections over the groups.

    Vectors are seen from the centre of the valid ones, which alone form the groups. An invalid one joins the
    nearest idea within the threshold of `sure_cut`, or stands by itself: it is counted and numbered, and moves
    nobody else's numbers.
    """
    valid = np.array([wording.valid for wording in wordings], dtype=bool)
    vectors = calibration.centring(vectors[valid]).centred(vectors)
    ideas, categories = np.full(len(wordings), -1), np.full(len(wordings), -1)
    size = int(valid.sum())
    cut = calibration.at(size)
    groups = group(vectors[valid], cut.idea, cut.category)
    ideas[valid], categories[valid] = groups.ideas, groups.categories
    _place_invalid(vectors, valid, ideas, categories, sure_cut(calibration, size))
    corrected = correct(_by_text(wordings, ideas.tolist()), _by_text(wordings, categories.tolist()), corrections)
    idea_of = _by_people(wordings, [corrected.ideas[wording.text] for wording in wordings])
    category_of = _by_people(wordings, [corrected.categories[wording.text] for wording in wordings])
    labels = _idea_labels(wordings, vectors, idea_of)
    new_ideas, new_categories = _by_text(wordings, idea_of), _by_text(wordings, category_of)
    return Grouping(
        ideas=new_ideas,
        categories=new_categories,
        people=_people(wordings, idea_of),
        idea_labels=labels | _renamed(corrected.idea_names, corrected.ideas, new_ideas),
        category_labels=_category_labels(labels, idea_of, category_of)
        | _renamed(corrected.category_names, corrected.categories, new_categories),
        overridden=corrected.overridden,
    )


def sure_cut(calibration: Calibration, size: int) -> Calibration:
    """Return the thresholds for the invalid wordings of a pool of some distinct ideas: never those of a small pool.

    "idk" lies far from nothing; what a small pool calls near enough would give it somebody's idea.
    """
    return calibration.at(max(size, SURE))


def _renamed(names: Mapping[int, str], before: Mapping[str, int], after: Mapping[str, int]) -> dict[int, str]:
    """Return names given to groups under the groups' new numbers."""
    return {after[text]: names[number] for text, number in before.items() if number in names}


def _by_text(wordings: Sequence[Wording], numbers: Sequence[int]) -> dict[str, int]:
    return {wording.text: number for wording, number in zip(wordings, numbers, strict=True)}


def _place_invalid(
    vectors: Float32Array,
    valid: npt.NDArray[np.bool_],
    ideas: Labels,
    categories: Labels,
    cut: Calibration,
) -> None:
    """Put each invalid wording where a new idea would stand, or into groups of its own."""
    places = places_of(vectors[valid], ideas[valid], categories[valid], cut)
    new_ideas, new_categories = count(ideas.max(initial=-1) + 1), count(categories.max(initial=-1) + 1)
    for row, placement in zip(np.flatnonzero(~valid), places.place(vectors[~valid]), strict=True):
        ideas[row] = next(new_ideas) if placement.idea is None else placement.idea
        categories[row] = next(new_categories) if placement.category is None else placement.category


def _people(wordings: Sequence[Wording], numbers: Sequence[int]) -> dict[int, frozenset[str]]:
    """Return the people by group: of its valid wordings, or of all if none is valid."""
    valid: dict[int, set[str]] = defaultdict(set)
    anyhow: dict[int, set[str]] = defaultdict(set)
    for wording, number in zip(wordings, numbers, strict=True):
        anyhow[number] |= wording.people
        if wording.valid:
            valid[number] |= wording.people
    return {number: frozenset(valid.get(number) or people) for number, people in anyhow.items()}


def _by_people(wordings: Sequence[Wording], labels: Sequence[int]) -> list[int]:
    """Renumber: valid groups first, more people first, equals by their first text."""
    people = _people(wordings, labels)
    has_valid = {label for label, wording in zip(labels, wordings, strict=True) if wording.valid}
    order = sorted(dict.fromkeys(labels), key=lambda g: (g not in has_valid, -len(people[g])))
    number = {label: place for place, label in enumerate(order)}
    return [number[label] for label in labels]


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
