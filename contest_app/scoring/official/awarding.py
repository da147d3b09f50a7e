"""Who gets what in a whole contest: ladders or quotas in each group, the jury's own choices, and what is still open.

Nothing is kept here: the same marks and the same decisions of the jury always give the same result, so a decision is
stored as it was taken and the awards are computed again.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Generic, TypeVar

from contest_app.scoring.official.formulas import OfficialScore, Threshold
from contest_app.scoring.official.ladder import Handed, Rung, TieRule, adjusted, hand_out
from contest_app.scoring.official.order import Key, Placed
from contest_app.scoring.official.quota import Quota

Group = TypeVar("Group", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Special:
    """An award that the jury gives by its own choice: the grand prix, a nomination's diploma, a partner's prize.

    Attributes
    ----------
    award : its key.
    places : how many get it at most; None for as many as the jury likes.
    instead : whether its holder leaves the places of the group to the others, as with a grand prix.

    """

    award: str
    places: int | None = 1
    instead: bool = False


@dataclass(frozen=True, slots=True)
class AwardingRules:
    """What the rules of a contest give.

    Attributes
    ----------
    groups : for each nomination × age group: fixed places (rungs, best first) or a quota.
    specials : what the jury gives by choice, in the whole contest.
    everyone : the award of each one who took part and has no place; None for none.
    tie_rule : what becomes of a tie across the boundary of an award.
    thresholds : what an entry must reach to be awarded for its place at all.

    """

    groups: Sequence[Rung] | Quota
    specials: Sequence[Special] = ()
    everyone: str | None = None
    tie_rule: TieRule = TieRule.VOTE
    thresholds: Sequence[Threshold] = ()

    def may_be_placed(self, official: OfficialScore) -> bool:
        """Say whether an entry reaches every threshold."""
        return all(threshold.is_met(official) for threshold in self.thresholds)


@dataclass(frozen=True, slots=True)
class Decisions(Generic[Group, Key]):
    """What the jury has decided so far.

    Attributes
    ----------
    chosen : entries that got a special award, by award.
    places : other numbers of places in a group: 0 leaves an award empty, 2 doubles it.
    ties : what becomes of the entries that share a place; by all of them together.

    """

    chosen: Mapping[str, Sequence[Key]] = field(default_factory=dict)
    places: Mapping[Group, Mapping[str, int]] = field(default_factory=dict)
    ties: Mapping[frozenset[Key], TieRule] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Awarded(Generic[Group, Key]):
    """The result.

    Attributes
    ----------
    awards : of each entry that took part, the special ones first.
    groups : what each group's places brought, with open ties and empty places.

    """

    awards: Mapping[Key, tuple[str, ...]]
    groups: Mapping[Group, Handed[Key]]

    @property
    def is_final(self) -> bool:
        """Say whether no tie waits for the jury."""
        return not any(handed.open_ties for handed in self.groups.values())


class ChoiceRefused(ValueError):
    """The jury's choice does not fit the rules: an unknown award or entry, the same twice, or more than there are."""

    def __init__(self, award: str, reason: str) -> None:
        super().__init__(f"{award}: {reason}")
        self.award = award
        self.reason = reason


def give_awards(
    groups: Mapping[Group, Sequence[Placed[Key]]],
    rules: AwardingRules,
    decisions: Decisions[Group, Key] | None = None,
) -> Awarded[Group, Key]:
    """Return who gets what, group by group, in the order of the groups.

    A quota counts all who have a score, whatever else they got. Raises ChoiceRefused, and ValueError for places of an
    award that the group does not have.
    """
    decided = decisions or Decisions()
    everyone = [each.key for placed in groups.values() for each in placed]
    _check(decided.chosen, rules.specials, everyone)
    away = {key for special in rules.specials if special.instead for key in decided.chosen.get(special.award, ())}
    handed = {
        group: hand_out(
            [each for each in placed if each.key not in away and rules.may_be_placed(each.official)],
            adjusted(_ladder(placed, rules), decided.places.get(group, {})),
            rules.tie_rule,
            decided.ties,
        )
        for group, placed in groups.items()
    }
    by_place = {key: award for each in handed.values() for key, award in each.by_entry.items()}
    return Awarded({key: _of_entry(key, by_place, rules, decided) for key in everyone}, handed)


def best_of_all(groups: Mapping[Group, Sequence[Placed[Key]]]) -> tuple[Key, ...]:
    """Return who has the highest share of what was to be had over all groups: whom to think of for a grand prix.

    Several where they are equal; nobody where nobody has a score.
    """
    shares = {each.key: each.share for placed in groups.values() for each in placed if each.share is not None}
    highest = max(shares.values(), default=Fraction(0))
    return tuple(key for key, share in shares.items() if share == highest)


def _ladder(placed: Sequence[Placed[Key]], rules: AwardingRules) -> Sequence[Rung]:
    if isinstance(rules.groups, Quota):
        return rules.groups.ladder(sum(each.place is not None for each in placed))
    return rules.groups


def _of_entry(
    key: Key, by_place: Mapping[Key, str], rules: AwardingRules, decided: Decisions[Group, Key]
) -> tuple[str, ...]:
    specials = [special for special in rules.specials if key in decided.chosen.get(special.award, ())]
    place = by_place.get(key)
    if place is None and rules.everyone is not None and not any(special.instead for special in specials):
        place = rules.everyone
    return (*(special.award for special in specials), *([] if place is None else [place]))


def _check(chosen: Mapping[str, Sequence[Key]], specials: Sequence[Special], everyone: Sequence[Key]) -> None:
    places = {special.award: special.places for special in specials}
    for award, entries in chosen.items():
        if award not in places:
            raise ChoiceRefused(award, "no such award")
        if len(set(entries)) < len(entries):
            raise ChoiceRefused(award, "an entry chosen twice")
        if not set(entries) <= set(everyone):
            raise ChoiceRefused(award, "no such entry")
        most = places[award]
        if most is not None and len(entries) > most:
            raise ChoiceRefused(award, "more than there are")
