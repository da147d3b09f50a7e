"""Remote associates (Mednick, 1962): for three words the one that belongs to all of them."""

from __future__ import annotations

from typing import ClassVar, Final

from contest_app.tasks.kinds.kind import Content, Form, Kind, Limits, Scorer

_WORDS: Final = {"type": "array", "minItems": 1, "uniqueItems": True, "items": {"$ref": "#/$defs/text"}}
_TRIADS: Final = {
    "type": "array",
    "minItems": 5,
    "maxItems": 20,
    "items": {
        "type": "object",
        "required": ["cues", "answers"],
        "additionalProperties": False,
        "properties": {"cues": _WORDS | {"minItems": 3, "maxItems": 3}, "answers": _WORDS},
    },
}


class RemoteAssociates(Kind):
    """Each language has its own; there is a right word, so this measures no divergent thinking."""

    name = "remote_associates"
    title: ClassVar = {"kk": "Ортақ сөз", "ru": "Общее слово", "en": "Remote associates"}
    asked: ClassVar = {"kk": "Ортақ сөз", "ru": "Общее слово", "en": "The common word"}
    form = Form.SLOTS
    scorers = (Scorer.KEY,)
    most = Limits(ideas=20, characters=40)
    schema: ClassVar = {
        "required": ["triads"],
        "properties": {
            "triads": {
                "type": "object",
                "required": ["kk", "ru", "en"],
                "additionalProperties": False,
                "properties": {"kk": _TRIADS, "ru": _TRIADS, "en": _TRIADS},
            }
        },
    }

    def slots(self, content: Content, language: str) -> tuple[str, ...]:
        """Return the three words of each place."""
        return tuple(" · ".join(triad["cues"]) for triad in content["triads"][language])

    def prompt(self, content: Content, language: str) -> str:
        """Return all the given words."""
        return " ".join(cue for triad in content["triads"][language] for cue in triad["cues"])
