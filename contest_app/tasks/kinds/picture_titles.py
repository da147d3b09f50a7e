"""Titles for a picture (PISA 2022, written expression): a response is a list of titles."""

from __future__ import annotations

from typing import ClassVar

from contest_app.tasks.kinds.kind import Kind, Limits


class PictureTitles(Kind):
    """Titles that make one look again."""

    name = "picture_titles"
    title: ClassVar = {"kk": "Суретке атау", "ru": "Название картинки", "en": "Picture titles"}
    asked: ClassVar = {"kk": "Атауың", "ru": "Твоё название", "en": "Your title"}
    most = Limits(ideas=100, characters=120)
    schema: ClassVar = {"required": ["object", "picture", "examples", "themes"]}
