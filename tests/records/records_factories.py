"""Builders of published results and of certificates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final

from factories import NOW, make_class, make_student
from judging.judging_factories import judged, make_contest, make_entry, make_judge, make_round
from sqlalchemy.orm import Session

from contest_app.accounts.models import User
from contest_app.contests.models import Contest, Entry
from contest_app.judging.models import Round
from contest_app.judging.services.results import publish_results
from contest_app.records import services
from contest_app.records.models import Certificate
from contest_app.records.rules import Content

#: When judging is over and results are published.
LATER: Final = NOW + timedelta(days=5)

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


@dataclass(frozen=True, slots=True)
class Judged:
    """A contest after judging: its round, its organizer, its entries by blind code."""

    contest: Contest
    round: Round
    organizer: User
    entries: dict[str, Entry]

    def publish(self, session: Session, awards: dict[str, str], reason: str = "") -> None:
        """Publish the results with awards by blind code; once more with a reason."""
        given = {self.entries[code].id: award for code, award in awards.items()}
        publish_results(session, self.round, given, actor=self.organizer, now=LATER, reason=reason)
        session.flush()


def make_judged(session: Session, *codes: str) -> Judged:
    """A contest whose entries, by different pupils of one class, each have one sheet."""
    contest = make_contest(session, reviews=1)
    organizer = session.get_one(User, contest.organizer_id)
    round_ = make_round(session, contest)
    school_class = make_class(session)
    entries = {
        code: make_entry(session, contest, code, author=make_student(session, school_class, f"Автор {code}").user)
        for code in codes
    }
    judge = make_judge(session, round_)
    judged(session, round_, [judge], {entry: [(4, 4)] for entry in entries.values()})
    return Judged(contest, round_, organizer, entries)


def make_published(session: Session, *codes: str) -> Judged:
    """Published results: the first entry has the first diploma, the others took part."""
    found = make_judged(session, *codes)
    found.publish(session, {codes[0]: "diploma_1"})
    return found


def issue(session: Session, contest: Contest) -> list[Certificate]:
    """The certificates that the newest results ask for, issued but for their PDFs."""
    session.flush()
    plan = services.plan_certificates(session, contest.id, now=LATER)
    services.issue_certificates(session, contest.id, plan, now=LATER)
    session.flush()
    return plan.added
