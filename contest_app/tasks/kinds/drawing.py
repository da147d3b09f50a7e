"""Drawing: figures to be finished, lines to be turned into something, shapes to be put together."""

from __future__ import annotations

from typing import ClassVar

from contest_app.tasks.kinds.canvas import FIELDS, Drawn


class Drawing(Drawn):
    """Several frames, each with lines of its own to begin from."""

    name = "drawing"
    title: ClassVar = {"kk": "Сурет салу", "ru": "Рисунок", "en": "Drawing"}
    schema: ClassVar = {"required": ["object", "canvas", "frames", "rubric"], "properties": FIELDS}
