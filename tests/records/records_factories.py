"""Builders of certificates' content."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from factories import NOW

from contest_app.records.rules import Content

SMALLEST = Content(
    public_id="abcdefghijklmnopqrstuvwxyz",
    number="2026-W4TK-0001",
    award_key="diploma_1",
    award={"kk": "І дәрежелі диплом", "ru": "Диплом I степени", "en": "First-degree diploma"},
    contest={"kk": "Жаңа мамандықтар атласы", "ru": "Атлас новых профессий", "en": "Atlas of new professions"},
    nomination={"kk": "Табиғат және ауыл", "ru": "Природа и село", "en": "Nature and village"},
    age_group={"kk": "5–7-сыныптар", "ru": "5–7 классы", "en": "Grades 5–7"},
    work="Қолмен оқитын карта",
    recipient="Әлия Қайратқызы",
    supervisor="Сәуле Ахметова",
    organizer="Гүлнар Ибраева",
    language="kk",
    issued_at=NOW.isoformat(),
    result_sha256="0" * 64,
)


def make_content(**values: Any) -> Content:
    """The content of a certificate; ``values`` replace some of it."""
    return replace(SMALLEST, **values)
