"""A dialogue for a picture (PISA 2022, written expression): a response is one text."""

from __future__ import annotations

from typing import ClassVar

from contest_app.tasks.kinds.kind import Form, Kind, Limits, Scorer


class PictureDialogue(Kind):
    """What those in the picture say to each other."""

    name = "picture_dialogue"
    title: ClassVar = {"kk": "Суреттегі әңгіме", "ru": "Диалог по картинке", "en": "Picture dialogue"}
    asked: ClassVar = {"kk": "Диалогың", "ru": "Твой диалог", "en": "Your dialogue"}
    form = Form.TEXT
    scorers = (Scorer.PEOPLE,)
    most = Limits(ideas=1, characters=1500)
    schema: ClassVar = {"required": ["object", "picture", "rubric"]}
