"""Whether the scoring is as fair to one group as to another.

`item_bias` asks it of an item (differential item functioning, with `mantel`'s test), `scorer_bias` of the automatic
scorer against people's ratings. Both are silent below `MIN_GROUP` people a group. `suppression` keeps small cells of
published tables from being worked out from their margins.

A difference between groups is no bias by itself: groups may truly differ. Bias is a difference among people of equal
standing, or a difference between the machine's score and a human's of the same answer.
"""

MIN_GROUP = 200
"""People of a group from which fairness is told; fewer find hardly anything and call chance a bias."""
