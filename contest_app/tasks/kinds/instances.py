"""Instances of a property (Wallach and Kogan, 1965): a response is a list of things that have it."""

from __future__ import annotations

from typing import ClassVar

from contest_app.tasks.kinds.kind import Kind


class Instances(Kind):
    """All that has one property: round things, things that rustle."""

    name = "instances"
    title: ClassVar = {"kk": "Мысал табу", "ru": "Найди примеры", "en": "Instances"}
    asked: ClassVar = {"kk": "Не болуы мүмкін?", "ru": "Что это может быть?", "en": "What could it be?"}
    schema: ClassVar = {"required": ["object", "examples", "themes"]}
