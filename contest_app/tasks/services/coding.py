"""The code of a stored answer in the manner of PISA. This act only reads."""

from __future__ import annotations

from collections.abc import Iterable

from contest_app.scoring.pisa import Code
from contest_app.tasks.models import IdeaScore, Item
from contest_app.tasks.rules.coding import Asked, Found, code_of


def code_of_answer(item: Item, ideas: Iterable[IdeaScore]) -> Code | None:
    """Return the code of one response from its scored ideas, in the pupil's order; None where the item has none."""
    themes = {theme["key"]: theme["key"] for theme in item.content.get("themes", ())}
    asked = Asked(item.facet, item.content.get("required", 0), themes)
    return code_of(asked, [Found(idea.category if idea.is_valid else None, idea.theme) for idea in ideas])
