"""Alternative uses of an everyday thing (Guilford, 1967): a response is a list of ideas, each a use of the thing."""

from __future__ import annotations

from typing import ClassVar, Final

from contest_app.tasks.kinds.kind import Content, Kind, Limits, Sheet

_TEXTS: Final = {"$ref": "#/$defs/texts"}
_LISTS: Final = {"$ref": "#/$defs/lists"}


class AlternativeUses(Kind):
    """Many different uses of one thing; examples are about another thing, so that nobody is led to an answer."""

    name = "alternative_uses"
    title: ClassVar = {"kk": "Басқаша пайдалану", "ru": "Необычные применения", "en": "Alternative uses"}
    partial = "tasks/kinds/alternative_uses.html"
    limits = Limits(ideas=100, characters=500)
    schema: ClassVar = {
        "required": ["object", "stimulus", "examples", "themes"],
        "properties": {
            "object": _TEXTS,
            "stimulus": _TEXTS,
            "examples": _LISTS,
            "themes": {
                "type": "array",
                "minItems": 1,
                "items": {
                    "type": "object",
                    "required": ["key", "name", "answers"],
                    "additionalProperties": False,
                    "properties": {"key": {"$ref": "#/$defs/key"}, "name": _TEXTS, "answers": _LISTS},
                },
            },
        },
    }

    def sheet(self, content: Content, language: str) -> Sheet:
        """Return the instruction, the thing in one sentence, and the examples."""
        return Sheet(
            instruction=content["instruction"][language],
            stimulus=content["stimulus"][language],
            examples=tuple(content["examples"][language]),
        )

    def prompt(self, content: Content, language: str) -> str:
        """Return the name of the thing."""
        return str(content["object"][language])
