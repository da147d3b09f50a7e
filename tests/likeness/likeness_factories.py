"""Builders of contests in which works are alike."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import numpy as np
from contests.contests_factories import VALUES, a_day_in, make_contest, make_draft, work
from factories import make_class, make_student
from PIL import Image
from sqlalchemy.orm import Session

from contest_app.accounts.models import User
from contest_app.contests import services
from contest_app.contests.models import Contest, Entry
from contest_app.contests.services import SentFile

PASSAGE = "Мен киізден көзі көрмейтін балаларға қолмен оқитын карта жасадым, оны әжеммен бірге бастым"
FIELD = {"key": "file", "kind": "file", "required": False, "types": ["png", "jpg"], "max_mb": 5}


def a_contest(session: Session, organizer: User, *, opened_days_ago: int) -> Contest:
    """A contest that opened so long ago; it takes entries for thirty days."""
    return make_contest(session, organizer, opened_days_ago=opened_days_ago)


def enter(
    session: Session, contest: Contest, title: str, said: str, picture: bytes = b"", uploads_dir: Path | None = None
) -> Entry:
    """A pupil's submitted work with that title and description, and a picture where one is given."""
    entry = make_draft(session, contest, make_student(session, make_class(session)))
    values = {**VALUES, "title": title, "audience": title, "description": said}
    now = a_day_in(contest)
    services.save_entry(session, entry, work(entry, values=values), actor=entry.owner, now=now)
    if picture and uploads_dir:
        sent = SentFile("picture.jpg", picture)
        services.attach_file(session, entry, FIELD, sent, uploads_dir=uploads_dir, actor=entry.owner, now=now)
    services.submit_entry(session, entry, actor=entry.owner, now=now)
    session.flush()
    return entry


def a_picture(seed: int, side: int = 400) -> bytes:
    """A JPEG of soft patches."""
    rough = np.random.default_rng(seed).integers(0, 255, (6, 8, 3), dtype=np.uint8)
    buffer = BytesIO()
    Image.fromarray(rough).resize((side, side * 3 // 4), Image.Resampling.BICUBIC).save(buffer, "JPEG")
    return buffer.getvalue()
