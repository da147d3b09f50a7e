"""Evaluating and improving an idea (PISA 2022): a response is a list of changes to somebody else's idea."""

from __future__ import annotations

from typing import ClassVar

from contest_app.tasks.kinds.kind import Content, Kind


class IdeaImprovement(Kind):
    """Changes that keep somebody else's idea and make it work better, for more people, or in a new way."""

    name = "idea_improvement"
    title: ClassVar = {"kk": "Идеяны жақсарту", "ru": "Улучши идею", "en": "Improve an idea"}
    asked: ClassVar = {"kk": "Қалай жақсартасың?", "ru": "Как улучшишь?", "en": "How would you improve it?"}
    is_of_things = True
    schema: ClassVar = {
        "required": ["object", "stimulus", "idea", "examples", "themes"],
        "properties": {"idea": {"$ref": "#/$defs/texts"}},
    }

    def given(self, content: Content, language: str) -> tuple[str, ...]:
        """Return the idea that is to be improved."""
        return (content["idea"][language],)
