"""Asking questions (Torrance, 1966): a response is a list of questions whose answers the scene does not show."""

from __future__ import annotations

from typing import ClassVar

from contest_app.tasks.kinds.kind import Kind


class AskQuestions(Kind):
    """Questions that a scene leaves open."""

    name = "ask_questions"
    title: ClassVar = {"kk": "Сұрақ қою", "ru": "Задай вопросы", "en": "Ask questions"}
    asked: ClassVar = {"kk": "Сұрағың", "ru": "Твой вопрос", "en": "Your question"}
    schema: ClassVar = {"required": ["object", "stimulus", "examples", "themes"]}
