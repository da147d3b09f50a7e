"""What people set right in the groups, by wording, so that it holds for every later grouping of the same item.

`Merge`: these wordings are one group. `Split`: the moved wordings leave the kept ones and are a group of their own.
`Rename`: the group with these wordings has this name. A correction speaks of ideas or of categories.

Corrections are laid over what the linkage found (`correct`):

- They hold in the order in which they were made: where two contradict each other, the later one holds, and what it
  overrides is reported.
- Merged groups become one with all their wordings. Split-off wordings leave; wordings that came later and that no
  correction speaks of stay with the group they were found in.
- An idea that changed belongs to the category that most of its wordings were in; a correction of categories moves
  whole ideas, and one that would part an idea is reported.
- A name sticks to the group that holds most of the wordings it was given for; of two names for a group the later.

Correcting twice changes nothing more, and wordings that a pool does not have change nothing.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

from contest_app.scoring.constraints import Constraints, Statement
from contest_app.scoring.text import normalise


class Level(StrEnum):
    """Which groups a correction speaks of."""

    IDEA = "idea"
    CATEGORY = "category"


@dataclass(frozen=True, slots=True)
class Merge:
    """The groups with these wordings are one."""

    wordings: tuple[str, ...]
    level: Level = Level.IDEA

    @property
    def statement(self) -> Statement:
        """What it says of normalised wordings."""
        return Statement(_normalised(self.wordings))


@dataclass(frozen=True, slots=True)
class Split:
    """The moved wordings are not the same as the kept ones, and are the same as each other."""

    moved: tuple[str, ...]
    kept: tuple[str, ...]
    level: Level = Level.IDEA

    @property
    def statement(self) -> Statement:
        """What it says of normalised wordings."""
        return Statement(_normalised(self.moved), _normalised(self.kept))


@dataclass(frozen=True, slots=True)
class Rename:
    """The group with these wordings has this name."""

    wordings: tuple[str, ...]
    name: str
    level: Level = Level.IDEA


Correction = Merge | Split | Rename


@dataclass(frozen=True, slots=True)
class Overridden:
    """A part of a correction that does not hold, because of a later one or because it would part an idea.

    ``wordings`` are the two that it would have joined or parted; one wording of the group for a name.
    """

    correction: Correction
    wordings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Corrected:
    """Groups set right.

    Attributes
    ----------
    ideas, categories : group number by wording; every idea lies within one category.
    idea_names, category_names : the names that people gave, by group number.
    overridden : what does not hold.

    """

    ideas: Mapping[str, int]
    categories: Mapping[str, int]
    idea_names: Mapping[int, str]
    category_names: Mapping[int, str]
    overridden: tuple[Overridden, ...]


def correct(ideas: Mapping[str, int], categories: Mapping[str, int], corrections: Sequence[Correction]) -> Corrected:
    """Lay corrections over groups.

    Parameters
    ----------
    ideas, categories
        Group number by normalised wording, at both levels.
    corrections
        In the order in which they were made.

    >>> correct({"a hat": 0, "a cap": 1}, {"a hat": 0, "a cap": 0}, [Merge(("a hat", "A cap!"))]).ideas
    {'a hat': 0, 'a cap': 0}

    """
    of_ideas = _Spoken(corrections, Level.IDEA, {})
    new_ideas = of_ideas.constraints.lay_over(ideas)
    speakers = _first_wordings(new_ideas)
    of_categories = _Spoken(corrections, Level.CATEGORY, speakers)
    spoken = of_categories.constraints.lay_over(_categories_of(speakers, categories))
    new_categories = {text: spoken[speaker] for text, speaker in speakers.items()}
    idea_names, idea_renames = _names(corrections, Level.IDEA, new_ideas)
    category_names, category_renames = _names(corrections, Level.CATEGORY, new_categories)
    return Corrected(
        ideas=new_ideas,
        categories=new_categories,
        idea_names=idea_names,
        category_names=category_names,
        overridden=(*of_ideas.overridden(), *of_categories.overridden(), *idea_renames, *category_renames),
    )


def digest_part(corrections: Sequence[Correction]) -> str:
    """Return corrections as one text for a digest; empty without any."""
    if not corrections:
        return ""
    rows = [[type(each).__name__, asdict(each)] for each in corrections]
    return json.dumps(rows, ensure_ascii=False, sort_keys=True)


class _Spoken:
    """The merges and splits of one level as constraints over members, each wording spoken for by its member."""

    def __init__(self, corrections: Sequence[Correction], level: Level, speakers: Mapping[str, str]) -> None:
        self._corrections = [each for each in corrections if each.level is level and not isinstance(each, Rename)]
        self.constraints = Constraints([_spoken_for(each.statement, speakers) for each in self._corrections])

    def overridden(self) -> Iterator[Overridden]:
        """Yield what later statements override."""
        for each in self.constraints.contradictions:
            yield Overridden(self._corrections[each.statement], each.pair)


def _spoken_for(statement: Statement, speakers: Mapping[str, str]) -> Statement:
    return Statement(
        tuple(speakers.get(text, text) for text in statement.together),
        tuple(speakers.get(text, text) for text in statement.apart),
    )


def _normalised(wordings: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(normalise(text) for text in wordings))


def _first_wordings(groups: Mapping[str, int]) -> dict[str, str]:
    """Return for each wording, in order, the first of its group."""
    first: dict[int, str] = {}
    return {text: first.setdefault(groups[text], text) for text in sorted(groups)}


def _categories_of(speakers: Mapping[str, str], categories: Mapping[str, int]) -> dict[str, int]:
    """Return by speaker the category that most wordings of the idea are in, the first met of equals."""
    found: dict[str, Counter[int]] = defaultdict(Counter)
    for text, speaker in speakers.items():
        found[speaker][categories[text]] += 1
    return {speaker: counts.most_common(1)[0][0] for speaker, counts in found.items()}


def _names(
    corrections: Sequence[Correction], level: Level, groups: Mapping[str, int]
) -> tuple[dict[int, str], list[Overridden]]:
    """Return the groups' names, the latest of each, and the renames that gave way to it."""
    names: dict[int, str] = {}
    overridden = []
    for rename in reversed([each for each in corrections if isinstance(each, Rename) and each.level is level]):
        present = [text for text in _normalised(rename.wordings) if text in groups]
        if not present:
            continue
        counts = Counter(groups[text] for text in sorted(present))
        group = counts.most_common(1)[0][0]
        if group in names:
            overridden.append(Overridden(rename, (min(present),)))
        names.setdefault(group, rename.name)
    return names, overridden[::-1]
