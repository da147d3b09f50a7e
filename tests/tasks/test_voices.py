"""How far the bank is read aloud, and which item comes next."""

from __future__ import annotations

from factories import NOW
from tasks.tasks_factories import USES

from contest_app.tasks.services.bank import row_of
from contest_app.tasks.voices import progress, spoken_of

ITEMS = sorted((row_of(item.fields, now=NOW) for item in USES[:3]), key=lambda item: item.slug)


def test_an_item_waits_until_both_its_parts_have_a_voice_and_the_next_is_looked_for_round_the_bank() -> None:
    first, second, third = ITEMS
    keys = {each.key for each in spoken_of(first, "kk")} | {spoken_of(second, "kk")[0].key}

    found = progress(ITEMS, "kk", keys)

    assert (found.whole, found.waiting) == (1, (second, third))
    assert [found.after(item.slug) for item in ITEMS] == [second, third, second]
    assert progress([second], "kk", keys).after(second.slug) is None
