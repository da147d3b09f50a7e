"""Finding problems (Okuda, Runco and Berger, 1991): a response is a list of difficulties."""

from __future__ import annotations

from typing import ClassVar

from contest_app.tasks.kinds.kind import Kind


class ProblemFinding(Kind):
    """What may be difficult, for whom, and has no answer yet."""

    name = "problem_finding"
    title: ClassVar = {"kk": "Мәселені табу", "ru": "Найди проблему", "en": "Problem finding"}
    asked: ClassVar = {
        "kk": "Қандай мәселе көріп тұрсың?",
        "ru": "Какую проблему видишь?",
        "en": "Which problem do you see?",
    }
    schema: ClassVar = {"required": ["object", "stimulus", "examples", "themes"]}
