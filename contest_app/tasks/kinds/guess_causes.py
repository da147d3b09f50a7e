"""Guessing causes (Torrance, 1966): a response is a list of what may have led to a scene."""

from __future__ import annotations

from typing import ClassVar

from contest_app.tasks.kinds.kind import Kind


class GuessCauses(Kind):
    """What may have happened before."""

    name = "guess_causes"
    title: ClassVar = {"kk": "Себебін болжау", "ru": "Угадай причину", "en": "Guess the causes"}
    asked: ClassVar = {"kk": "Неліктен олай болды?", "ru": "Почему так вышло?", "en": "Why did it happen?"}
    schema: ClassVar = {"required": ["object", "stimulus", "examples", "themes"]}
