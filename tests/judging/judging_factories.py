"""Builders of a contest in judging: its entries, its jury, their sheets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from factories import NOW, make_class, make_school, make_student, make_user
from sqlalchemy.orm import Session

from contest_app.accounts.models import User
from contest_app.config import ROOT
from contest_app.contests.models import AgeGroup, Attachment, Contest, Entry, EntryAuthor, Nomination, Stage
from contest_app.judging.declaration import Declaration
from contest_app.judging.models import Assignment, Round
from contest_app.judging.queries import joining as joining_queries
from contest_app.judging.queries import sheets
from contest_app.judging.rules import Duty, Given
from contest_app.judging.services import joining, rounds, scoresheets
from contest_app.judging.services.rounds import Seat
from contest_app.roles import Role


def words(text: str) -> dict[str, str]:
    """The same text in three languages, told apart by a prefix."""
    return {"kk": f"kk {text}", "ru": f"ru {text}", "en": text}


def criterion(key: str, weight: float = 1) -> dict[str, Any]:
    """A criterion from 0 to 5."""
    return {
        "key": key,
        "name": words(key.title()),
        "question": words(f"How much {key}?"),
        "weight": weight,
        "min": 0,
        "max": 5,
        "levels": {str(value): words(f"{key} at {value}") for value in range(6)},
    }


RUBRIC: dict[str, Any] = {
    "slug": "two-criteria",
    "version": 1,
    "criteria": [criterion("idea", 1.5), criterion("value")],
}
AWARDS: list[dict[str, Any]] = [
    {"key": "grand_prix", "scope": "contest", "places": 1, "name": words("Grand prix")},
    {"key": "diploma_1", "scope": "group", "places": 1, "name": words("First diploma")},
    {"key": "diploma_2", "scope": "group", "places": 1, "name": words("Second diploma")},
    {"key": "certificate", "scope": "everyone", "places": 1, "name": words("Certificate")},
]
FORM: list[dict[str, Any]] = [
    {"key": "title", "kind": "text", "required": True, "max_length": 120, "label": words("Title")},
    {"key": "description", "kind": "long_text", "required": True, "max_length": 900, "label": words("Description")},
    {"key": "link", "kind": "link", "required": False, "label": words("Link")},
    {"key": "file", "kind": "file", "required": False, "label": words("File")},
]


def make_contest(session: Session, organizer: User | None = None, *, reviews: int = 2) -> Contest:
    """A contest whose entries closed ten days ago and whose judging ends in four."""
    organizer = organizer or make_user(session, Role.ORGANIZER, name="Сәуле Ахметова")
    session.flush()  # the contest refers to its organizer by key
    contest = Contest(
        organizer_id=organizer.id,
        preset="test",
        name=words("Bridge of ideas"),
        summary=words("Summary"),
        description=words("Description"),
        languages=["kk", "ru", "en"],
        form=FORM,
        rubric=RUBRIC,
        awards=AWARDS,
        awarding={"quota": None, "thresholds": [], "tie_breaks": []},
        formula="mean",
        formula_settings={},
        reviews=reviews,
        team_min=1,
        team_max=3,
        supervisor="optional",
        eligibility={"one_entry_a_nomination": True, "entries_a_person": None, "districts": []},
        late={"accepts": False, "grace_hours": 0},
        programmes=[],
        documents=["protocol"],
        opens_at=NOW - timedelta(days=40),
        closes_at=NOW - timedelta(days=10),
        judging_closes_at=NOW + timedelta(days=4),
        created_at=NOW - timedelta(days=41),
    )
    contest.nominations = [
        Nomination(key=key, position=place, name=words(key)) for place, key in enumerate(("crafts", "games"))
    ]
    contest.age_groups = [
        AgeGroup(key="grades-5-7", position=0, name=words("Grades 5–7"), grades=[5, 6, 7], adults=False)
    ]
    contest.stages = [Stage(key="region", position=0, level="region", name=words("Region"), unit="all")]
    session.add(contest)
    session.flush()  # entries refer to nominations and age groups by key
    return contest


def make_entry(
    session: Session,
    contest: Contest,
    code: str,
    *,
    nomination: int = 0,
    language: str = "kk",
    author: User | None = None,
    name: str = "Әлия Қасымова",
) -> Entry:
    """A submitted entry of one pupil of a school of its own."""
    author = author or make_student(session, make_class(session), name).user
    session.flush()
    entry = Entry(
        contest_id=contest.id,
        nomination_id=contest.nominations[nomination].id,
        age_group_id=contest.age_groups[0].id,
        owner_id=author.id,
        language=language,
        title=f"Work {code}",
        fields={"title": f"Work {code}", "description": f"Words of {code}", "link": "https://example.org/w"},
        blind_code=code,
        revision=1,
        created_at=NOW - timedelta(days=20),
        submitted_at=NOW - timedelta(days=15),
    )
    entry.authors = [EntryAuthor(position=1, user_id=author.id, full_name=name)]
    session.add(entry)
    session.flush()
    return entry


def make_attachment(session: Session, entry: Entry, filename: str = "Қасымова Әлия.png") -> Attachment:
    """A picture of an entry, under the name that the author gave it."""
    attachment = Attachment(
        entry_id=entry.id,
        field="file",
        position=0,
        filename=filename,
        media_type="image/png",
        size=4,
        sha256="a" * 64,
        created_at=NOW - timedelta(days=16),
    )
    session.add(attachment)
    session.flush()
    return attachment


def make_round(session: Session, contest: Contest) -> Round:
    """The prepared round of a contest, its seed fixed."""
    organizer = session.get_one(User, contest.organizer_id)
    round_ = rounds.prepare_round(session, contest, actor=organizer, now=NOW)
    round_.contest, round_.seed = contest, 7
    session.flush()
    return round_


def make_judge(
    session: Session, round_: Round, *, languages: str = "kk ru en", duty: Duty = Duty.JUDGE, name: str = "Ерлан Қазы"
) -> User:
    """A member of the jury who has signed the declaration, of a school of one's own."""
    role = Role.JUDGE if duty is Duty.JUDGE else Role.CHAIR
    person = make_user(session, role, name=name, school=make_school(session))
    session.flush()
    seat = Seat(duty, languages.split())
    rounds.seat_member(session, round_, person, seat, actor=person, now=NOW)
    session.flush()
    sign_declaration(session, round_, person)
    return person


