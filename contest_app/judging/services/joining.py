"""Acts of a member of a jury before marking: telling what one reads and whom one knows, and signing."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from contest_app import audit
from contest_app.accounts.models import School, User
from contest_app.contests import queries as contest_queries
from contest_app.contests.models import Entry
from contest_app.judging import rules
from contest_app.judging.declaration import Declaration
from contest_app.judging.invitations import ProfileMissing
from contest_app.judging.models import JudgeProfile, JudgeTie, JurySignature, Round
from contest_app.judging.queries import joining as queries
from contest_app.judging.queries.joining import OwnSeat
from contest_app.judging.rules import Duty
from contest_app.judging.services.rounds import declare_conflict
from contest_app.judging.ties import Circle, TieSigned, TieUnclear, checked_name, is_close
from contest_app.languages import in_language


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What a member reads, knows well in this contest, and can take on."""

    languages: Collection[str]
    expertise: Collection[str]
    max_load: int | None


def tell(session: Session, seat: OwnSeat, knowledge: Knowledge, *, actor: User, now: datetime) -> None:
    """Keep what a member reads and knows; what was told for other contests stays.

    Raises LanguagesMissing.
    """
    member = seat.member
    if member.duty == Duty.JUDGE and not knowledge.languages:
        raise rules.LanguagesMissing
    own = {each.key for each in member.round.contest.nominations}
    elsewhere = set(seat.profile.expertise if seat.profile else ()) - own
    session.merge(
        JudgeProfile(
            user_id=member.user_id,
            languages=sorted(knowledge.languages),
            expertise=sorted(elsewhere | set(knowledge.expertise)),
        )
    )
    member.max_load = knowledge.max_load
    audit.record(session, actor, "jury.told", member.round, at=now, limit=knowledge.max_load)


def declare_tie(
    session: Session, school: School | None, person: str, note: str, *, actor: User, now: datetime
) -> JudgeTie:
    """Keep a judge from the entries of a school or of a person, in every jury that is at work.

    Raises TieUnclear, NameTooShort.
    """
    if (school is None) == (not person.strip()):
        raise TieUnclear
    tie = JudgeTie(
        judge_id=actor.id,
        school_id=school.id if school else None,
        person=None if school else checked_name(person),
        note=" ".join(note.split()),
        declared_at=now,
    )
    tie.school = school
    session.add(tie)
    audit.record(session, actor, "tie.declared", tie, at=now)
    session.flush()  # the conflicts below refer to it by key
    for round_ in queries.rounds_judged_by(session, actor.id):
        keep_apart(session, round_, now=now)
    return tie


def drop_tie(session: Session, tie: JudgeTie, *, actor: User, now: datetime) -> None:
    """Take back what was declared by mistake, with the conflicts that followed from it.

    Raises TieSigned once it is signed for.
    """
    if queries.has_signed(session, actor.id):
        raise TieSigned
    session.delete(tie)
    audit.record(session, actor, "tie.dropped", tie, at=now)


def sign(
    session: Session, seat: OwnSeat, text: Declaration, language: str, name: str, *, actor: User, now: datetime
) -> None:
    """Sign the declaration as it was read; twice is once.

    Raises ProfileMissing where a juror has not said what the juror reads.
    """
    if seat.signature is not None:
        return
    if seat.member.duty == Duty.JUDGE and not (seat.profile and seat.profile.languages):
        raise ProfileMissing
    signature = JurySignature(
        round_id=seat.member.round_id,
        user_id=seat.member.user_id,
        text_version=text.version,
        language=language,
        sha256=text.sha256(language),
        name=" ".join(name.split()),
        signed_at=now,
    )
    session.add(signature)
    facts = {"version": text.version, "sha256": signature.sha256, "round_id": str(seat.member.round_id)}
    audit.record(session, actor, "declaration.signed", signature, at=now, **facts)


def keep_apart(session: Session, round_: Round, *, now: datetime) -> None:
    """Make conflicts of what the jury declared about schools and people (``round_.contest`` must be loaded)."""
    declared = queries.ties_of_round(session, round_.id)
    if not declared:
        return
    known = queries.declared_pairs(session, round_.contest_id)
    for tie, entry in _close(declared, contest_queries.submitted_entries(session, round_.contest_id)):
        if (tie.judge_id, entry.id) not in known:
            known.add((tie.judge_id, entry.id))
            judge = session.get_one(User, tie.judge_id)
            reason = _reason(tie, judge.language)
            conflict = declare_conflict(session, round_, tie.judge_id, entry, reason, actor=judge, now=now)
            conflict.tie_id = tie.id


def _close(ties: list[JudgeTie], entries: list[Entry]) -> Iterator[tuple[JudgeTie, Entry]]:
    for entry in entries:
        circle = _circle(entry)
        yield from ((tie, entry) for tie in ties if is_close(tie.school_id, tie.person, circle))


def _circle(entry: Entry) -> Circle:
    people = [author.user for author in entry.authors] + ([entry.supervisor] if entry.supervisor else [])
    names = [author.full_name for author in entry.authors] + [person.display_name for person in people]
    return Circle(frozenset(person.school_id for person in people if person.school_id), tuple(names))


def _reason(tie: JudgeTie, language: str) -> str:
    named = in_language(tie.school.name, language) if tie.school else tie.person or ""
    return f"{named}: {tie.note}" if tie.note else named
