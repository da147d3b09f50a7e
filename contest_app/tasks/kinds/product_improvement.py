"""Improving a product (Torrance, 1966): a response is a list of changes that would make a thing better."""

from __future__ import annotations

from typing import ClassVar

from contest_app.tasks.kinds.kind import Kind


class ProductImprovement(Kind):
    """Changes that make a thing more useful, more fun, fit for somebody else."""

    name = "product_improvement"
    title: ClassVar = {"kk": "Затты жетілдіру", "ru": "Улучши вещь", "en": "Product improvement"}
    asked: ClassVar = {"kk": "Нені өзгертесің?", "ru": "Что изменишь?", "en": "What would you change?"}
    is_of_things = True
    schema: ClassVar = {"required": ["object", "stimulus", "examples", "themes"]}
