"""The teacher's report on a closed sitting: the map, what it adds up to, hidden ideas, pupils' pages, the lesson."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from factories import NOW, csrf, make_class, make_student, make_user
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from sqlalchemy import event, select
from sqlalchemy.orm import Session
from tasks.tasks_factories import BANK, make_items, make_response, make_sitting

from contest_app.accounts.models import SchoolClass, Student, User
from contest_app.audit import AuditRow
from contest_app.config import Settings
from contest_app.db import Database
from contest_app.jobs.runner import run_due
from contest_app.roles import Role
from contest_app.tasks.models import HiddenIdea, Idea, IdeaMap, IdeaScore, Item, Reliability, ScoringRun, Sitting
from contest_app.tasks.services import bank, scoring, sittings

Browser = Callable[..., FlaskClient]

#: Ideas so far apart that no calibration of the groups will ever join them.
POT, PEPPER, LASSO, VOLCANO, ROCKET = (
    "a flower pot",
    "grinding pepper and salt",
    "a lasso for catching wild horses",
    "homework about volcanoes",
    "a moon rocket for brave little mice",
)
WORDS = [POT, PEPPER, LASSO, VOLCANO, ROCKET]
CRY = "I want to die"
IMPROVING = [item for item in BANK if item.fields["facet"] == "improve"]


@dataclass
class Scene:
    """A class, its teacher, items and a sitting of them all."""

    school_class: SchoolClass
    teacher: User
    items: list[Item]
    sitting: Sitting

    @property
    def page(self) -> str:
        return f"/sittings/{self.sitting.id}/results"


def build(session: Session, items: int = 1) -> Scene:
    school_class = make_class(session)
    teacher = session.get_one(User, school_class.teacher_id)
    made = make_items(session, items)
    return Scene(school_class, teacher, made, make_sitting(session, school_class, made))


def answer(session: Session, scene: Scene, name: str, *ideas: list[str]) -> Student:
    student = make_student(session, scene.school_class, name)
    session.flush()
    for item, own in zip(scene.items, ideas, strict=True):
        make_response(session, scene.sitting, student, item, own)
    return student


def close(database: Database, settings: Settings, scene: Scene) -> None:
    with database.transaction() as session:
        sitting = session.get_one(Sitting, scene.sitting.id)
        sittings.close_sitting(session, sitting, actor=scene.teacher, now=NOW)
    run_due(database, settings)


def text_of(client: FlaskClient, page: str) -> str:
    answered = client.get(page)
    assert answered.status_code == 200
    return " ".join(answered.get_data(as_text=True).split())


def untagged(page: str) -> str:
    return " ".join(re.sub("<[^>]*>", " ", page).split())


def drawing(page: str) -> str:
    [found] = re.findall(r'<svg class="idea-map__sheet".*?</svg>', page)
    return str(found)


def test_map_has_a_numbered_circle_for_each_idea_and_the_table_its_words(
    database: Database, settings: Settings, signed_in: Browser
) -> None:
    with database.transaction() as session:
        scene = build(session)
        answer(session, scene, "Әлия", [POT, PEPPER])
        answer(session, scene, "Бек", [POT, LASSO])
    close(database, settings, scene)

    page = text_of(signed_in(scene.teacher), scene.page)

    assert re.findall(r">(\d+)</text></g>", drawing(page)) == ["1", "2", "3"]
    sizes = [int(radius) for radius in re.findall(r'r="(\d+)"', drawing(page))]
    assert sizes[0] > sizes[1] == sizes[2]
    assert 'role="img"' in drawing(page)
    assert "Each circle is an idea" in drawing(page)
    table = re.findall(r'<td lang="en">(.*?)</td><td class="map-table__pupils">(\d)</td>', page)
    assert table[0] == (POT, "2")
    assert sorted(table[1:]) == [(LASSO, "1"), (PEPPER, "1")]


def test_map_has_no_names_no_words_of_distress_and_nothing_that_does_not_count(
    database: Database, settings: Settings, signed_in: Browser
) -> None:
    with database.transaction() as session:
        scene = build(session)
        answer(session, scene, "Әлия", [POT, "asdfgh", CRY])
        answer(session, scene, "Бек", [CRY, LASSO])
    close(database, settings, scene)

    page = text_of(signed_in(scene.teacher), scene.page)

    beside = page[page.index("Map of ideas") : page.index("Unusual ideas")]
    for word in ("Әлия", "Бек", "asdfgh", CRY):
        assert word not in beside
    assert CRY not in page
    with database.reading() as session:
        [drawn] = session.scalars(select(IdeaMap))
        assert len(drawn.spots) == 2


def test_provisional_run_has_no_map_and_every_rarity_has_its_error(database: Database, settings: Settings) -> None:
    with database.transaction() as session:
        scene = build(session)
        answer(session, scene, "Әлия", [POT, PEPPER])
    close(database, settings, scene)

    with database.reading() as session:
        final = set(session.scalars(select(ScoringRun.id).where(ScoringRun.standing == "final")))
        assert set(session.scalars(select(IdeaMap.run_id))) == final
        errors = session.scalars(select(IdeaScore.rarity_se)).all()
        assert len(errors) == 2
        assert all(error is not None and error > 0 for error in errors)


def test_hidden_idea_leaves_the_map_and_the_unusual_ones_and_comes_back(
    database: Database, settings: Settings, signed_in: Browser
) -> None:
    with database.transaction() as session:
        scene = build(session)
        answer(session, scene, "Әлия", [POT, ROCKET])
        answer(session, scene, "Бек", [POT, LASSO])
    close(database, settings, scene)
    teacher = signed_in(scene.teacher)
    with database.reading() as session:
        idea = session.scalars(select(Idea).where(Idea.text == ROCKET)).one()
    address = f"{scene.page}/ideas/{idea.response_id}/{idea.id}"

    token = csrf(teacher, scene.page)
    first, second = (teacher.post(f"{address}/hide", data=token) for _ in range(2))
    page = text_of(teacher, scene.page)

    assert (first.status_code, second.status_code) == (303, 303)
    assert page.count(ROCKET) == 1
    assert page.index("1 hidden idea") < page.index(ROCKET)
    assert re.findall(r">(\d+)</text></g>", drawing(page)) == ["1", "2"]

    assert teacher.post(f"{address}/show", data=token).status_code == 303
    assert "hidden idea" not in text_of(teacher, scene.page)
    with database.reading() as session:
        assert session.scalars(select(HiddenIdea)).all() == []
        acts = [row.act for row in session.scalars(select(AuditRow).order_by(AuditRow.at))]
        assert [act for act in acts if act.startswith("idea.")] == ["idea.hidden", "idea.shown"]


def test_ideas_of_other_sittings_and_other_teachers_cannot_be_hidden(
    database: Database, settings: Settings, signed_in: Browser
) -> None:
    with database.transaction() as session:
        scene, other = build(session), build_other(session)
        answer(session, scene, "Әлия", [POT])
        stranger = make_user(session, Role.TEACHER)
    close(database, settings, scene)
    with database.reading() as session:
        idea = session.scalars(select(Idea)).one()

    def hide(person: User, sitting: Sitting, key: UUID) -> int:
        address = f"/sittings/{sitting.id}/results/ideas/{idea.response_id}/{key}/hide"
        client = signed_in(person)
        return client.post(address, data=csrf(client, "/sittings/new")).status_code

    assert hide(stranger, scene.sitting, idea.id) == 404
    assert hide(other.teacher, other.sitting, idea.id) == 404
    assert hide(scene.teacher, scene.sitting, uuid4()) == 404


def build_other(session: Session) -> Scene:
    """Another class with a sitting of items that are in the bank already."""
    school_class = make_class(session)
    teacher = session.get_one(User, school_class.teacher_id)
    items = list(session.scalars(select(Item)))
    return Scene(school_class, teacher, items, make_sitting(session, school_class, items))


def test_page_of_a_pupil_tells_each_idea_its_rarity_and_time_to_the_classs_teacher_alone(
    database: Database, settings: Settings, signed_in: Browser
) -> None:
    with database.transaction() as session:
        scene = build(session)
        student = answer(session, scene, "Әлия", [POT, POT, "asdfgh", CRY])
        mate = answer(session, scene, "Бек", [POT, ROCKET])
        absent = make_student(session, scene.school_class, "Ян")
        stranger = make_user(session, Role.TEACHER)
        response = session.scalars(select(Idea).where(Idea.text == CRY)).one().response_id
        late = Idea(
            response_id=response, id=uuid4(), position=9, text="a late lamp", revision=1, pastes=1,
            written_at=NOW, is_late=True,
        )  # fmt: skip
        session.add(late)
    close(database, settings, scene)
    address = f"{scene.page}/{student.user_id}"

    page = text_of(signed_in(scene.teacher), address)

    told = untagged(page)
    assert "nearly everybody has it" in told or "about 1 in 1" in told or "about 1 in 2 people" in told
    assert "The pupil's own earlier idea again. Not counted again." in told.replace("&#39;", "'")
    assert "Letters that make no words. Not counted." in told
    assert "Came late. Not counted. Pasted, not typed." in told
    assert "handed in after 0 minutes" in told
    assert "Some words are not shown here" in told
    assert CRY not in page
    assert ROCKET not in page
    assert signed_in(stranger).get(address).status_code == 404
    assert signed_in(mate.user).get(address).status_code == 403
    assert signed_in(scene.teacher).get(f"{scene.page}/{absent.user_id}").status_code == 404


def test_names_in_the_report_lead_to_the_pupils_pages(
    database: Database, settings: Settings, signed_in: Browser
) -> None:
    with database.transaction() as session:
        scene = build(session)
        student = answer(session, scene, "Әлия", [POT])
    close(database, settings, scene)

    assert f'href="{scene.page}/{student.user_id}">Әлия</a>' in text_of(signed_in(scene.teacher), scene.page)


def test_small_class_is_told_what_is_missing_and_a_lesson_is_built_from_its_ideas(
    database: Database, settings: Settings, signed_in: Browser
) -> None:
    with database.transaction() as session:
        scene = build(session)
        bank.import_items(session, IMPROVING, now=NOW)
        answer(session, scene, "Әлия", [POT, PEPPER])
        answer(session, scene, "Бек", [POT, LASSO])
    close(database, settings, scene)

    told = untagged(text_of(signed_in(scene.teacher), scene.page))

    assert "from 3 tasks and 20 pupils on who did all of them in one language. Here: 1 task, 2 pupils." in told
    assert "Too few pupils for a mean of the class." in told
    assert f"2 pupils of 2 thought of {POT} ." in told.replace(f"{POT}.", f"{POT} .")
    assert "A plan for the lesson" in told
    assert "The class has not had it yet." in told


def test_class_is_placed_against_the_sample_and_reliability_has_its_interval(
    database: Database, settings: Settings, signed_in: Browser
) -> None:
    with database.transaction() as session:
        scene = build(session, items=3)
        norm = [(str(person), text) for person in range(12) for text in WORDS[: 1 + person % 4]]
        for item in scene.items:
            bank.import_norm_pool(session, item.slug, "en", "Sample 2026", norm, now=NOW)
        for number in range(20):
            own = WORDS[: 1 + number % 5]
            answer(session, scene, f"Pupil {number:02}", own, WORDS[: 1 + number % 3], [*own[1:], POT])
    close(database, settings, scene)

    told = untagged(text_of(signed_in(scene.teacher), scene.page))

    assert re.search(r"Diverse ideas 20 80 \d+ \(from \d+ to \d+\): .* in the sample · 3 tasks, 20 pupils", told)
    assert re.search(
        r"Different ideas \(English\): reliability 0\.\d+, from 0\.\d+ to 0\.\d+ \(3 tasks, 20 pupils\)", told
    )
    with database.reading() as session:
        [found] = session.scalars(select(Reliability).where(Reliability.dimension == "fluency"))
        assert (found.people, found.items) == (20, 3)
        assert 0 < found.low < found.value < found.high < 1


def test_scoring_again_adds_no_second_reliability_where_nothing_changed(
    database: Database, settings: Settings
) -> None:
    with database.transaction() as session:
        scene = build(session, items=3)
        for number in range(20):
            own = WORDS[: 1 + number % 5]
            answer(session, scene, f"Pupil {number:02}", own, own, own)
    close(database, settings, scene)
    with database.reading() as session:
        before = len(session.scalars(select(Reliability)).all())

    with database.transaction() as session:
        scoring.append_reliabilities(session, scene.sitting.id, now=NOW)

    with database.reading() as session:
        assert len(session.scalars(select(Reliability)).all()) == before > 0


def test_workbook_holds_the_map_the_errors_and_a_dictionary(
    database: Database, settings: Settings, signed_in: Browser
) -> None:
    with database.transaction() as session:
        scene = build(session)
        answer(session, scene, "=1+1", ["=a shelf for small books", POT])
    close(database, settings, scene)

    book = CalamineWorkbook.from_filelike(BytesIO(signed_in(scene.teacher).get(f"{scene.page}.xlsx").get_data()))
    sheets = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}

    assert list(sheets) == ["Pupils", "Ideas", "Map of ideas", "How to read it"]
    titles, *rows = sheets["Map of ideas"]
    found = [dict(zip(titles, row, strict=True)) for row in rows]
    assert {row["Idea"] for row in found} == {"=a shelf for small books", POT}
    assert all(0 < float(str(row["Across (0–1000)"])) < 1000 and row["Pupils"] == 1 for row in found)
    assert "=1+1" not in str(sheets["Map of ideas"])
    titles, *rows = sheets["Ideas"]
    assert all(float(str(row[titles.index("Rarity (bits): standard error")])) > 0 for row in rows)
    told = {row[0] for row in sheets["How to read it"][1:]}
    assert {"Different ideas", "Rarity (bits)", "Number on the map"} <= told


@pytest.mark.parametrize("pupils", [2, 6])
@pytest.mark.parametrize("is_of_one", [False, True])
def test_pages_cost_the_same_number_of_statements_whatever_the_class(
    database: Database, settings: Settings, signed_in: Browser, *, pupils: int, is_of_one: bool
) -> None:
    with database.transaction() as session:
        scene = build(session)
        students = [answer(session, scene, f"Pupil {number}", WORDS[: 1 + number]) for number in range(pupils)]
    close(database, settings, scene)
    client = signed_in(scene.teacher)
    statements: list[str] = []
    engine = client.application.extensions["qiyal_database"].engine
    event.listen(engine, "before_cursor_execute", lambda *told: statements.append(told[2]))

    client.get(f"{scene.page}/{students[0].user_id}" if is_of_one else scene.page)

    reads = [statement for statement in statements if "FROM " in statement and "logins" not in statement]
    assert len(reads) <= (14 if is_of_one else 21)
