"""Design with parts (PISA 2022, visual expression): a poster, a sign or a place, put together and drawn."""

from __future__ import annotations

from typing import ClassVar

from contest_app.tasks.kinds.canvas import FIELDS, Drawn


class Design(Drawn):
    """A sheet and parts to be stamped, turned, scaled and coloured; the pen is there too."""

    name = "design"
    title: ClassVar = {"kk": "Дизайн", "ru": "Дизайн", "en": "Design"}
    schema: ClassVar = {"required": ["object", "canvas", "frames", "parts", "rubric"], "properties": FIELDS}
