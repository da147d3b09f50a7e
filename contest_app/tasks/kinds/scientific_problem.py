"""Solving a scientific problem (PISA 2022): a response is a list of explanations, experiments or devices."""

from __future__ import annotations

from typing import ClassVar

from contest_app.tasks.kinds.kind import Kind


class ScientificProblem(Kind):
    """Explanations to test, experiments to make, devices to build."""

    name = "scientific_problem"
    title: ClassVar = {"kk": "Ғылыми мәселе", "ru": "Научная задача", "en": "Scientific problem"}
    asked: ClassVar = {"kk": "Болжамың не тәсілің", "ru": "Твоя догадка или способ", "en": "Your guess or way"}
    schema: ClassVar = {"required": ["object", "stimulus", "examples", "themes"]}
