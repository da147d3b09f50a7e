"""Loading the demo, once, and removing it whole."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import CompoundSelect, Select, delete, select, union_all
from sqlalchemy.orm import Session

from contest_app.accounts.models import School, Student, User
from contest_app.accounts.rules import personal_code, shown_code
from contest_app.config import Settings
from contest_app.contests.models import Attachment, Contest, Entry
from contest_app.contests.services import forget_later
from contest_app.db import Base
from contest_app.demo import every_kind, people, rated, sittings
from contest_app.demo.contests import DemoContests
from contest_app.demo.files import DemoFiles
from contest_app.demo.models import DemoRow
from contest_app.jobs.services import put_off
from contest_app.judging.models import Assignment
from contest_app.oplog.models import Operation
from contest_app.reports.models import RegionReport
from contest_app.reports.rules.period import Month, Period
from contest_app.reports.services import asking
from contest_app.tasks.models import NormPool, Response

#: In place of a table's name: the demo was removed.
REMOVED: Final = "removed"

#: The scores of every kind of task are left to the runner, so that the site opens without waiting for them.
AFTER_START: Final = timedelta(seconds=1)

OPEN_CONTEST: Final = "creative-industries-projects"

Root = Contest | School | User | NormPool

#: What the demo's rows hang from, in the order in which they can be removed; the rest follows by cascade.
ROOTS: Final[tuple[type[Root], ...]] = (Contest, School, User, NormPool)


def is_loaded(session: Session) -> bool:
    """Say whether the demo is in this database."""
    return session.scalar(select(DemoRow).where(DemoRow.table != REMOVED).limit(1)) is not None


def was_removed(session: Session) -> bool:
    """Say whether the demo was here and has been removed: it is not wanted back at the next start."""
    return session.scalar(select(DemoRow).where(DemoRow.table == REMOVED)) is not None


def load(session: Session, settings: Settings, *, now: datetime) -> None:
    """Add the demo as if it had been lived through: each act by its person, at its moment before ``now``."""
    files = DemoFiles.read(settings.item_bank_dir / "demo")
    nicknames = settings.item_bank_dir / "nicknames.yaml"
    began_at = now - timedelta(days=90)
    everybody = people.load(session, files.school, nicknames, secret=settings.secret, now=began_at)
    pools = sittings.load_norm_pools(session, files.finished, now=began_at)
    every_kind.load(session, everybody, files.kinds, now=now)
    put_off(session, until=now + AFTER_START)
    sittings.load_finished(session, everybody, files.finished, now=now - timedelta(days=10))
    later, second = sittings.LATER_CLASSES, now - timedelta(days=4)
    sittings.load_finished(session, everybody, files.later, now=second, classes=later)
    rated.load(session, everybody, files.rated, bank=settings.item_bank_dir, now=now - timedelta(days=9))
    sittings.load_going_on(session, everybody, files.going_on, now=now)
    contests = DemoContests(session, everybody, files, bank=settings.item_bank_dir, uploads=settings.uploads_dir)
    played = [contests.play_judged(now), contests.play_being_judged(now), contests.play_open(OPEN_CONTEST, now)]
    staff = [person for person in everybody.staff.values() if person.school_id is None]
    _ask_for_report(session, settings, everybody.staff["methodologist"], now)
    session.execute(delete(DemoRow))
    _note(session, [everybody.school, *staff, *pools, *played])


def _ask_for_report(session: Session, settings: Settings, reader: User, now: datetime) -> None:
    """Call for the region's results of this month and the last; the closed sittings are scored before."""
    month = Month.of(now, ZoneInfo(settings.time_zone))
    asking.ask_for_report(session, Period(month.before(1), month), actor=reader, now=now)


def pupil_code(session: Session, secret: str) -> str:
    """Return the slip's code of the first pupil of the demo, for whoever tries it out."""
    query = (
        select(Student)
        .join(Student.user)
        .where(User.school_id.in_(_keys(School)), Student.left_at.is_(None))
        .order_by(User.sort_key)
    )
    student = session.scalars(query.limit(1)).one()
    return shown_code(personal_code(secret, student.user_id, student.code_version))


def remove(session: Session, *, now: datetime) -> int:
    """Remove the demo and all that hangs from it; return how many roots there were.

    The audit keeps its rows: they name nobody. Files go once nobody else names them.
    """
    entered = select(Entry.id).where(Entry.contest_id.in_(_keys(Contest)))
    for sha256 in session.scalars(select(Attachment.sha256).where(Attachment.entry_id.in_(entered))).all():
        forget_later(session, sha256, now=now)
    session.execute(delete(RegionReport).where(RegionReport.asked_by_id.in_(_keys(User))))
    removed = sum(_remove(session, model) for model in ROOTS)
    session.execute(delete(DemoRow))
    session.add(DemoRow(table=REMOVED, row_id=UUID(int=0)))
    session.execute(delete(Operation).where(Operation.stream_id.not_in(_streams())))
    return removed


def _remove(session: Session, model: type[Root]) -> int:
    return len(session.scalars(delete(model).where(model.id.in_(_keys(model))).returning(model.id)).all())


def _keys(model: type[Root]) -> Select[UUID]:
    return select(DemoRow.row_id).where(DemoRow.table == model.__tablename__)


def _streams() -> CompoundSelect[UUID]:
    """Return the keys of everything that browsers' operations are about."""
    return union_all(select(Response.id), select(Assignment.id))


def _note(session: Session, rows: Iterable[Base]) -> None:
    session.flush()  # every root has its key by now
    session.add_all(DemoRow(table=row.__tablename__, row_id=row.id) for row in rows)  # type: ignore[attr-defined]  # roots have keys
