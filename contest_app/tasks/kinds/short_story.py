"""A short story (PISA 2022, written expression): a response is one text."""

from __future__ import annotations

from typing import ClassVar

from contest_app.tasks.kinds.kind import Form, Kind, Limits, Scorer


class ShortStory(Kind):
    """A story from a beginning, a title or a last sentence."""

    name = "short_story"
    title: ClassVar = {"kk": "Шағын әңгіме", "ru": "Короткий рассказ", "en": "Short story"}
    asked: ClassVar = {"kk": "Әңгімең", "ru": "Твой рассказ", "en": "Your story"}
    form = Form.TEXT
    scorers = (Scorer.PEOPLE,)
    most = Limits(ideas=1, characters=4000)
    schema: ClassVar = {"required": ["object", "stimulus", "rubric"]}
