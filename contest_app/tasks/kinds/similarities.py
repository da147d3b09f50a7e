"""Similarities of two things (Wallach and Kogan, 1965): a response is a list of ways in which they are alike."""

from __future__ import annotations

from typing import ClassVar

from contest_app.tasks.kinds.kind import Kind


class Similarities(Kind):
    """In how many ways two things are alike."""

    name = "similarities"
    title: ClassVar = {"kk": "Ұқсастық табу", "ru": "Чем похожи", "en": "Similarities"}
    asked: ClassVar = {"kk": "Екеуінің несі ұқсас?", "ru": "Чем они похожи?", "en": "How are they alike?"}
    schema: ClassVar = {"required": ["object", "examples", "themes"]}
