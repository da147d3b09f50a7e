"""How people moved on one scale between two sittings, whichever items each sitting held.

The items are fixed beforehand, on a norm group that answered the items of both sittings, and each sitting is
placed by itself (`Placement.own`). What moves is then the people, as long as an item means the same at both
times: items that drift, or that were practised in between, show in `item_fit` and `linking`.
"""

from contest_app.scoring.change import Change, change
from contest_app.scoring.scale.model import Scale
from contest_app.scoring.scale.placing import place
from contest_app.scoring.scale.table import ScoreTable


def changes(scale: Scale, before: ScoreTable, after: ScoreTable) -> dict[str, Change]:
    """Return the change of everyone who could be placed at both sittings, in standard deviations of the trait.

    Both tables have the scale's items, with gaps where a sitting did not hold them. Raises OtherItems.
    """
    first = dict(zip(before.people, place(scale, before), strict=True))
    second = dict(zip(after.people, place(scale, after), strict=True))
    both = {person: (first[person].own, second[person].own) for person in before.people if person in second}
    return {person: change(one, two) for person, (one, two) in both.items() if one and two}
