"""The demo as the browser tests need it: a few more acts, by the services, and the keys of its rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final, TypeVar
from uuid import UUID, uuid4

from pyotp import TOTP
from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from contest_app.accounts import queries as people_queries
from contest_app.accounts import second_factor_services
from contest_app.accounts import services as people_services
from contest_app.accounts.models import Guardianship, SchoolClass, Student, User
from contest_app.accounts.rules import personal_code
from contest_app.accounts.second_factor import app_secret
from contest_app.config import ROOT
from contest_app.contests import queries as contest_queries
from contest_app.contests import services as contest_services
from contest_app.contests.models import Contest, Entry
from contest_app.judging.models import Assignment, Round
from contest_app.languages import LANGUAGES
from contest_app.likeness.models import LikenessRun, LikePair
from contest_app.oplog.rules import Incoming
from contest_app.profiles.models import PeopleEstimate, PeopleRun
from contest_app.profiles.queries import corrections as correction_queries
from contest_app.profiles.services import corrections
from contest_app.ratings.models import RatedAnswer, RatingTurn
from contest_app.ratings.rules.queue import Sort
from contest_app.ratings.services import taking
from contest_app.records.models import Certificate
from contest_app.reports.models import RegionReport
from contest_app.tasks.form_bank import ready_forms
from contest_app.tasks.models import Attempt, Item, ItemProposal, PaperSheet, Question, Response, ScoringRun, Sitting
from contest_app.tasks.queries import answering as answering_queries
from contest_app.tasks.queries import questions as question_queries
from contest_app.tasks.queries import results as result_queries
from contest_app.tasks.queries import sittings as sitting_queries
from contest_app.tasks.rules.proposals import editable
from contest_app.tasks.rules.questions import Outcome
from contest_app.tasks.rules.sittings import Mode, Plan, PlannedItem
from contest_app.tasks.services import answering, paper, proposals, questions, sittings, voices
from contest_app.tasks.voices import spoken_of, voices_folder

from .jury_rows import invite_jurors, keys_of_jury
from .kind_rows import keys_of_kinds, leave_time
from .live_site import Site
from .sounds import tone

Row = TypeVar("Row")

STAFF = {
    "teacher": "teacher-kk",
    "organizer": "organizer",
    "chair": "chair",
    "methodologist": "methodologist",
    "administrator": "administrator",
    "psychologist": "psychologist",
    "guardian": "guardian",
    "other_teacher": "teacher-ru",
}


NEW_PUPIL: Final = "Даяна Ж."
LINE: Final = {"c": 0, "w": 1, "d": [100, 100, 3, 50, 50, 0]}
CRIES: Final = {"kk": "менің өлгім келеді", "ru": "я не хочу жить", "en": "I want to die"}


def complete_demo(site: Site) -> None:
    """Do what the demo leaves undone: a cry for help, time for others, a drawing, an entry begun, a proposal."""
    now = datetime.now(UTC)
    with site.database.transaction() as session:
        _hand_one_in(session, now)
        _leave_time_to(session, now)
        leave_time(session, now)
        _let_one_draw(session, now)
        _begin_entry(session, now)
        _propose_change(session, now)
        _record_voices(session, voices_folder(site.settings.uploads_dir), now)
        _ask_as_family(session, now)
        _add_pupil(session, site.settings.secret, now)
        _protect_chair(session, site.settings.secret, now)
        invite_jurors(session, site.settings.secret, now)
    site.wait_for_jobs()
    with site.database.transaction() as session:
        _take_answers(session, now)
    with site.database.transaction() as session:
        _ask_people(session, now)
        _print_sheets(session, now)


def keys_of_rows(site: Site) -> dict[str, str]:
    """Return the keys that the pages need, by the names that ``pages`` gives them."""
    with site.database.reading() as session:
        people = {
            name: session.scalars(select(User.id).where(User.login == login)).one() for name, login in STAFF.items()
        }
        found: dict[str, Any] = {**people, **_tasks(session, people["teacher"]), **_contests(session)}
        found |= keys_of_jury(session, found["judging_round"], site.settings.secret)
        found |= {**_access(session, found["class"], site.settings.secret), **keys_of_kinds(session)}
        found["region_report"] = session.scalars(select(RegionReport.id)).one()
    return {name: str(value) for name, value in found.items()}


def _protect_chair(session: Session, secret: str, now: datetime) -> None:
    """Let the chair have set a second factor up."""
    chair, salt = session.get_one(User, _person(session, STAFF["chair"])), "a-salt"
    typed = TOTP(app_secret(secret, chair.id, salt)).at(now)
    second_factor_services.set_up(session, chair, typed, salt=salt, key=secret, now=now)


def _hand_one_in(session: Session, now: datetime) -> None:
    """Hand in an answer with words that a responsible adult must see."""
    response = _one(session, _open_responses())
    student_id = session.scalars(select(Attempt.student_id).where(Attempt.id == response.attempt_id)).one()
    whole = answering_queries.response_to_change(session, student_id, response.id)
    assert whole is not None
    cry = {"idea": str(uuid4()), "text": CRIES[whole.attempt.language], "position": 99, "revision": 0}
    answering.take(session, whole, [Incoming(uuid4(), "put_idea", None, cry)], now=now)
    answering.hand_in(session, whole, now=now)


def _leave_time_to(session: Session, now: datetime) -> None:
    """Put off the end for a pupil who is writing: the page hands in by itself when the time is over."""
    _one(session, _open_responses()).due_at = now + timedelta(hours=1)


def _let_one_draw(session: Session, now: datetime) -> None:
    """Let a pupil draw a line with a name to it, in a sitting that is closed at once."""
    teacher = session.get_one(User, _person(session, STAFF["teacher"]))
    school_class = session.get_one(SchoolClass, _one(session, _sittings_of(teacher.id)).class_id)
    item = _one(session, select(Item).where(Item.kind == "drawing").order_by(Item.slug))
    plan = Plan(Mode.ASSESSMENT, [PlannedItem(item.id, item.seconds)])
    sitting = sittings.open_sitting(session, school_class, plan, actor=teacher, now=now)
    student = _one(session, select(Student).where(Student.class_id == school_class.id).order_by(Student.user_id))
    actor = session.get_one(User, student.user_id)
    session.flush()
    begun = answering.start_next(session, student, sitting.id, language="kk", actor=actor, now=now)
    assert begun is not None
    session.flush()
    whole = answering_queries.response_to_change(session, student.user_id, begun.id)
    assert whole is not None
    stroke = {"stroke": str(uuid4()), "frame": 1, "position": 1, "form": "pen", "data": LINE}
    name = {"idea": str(uuid4()), "text": "Үйге асыққан бұлт", "position": 1, "revision": 0}
    operations = [Incoming(uuid4(), "put_stroke", None, stroke), Incoming(uuid4(), "put_idea", None, name)]
    answering.take(session, whole, operations, now=now)
    answering.hand_in(session, whole, now=now)
    sittings.close_sitting(session, sitting, actor=teacher, now=now)


def _begin_entry(session: Session, now: datetime) -> None:
    contest_id = _one(session, _contest_of("open", now)).id
    contest = contest_queries.contest(session, contest_id)
    assert contest is not None
    student = contest_queries.student(session, _student_fit_for(session, contest).user_id)
    assert student is not None
    contest_services.begin_entry(
        session, contest, student, nomination=contest.nominations[0], language="kk", actor=student.user, now=now
    )


def _ask_people(session: Session, now: datetime) -> None:
    """Let a pupil question two judgements of the program, of which the teacher has answered one."""
    teacher = session.get_one(User, _person(session, STAFF["teacher"]))
    done = _one(session, _responses_in(_one(session, _sittings_of(teacher.id).where(Sitting.closed_at.is_not(None)))))
    pupil = session.get_one(User, _owner(session, done))
    response = result_queries.response_of(session, pupil.id, done.id)
    assert response is not None
    asked = [
        questions.ask(session, response, idea_id, words=words, actor=pupil, now=now)
        for idea_id, words in ((response.ideas[0].id, "Мен басқаша ойладым"), (None, ""))
    ]
    session.flush()
    line = question_queries.line_of(session, teacher.id, asked[1].id)
    assert line is not None
    words = "Үшінші идеяң маған ерекше ұнады."
    questions.answer(session, line.question, Outcome.TOLD, words=words, actor=teacher, now=now)


def _take_answers(session: Session, now: datetime) -> None:
    """Let the teacher take a story and a drawing of another class out of the raters' queue."""
    teacher = session.get_one(User, _person(session, STAFF["teacher"]))
    # Whose answer comes is chance, and a drawing's name is read out in its own language.
    profile = taking.take_part(session, ["kk", "ru"], actor=teacher, now=now)
    for sort in (Sort.TEXT, Sort.DRAWING):
        assert taking.next_turn(session, profile, sort, bank=ROOT / "item_bank", actor=teacher, now=now)


