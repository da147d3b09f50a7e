"""Alternative uses of an everyday thing (Guilford, 1967): a response is a list of ideas, each a use of the thing."""

from __future__ import annotations

from typing import ClassVar

from contest_app.tasks.kinds.kind import Kind


class AlternativeUses(Kind):
    """Many different uses of one thing."""

    name = "alternative_uses"
    title: ClassVar = {"kk": "Басқаша пайдалану", "ru": "Необычные применения", "en": "Alternative uses"}
    asked: ClassVar = {"kk": "Идеяң", "ru": "Твоя идея", "en": "Your idea"}
    is_of_things = True
    schema: ClassVar = {"required": ["object", "stimulus", "examples", "themes"]}
