"""Completing a metaphor (Silvia and Beaty, 2012): a response is a list of endings for a sentence."""

from __future__ import annotations

from typing import ClassVar

from contest_app.tasks.kinds.kind import Content, Kind


class Metaphor(Kind):
    """Endings that let one thing be seen through another."""

    name = "metaphor"
    title: ClassVar = {"kk": "Теңеу", "ru": "Сравнение", "en": "Metaphor"}
    asked: ClassVar = {"kk": "Сөйлемді аяқта", "ru": "Закончи фразу", "en": "Finish the sentence"}
    schema: ClassVar = {
        "required": ["object", "beginning", "examples", "themes"],
        "properties": {"beginning": {"$ref": "#/$defs/texts"}},
    }

    def given(self, content: Content, language: str) -> tuple[str, ...]:
        """Return the beginning of the sentence."""
        return (content["beginning"][language],)