def _print_sheets(session: Session, now: datetime) -> None:
    """Give each pupil a sheet in the sitting that the pages show."""
    teacher = session.get_one(User, _person(session, STAFF["teacher"]))
    key = _one(session, _sittings_of(teacher.id).where(Sitting.closed_at.is_(None))).id
    sitting = sitting_queries.sitting_of(session, teacher.id, key)
    assert sitting is not None
    students = people_queries.roster(session, sitting.class_id)
    paper.prepare_sheets(session, sitting, students, language="kk", actor=teacher, now=now)


def _propose_change(session: Session, now: datetime) -> None:
    """Propose another title and another time for the item that the pages show."""
    item = _one(session, select(Item).order_by(Item.slug))
    said = editable(item.fields) | {"seconds": item.seconds + 30, "title": item.title | {"kk": "Жаңа атау"}}
    author = session.get_one(User, _person(session, STAFF["methodologist"]))
    proposals.propose(session, item, said, note="Уақыт аз болды.", actor=author, now=now)


def _record_voices(session: Session, folder: Path, now: datetime) -> None:
    """Record what to do of one item in every language; its task itself was recorded when it said other words."""
    item = _one(session, select(Item).order_by(Item.slug))
    actor = session.get_one(User, _person(session, STAFF["methodologist"]))
    for language in LANGUAGES:
        instruction, task = spoken_of(item, language)
        for spoken in (instruction, replace(task, words=("Earlier words.",))):
            voices.keep_voice(session, item, spoken, tone(2), folder=folder, actor=actor, now=now)


