"""Consequences of something that does not happen (Guilford, 1967): a response is a list of what would follow."""

from __future__ import annotations

from typing import ClassVar

from contest_app.tasks.kinds.kind import Kind


class Consequences(Kind):
    """What would follow if the world were otherwise."""

    name = "consequences"
    title: ClassVar = {"kk": "Егер … болса?", "ru": "Что было бы, если…", "en": "What if …"}
    asked: ClassVar = {"kk": "Сонда не болар еді?", "ru": "Что тогда будет?", "en": "What would follow?"}
    schema: ClassVar = {"required": ["object", "stimulus", "examples", "themes"]}
