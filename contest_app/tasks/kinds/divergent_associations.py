"""Divergent associations (Olson et al., 2021): ten nouns as different from each other as possible."""

from __future__ import annotations

from typing import ClassVar, Final

from contest_app.tasks.kinds.kind import Content, Form, Kind, Limits, Scorer

WORDS: Final = 10
"""Words asked for; the first seven that are nouns count."""


class DivergentAssociations(Kind):
    """Ten words, as far apart in meaning as can be."""

    name = "divergent_associations"
    title: ClassVar = {"kk": "Алыс сөздер", "ru": "Далёкие слова", "en": "Divergent associations"}
    asked: ClassVar = {"kk": "Сөз", "ru": "Слово", "en": "Word"}
    form = Form.SLOTS
    scorers = (Scorer.ASSOCIATIONS,)
    most = Limits(ideas=10, characters=40)
    schema: ClassVar = {"required": ["examples"]}

    def slots(self, content: Content, language: str) -> tuple[str, ...]:  # noqa: ARG002 -- numbers are the same
        """Return the number of each place."""
        return tuple(str(number) for number in range(1, WORDS + 1))

    def prompt(self, content: Content, language: str) -> str:  # noqa: ARG002 -- words about nothing
        """Return nothing: the words are compared with each other."""
        return ""
