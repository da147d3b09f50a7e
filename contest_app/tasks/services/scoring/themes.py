"""The conventional theme of each idea: the list stands in the item, and does not move with the class."""

from __future__ import annotations

from collections.abc import Mapping

from contest_app.scoring.encoders import Encoder
from contest_app.scoring.themes.lists import Theme, ThemeList
from contest_app.scoring.themes.nearest import themes_of_texts
from contest_app.tasks.queries.questions import Key
from contest_app.tasks.services.scoring.pool import Pool


def conventional_themes(pool: Pool, encoder: Encoder) -> Mapping[Key, str]:
    """Return the key of the theme of each of the run's ideas that lies within one."""
    own = [idea for idea in pool.ideas if idea.response_id in pool.responses]
    found = themes_of_texts([idea.text for idea in own], _listed(pool), encoder) if own else []
    return {
        (idea.response_id, idea.id): nearest.theme.key
        for idea, nearest in zip(own, found, strict=True)
        if nearest and nearest.conventional
    }


def _listed(pool: Pool) -> ThemeList:
    language, item = pool.question.language, pool.question.item
    themes = (
        Theme(theme["key"], theme["name"][language], tuple(theme["answers"][language]))
        for theme in item.content.get("themes", ())
    )
    return ThemeList(item.slug, language, tuple(themes))
