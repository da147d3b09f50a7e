"""Codes 0, 1, 2 of a response in the manner of PISA, beside its scores, from what a run found about its ideas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from contest_app.scoring.pisa import MIN_DIVERSE, Code, Facet, code_diverse, code_original
from contest_app.scoring.themes.lists import NearestTheme, Theme


@dataclass(frozen=True, slots=True)
class Found:
    """What is known of an idea: its group, None where it does not count, and the key of its conventional theme."""

    category: int | None
    theme: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What an item asks for: its facet, how many different ideas, and the names of its themes by key."""

    facet: str
    required: int
    themes: Mapping[str, str]


def code_of(asked: Asked, ideas: Sequence[Found]) -> Code | None:
    """Return the code of a response; None where the item asks for no number of ideas and lists no themes.

    An item for diverse ideas goes by the groups of all, any other by the best single idea.

    >>> asked = Asked("creative", 0, {"hat": "a hat"})
    >>> code_of(asked, [Found(1, "hat"), Found(2), Found(None)]).credit
    <Credit.FULL: 2>
    """
    if asked.facet == "diverse":
        groups = [idea.category for idea in ideas]
        return code_diverse(groups, asked.required) if asked.required >= MIN_DIVERSE else None
    if not asked.themes:
        return None
    facet = Facet(asked.facet)
    codes = [code_original(facet, _nearest(asked, idea), appropriate=idea.category is not None) for idea in ideas]
    return max(codes, key=lambda code: code.credit, default=code_original(facet, None, appropriate=False))


def _nearest(asked: Asked, idea: Found) -> NearestTheme | None:
    if idea.theme is None:
        return None
    return NearestTheme(Theme(idea.theme, asked.themes[idea.theme], ()), "", 0.0, conventional=True)