def _ask_as_family(session: Session, now: datetime) -> None:
    """Let the guardian ask for two things, of which the teacher has answered one."""
    guardian, teacher = (session.get_one(User, _person(session, STAFF[role])) for role in ("guardian", "teacher"))
    ward = people_queries.wards(session, guardian.id)[0]
    answered, _ = (
        corrections.ask(session, ward, words, actor=guardian, now=now)
        for words in ("Екінші тапсырмадағы бір идея есепке алынбапты.", "Неге соңғы идеясы «басқаша» деп тұр?")
    )
    session.flush()
    held = correction_queries.request_about(session, ward.user_id, answered.id)
    assert held is not None
    corrections.answer(session, held, "Қарадым: идея кеш жазылған екен, есепке алдым.", actor=teacher, now=now)


def _add_pupil(session: Session, secret: str, now: datetime) -> None:
    """Put a pupil on a roster of the other teacher who has done nothing yet."""
    teacher = session.get_one(User, _person(session, STAFF["other_teacher"]))
    own = select(SchoolClass).where(SchoolClass.teacher_id == teacher.id).order_by(SchoolClass.grade.desc())
    people_services.add_student(session, _one(session, own), NEW_PUPIL, secret=secret, actor=teacher, now=now)


def _tasks(session: Session, teacher_id: UUID) -> Mapping[str, object]:
    open_sitting = _one(session, _sittings_of(teacher_id).where(Sitting.closed_at.is_(None)))
    closed_sitting = _one(session, _sittings_of(teacher_id).where(Sitting.closed_at.is_not(None)))
    writing = _one(session, _open_responses())
    early = _one(session, _responses_in(open_sitting).where(Response.submitted_at.is_not(None)))
    done = _one(session, _responses_in(closed_sitting))
    drawn = _one(session, _drawings_of(teacher_id))
    turns = select(RatingTurn).join(RatingTurn.answer).where(RatingTurn.rater_id == teacher_id)
    taken = turns.where(RatingTurn.done_at.is_(None)).order_by(RatedAnswer.rubric)
    school_class = session.get_one(SchoolClass, open_sitting.class_id)
    ready = (form for form in ready_forms(ROOT / "item_bank") if school_class.grade in form.grades)
    ward_id = _one(session, select(Guardianship.student_id).order_by(Guardianship.student_id))
    return {
        "ward": ward_id,
        "ward_response": _one(session, _responses_in(closed_sitting).where(_is_of(ward_id))).id,
        "pupil_new": _one(session, select(User).where(User.display_name == NEW_PUPIL)).id,
        "class": school_class.id,
        "school": school_class.school_id,
        "ready_form": next(ready).slug,
        "open_sitting": open_sitting.id,
        "closed_sitting": closed_sitting.id,
        "final_run": _one(session, _final_runs(closed_sitting)).id,
        "item": session.scalars(select(Item.slug).order_by(Item.slug)).first(),
        "item_proposal": _one(session, select(ItemProposal)).id,
        "question": _one(session, select(Question).where(Question.idea_id.is_not(None))).id,
        "sheet_code": _one(session, select(PaperSheet)).code,
        "open_item": writing.item_id,
        "done_item": done.item_id,
        "open_response": writing.id,
        "pupil_writing": _owner(session, writing),
        "early_response": early.id,
        "pupil_early": _owner(session, early),
        "done_response": done.id,
        "pupil_done": _owner(session, done),
        "pupil_rated": _one(session, _rated_twice(teacher_id)),
        "drawing_turn": _one(session, taken).id,
        "story_turn": _one(session, taken.where(RatedAnswer.rubric.in_(["written-story", "picture-dialogue"]))).id,
        "settled_turn": _one(session, turns.where(RatedAnswer.settled_at.is_not(None)).order_by(RatingTurn.id)).id,
        "rated_sitting": _one(session, _rated_sittings_of(teacher_id)).id,
        "drawn_response": drawn.id,
        "drawn_sitting": session.scalars(select(Attempt.sitting_id).where(Attempt.id == drawn.attempt_id)).one(),
        "pupil_drew": _owner(session, drawn),
        "pupil_waiting": _waiting_student(session).user_id,
    }