def sign_declaration(session: Session, round_: Round, person: User) -> None:
    """The signature without which nobody is given entries."""
    seat = joining_queries.own_seat(session, person.id, round_.id)
    assert seat is not None
    text = Declaration.read(ROOT / "item_bank")
    joining.sign(session, seat, text, "kk", person.display_name, actor=person, now=NOW)
    session.flush()


def make_assignment(session: Session, round_: Round, judge: User, entry: Entry, position: int = 1) -> Assignment:
    """A judge asked to mark an entry; loaded as the pages load it."""
    assignment = Assignment(
        round_id=round_.id, entry_id=entry.id, judge_id=judge.id, position=position, created_at=NOW
    )
    session.add(assignment)
    session.flush()
    found = sheets.assignment(session, judge.id, assignment.id)
    assert found is not None
    return found


def a_sheet(idea: int | None, value: int | None, comment: str = "") -> dict[str, Given]:
    """A sheet of the two criteria."""
    return {"idea": Given(idea), "value": Given(value, comment)}


def submit(session: Session, assignment: Assignment, judge: User, idea: int, value: int) -> None:
    """The judge's submitted sheet."""
    scoresheets.submit_scoresheet(session, assignment, a_sheet(idea, value), actor=judge, now=NOW)


def judged(session: Session, round_: Round, judges: list[User], marks: Mapping[Entry, list[tuple[int, int]]]) -> None:
    """Assign each entry to the judges in turn and submit their sheets."""
    for place, (entry, given) in enumerate(marks.items(), start=1):
        for judge, (idea, value) in zip(judges, given, strict=False):
            submit(session, make_assignment(session, round_, judge, entry, place), judge, idea, value)
