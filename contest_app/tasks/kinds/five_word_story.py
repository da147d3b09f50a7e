"""A story from five words (after Prabhakaran, Green and Gray, 2014): a response is one text that uses all of them."""

from __future__ import annotations

from typing import ClassVar, Final

from contest_app.tasks.kinds.kind import Content, Form, Kind, Limits, Scorer

_FIVE: Final = {"type": "array", "minItems": 5, "maxItems": 5, "uniqueItems": True, "items": {"$ref": "#/$defs/text"}}


class FiveWordStory(Kind):
    """A very short story in which all five words have a part."""

    name = "five_word_story"
    title: ClassVar = {"kk": "Бес сөзден әңгіме", "ru": "История из пяти слов", "en": "Five-word story"}
    asked: ClassVar = {"kk": "Әңгімең", "ru": "Твоя история", "en": "Your story"}
    form = Form.TEXT
    scorers = (Scorer.PEOPLE,)
    most = Limits(ideas=1, characters=1500)
    schema: ClassVar = {
        "required": ["object", "words", "rubric"],
        "properties": {
            "words": {
                "type": "object",
                "required": ["kk", "ru", "en"],
                "additionalProperties": False,
                "properties": {"kk": _FIVE, "ru": _FIVE, "en": _FIVE},
            }
        },
    }

    def given(self, content: Content, language: str) -> tuple[str, ...]:
        """Return the five words."""
        return tuple(content["words"][language])