def _contests(session: Session) -> Mapping[str, object]:
    now = datetime.now(UTC)
    phases = {phase: _one(session, _contest_of(phase, now)) for phase in ("open", "judging", "judged")}
    rounds = {
        phase: _one(session, select(Round).where(Round.contest_id == phases[phase].id))
        for phase in ("judging", "judged")
    }
    certificate = _one(session, select(Certificate).order_by(Certificate.serial))
    entry = session.get_one(Entry, certificate.entry_id)
    draft = _one(session, select(Entry).where(Entry.submitted_at.is_(None)))
    to_do = _one(session, _assignments(rounds["judging"]).where(Assignment.submitted_at.is_(None)))
    done = _one(session, _assignments(rounds["judged"]).where(Assignment.submitted_at.is_not(None)))
    with_entries = select(Entry.owner_id)
    found = select(LikePair).join(LikePair.run).where(LikenessRun.contest_id == phases["judging"].id)
    alike = _one(session, found.order_by(LikePair.likeness.desc()))
    return {
        "later_entry": alike.entry_id,
        "earlier_entry": alike.other_id,
        **{f"{phase}_contest": contest.id for phase, contest in phases.items()},
        **{f"{phase}_round": round_.id for phase, round_ in rounds.items()},
        "preset": phases["open"].preset,
        "choice_field": next(field["key"] for field in phases["open"].form if field["kind"] == "choice"),
        "new_field_kind": "choice",
        "certificate": certificate.id,
        "public_id": certificate.public_id,
        "wrong_public_id": "a" * len(certificate.public_id),
        "judged_entry": entry.id,
        "pupil_author": entry.owner_id,
        "draft_entry": draft.id,
        "pupil_drafting": draft.owner_id,
        "pupil_without_entries": _one(session, select(Student).where(Student.user_id.not_in(with_entries))).user_id,
        "open_assignment": to_do.id,
        "juror": to_do.judge_id,
        "seated_juror": to_do.judge_id,
        "done_assignment": done.id,
        "juror_done": done.judge_id,
    }


def _access(session: Session, class_id: UUID, secret: str) -> Mapping[str, object]:
    student = _one(session, select(Student).where(Student.class_id == class_id))
    return {
        "student": student.user_id,
        "slip_code": personal_code(secret, student.user_id, student.code_version),
        "wrong_code": "A" * 8,
        "class_code": session.get_one(SchoolClass, class_id).code,
    }


def _one(session: Session, statement: Select[Row]) -> Row:
    """Return the first row, always the same one."""
    found = session.scalars(statement).first()
    if found is None:
        raise LookupError(f"the demo has no row for {statement}")
    return found


def _person(session: Session, login: str) -> UUID:
    return session.scalars(select(User.id).where(User.login == login)).one()


def _round(session: Session, contest: Contest) -> Round:
    return _one(session, select(Round).where(Round.contest_id == contest.id))


def _sittings_of(teacher_id: UUID) -> Select[Sitting]:
    own = select(SchoolClass.id).where(SchoolClass.teacher_id == teacher_id)
    return select(Sitting).where(Sitting.class_id.in_(own)).order_by(Sitting.opened_at, Sitting.id)


