"""Solving a social problem (PISA 2022): a response is a list of things to do among people."""

from __future__ import annotations

from typing import ClassVar

from contest_app.tasks.kinds.kind import Kind


class SocialProblem(Kind):
    """What pupils could do about something between people."""

    name = "social_problem"
    title: ClassVar = {"kk": "Адамдар арасындағы мәселе", "ru": "Задача о людях", "en": "Social problem"}
    asked: ClassVar = {"kk": "Не істер едің?", "ru": "Что предложишь?", "en": "What would you do?"}
    schema: ClassVar = {"required": ["object", "stimulus", "examples", "themes"]}