def _drawings_of(teacher_id: UUID) -> Select[Response]:
    """Return the drawings in closed sittings of a teacher, the newest first."""
    closed = _sittings_of(teacher_id).where(Sitting.closed_at.is_not(None)).order_by(None)
    drawn = select(Response).join(Response.item).join(Response.attempt).where(Item.kind == "drawing")
    in_closed = drawn.where(Attempt.sitting_id.in_(closed.with_only_columns(Sitting.id)))
    return in_closed.order_by(Response.started_at.desc(), Response.id)


def _rated_sittings_of(teacher_id: UUID) -> Select[Sitting]:
    """Return a teacher's closed sittings with answers that somebody has begun to rate."""
    begun = select(Attempt.sitting_id).join(Response).join(RatedAnswer, RatedAnswer.response_id == Response.id)
    rated = begun.where(RatedAnswer.idea_id.is_(None))
    return _sittings_of(teacher_id).where(Sitting.closed_at.is_not(None), Sitting.id.in_(rated))


def _rated_twice(teacher_id: UUID) -> Select[UUID]:
    """Return the pupils of a teacher of whom raters have settled two works of one domain."""
    own = select(Student.user_id).join(Student.school_class).where(SchoolClass.teacher_id == teacher_id)
    told = select(PeopleRun.student_id).join(PeopleRun.estimates).where(PeopleEstimate.tasks > 1)
    return told.where(PeopleRun.student_id.in_(own)).order_by(PeopleRun.student_id)


def _responses_in(sitting: Sitting) -> Select[Response]:
    attempts = select(Attempt.id).where(Attempt.sitting_id == sitting.id)
    return select(Response).where(Response.attempt_id.in_(attempts)).order_by(Response.started_at, Response.id)


def _final_runs(sitting: Sitting) -> Select[ScoringRun]:
    final = select(ScoringRun).where(ScoringRun.sitting_id == sitting.id, ScoringRun.standing == "final")
    return final.order_by(ScoringRun.pool_ideas.desc(), ScoringRun.id)


def _open_responses() -> Select[Response]:
    """Return those still being written, in the sitting of the teacher whom the pages show."""
    attempts = (
        select(Attempt.id)
        .join(Sitting, Sitting.id == Attempt.sitting_id)
        .join(SchoolClass, SchoolClass.id == Sitting.class_id)
        .join(User, User.id == SchoolClass.teacher_id)
        .where(Sitting.closed_at.is_(None), User.login == STAFF["teacher"])
    )
    unfinished = select(Response).where(Response.attempt_id.in_(attempts), Response.submitted_at.is_(None))
    return unfinished.order_by(Response.started_at, Response.id)


def _is_of(student_id: UUID) -> ColumnElement[bool]:
    return Response.attempt_id.in_(select(Attempt.id).where(Attempt.student_id == student_id))


def _owner(session: Session, response: Response) -> UUID:
    return session.scalars(select(Attempt.student_id).where(Attempt.id == response.attempt_id)).one()


def _waiting_student(session: Session) -> Student:
    """Return a pupil of the shown class who has not begun in the open sitting."""
    sitting = _one(session, _sittings_of(_person(session, STAFF["teacher"])).where(Sitting.closed_at.is_(None)))
    begun = select(Attempt.student_id).where(Attempt.sitting_id == sitting.id)
    waiting = select(Student).where(Student.class_id == sitting.class_id, Student.user_id.not_in(begun))
    return _one(session, waiting.order_by(Student.user_id))


def _student_fit_for(session: Session, contest: Contest) -> Student:
    grades = [grade for group in contest.age_groups for grade in group.grades]
    fit = select(Student).join(SchoolClass, SchoolClass.id == Student.class_id).where(SchoolClass.grade.in_(grades))
    return _one(session, fit.order_by(Student.user_id))


def _contest_of(phase: str, now: datetime) -> Select[Contest]:
    conditions = {
        "open": (Contest.opens_at <= now, Contest.closes_at > now),
        "judging": (Contest.closes_at <= now, Contest.judging_closes_at > now),
        "judged": (Contest.published_at.is_not(None),),
    }
    return select(Contest).where(*conditions[phase])


def _assignments(round_: Round) -> Select[Assignment]:
    standing = select(Assignment).where(Assignment.round_id == round_.id, Assignment.withdrawn_at.is_(None))
    return standing.order_by(Assignment.position, Assignment.id)
