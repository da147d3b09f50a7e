"""The paper way: sheets with codes, and what the teacher enters from them."""

from __future__ import annotations

import re
from collections.abc import Callable
from csv import DictReader
from dataclasses import dataclass
from io import BytesIO, StringIO
from uuid import uuid4

import pytest
from factories import NOW, csrf, make_class, make_student, make_user
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session
from tasks.tasks_factories import CANVAS, make_item, make_items, make_response, make_sitting
from werkzeug.test import TestResponse

from contest_app.accounts import queries as people
from contest_app.accounts.models import Student, User
from contest_app.audit import AuditRow
from contest_app.config import Settings
from contest_app.db import Database
from contest_app.jobs.runner import run_due
from contest_app.oplog.models import Operation
from contest_app.roles import Role
from contest_app.tasks.models import Idea, Item, PaperSheet, Photo, Response, Score, Sitting
from contest_app.tasks.rules.accommodations import Support
from contest_app.tasks.services import accommodations, sittings

Browser = Callable[..., FlaskClient]


@dataclass
class Scene:
    """A sitting of one item for a class of two, its teacher's browser, and one pupil's."""

    database: Database
    settings: Settings
    sitting: Sitting
    item: Item
    student: Student
    mate: Student
    teacher: FlaskClient
    pupil: FlaskClient

    @property
    def class_page(self) -> str:
        return f"/sittings/{self.sitting.id}/paper"

    @property
    def page(self) -> str:
        return f"{self.class_page}/{self.student.user_id}/{self.item.id}"

    def form(self, path: str = "") -> dict[str, object]:
        """The fields of the entry page as a browser would send them."""
        text = self.teacher.get(self.page + path).get_data(as_text=True)
        fields: dict[str, object] = dict(
            re.findall(r'<input[^>]*name="([^"]+)"[^>]*type="hidden"[^>]*value="([^"]*)"', text)
        )
        fields |= dict(re.findall(r'<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"', text))
        fields |= dict(re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\s*([^<]*)</textarea>', text))
        return fields

    def enter(self, path: str = "", act: str = "save", **typed: object) -> TestResponse:
        form = self.form(path) | {name.replace("__", "-"): value for name, value in typed.items()} | {"act": act}
        return self.teacher.post(self.page, data=form)

    def ideas(self) -> list[tuple[str, bool]]:
        """The standing ideas of the answer that counts, and whether each is late."""
        with self.database.reading() as session:
            rows = session.execute(
                select(Idea.text, Idea.is_late)
                .join(Idea.response)
                .where(Response.superseded_at.is_(None), Idea.removed_at.is_(None))
                .order_by(Idea.position)
            )
            return [(text, is_late) for text, is_late in rows]

    def responses(self) -> list[Response]:
        with self.database.reading() as session:
            return list(
                session.scalars(select(Response).order_by(Response.started_at, Response.superseded_at.is_(None)))
            )

    def code(self) -> str:
        self.prepare()
        with self.database.reading() as session:
            query = select(PaperSheet.code).where(PaperSheet.student_id == self.student.user_id)
            return session.scalars(query).one()

    def prepare(self, language: str = "en", **form: object) -> TestResponse:
        fields = {"language": language, "name": "printed", **form, **csrf(self.teacher, self.class_page)}
        return self.teacher.post(f"{self.class_page}/sheets", data=fields)


def build(
    database: Database,
    settings: Settings,
    signed_in: Browser,
    item_of: Callable[[Session], Item] = lambda session: make_items(session)[0],
) -> Scene:
    with database.transaction() as session:
        school_class = make_class(session)
        item = item_of(session)
        student, mate = make_student(session, school_class), make_student(session, school_class, "Бек Ж.")
        sitting = make_sitting(session, school_class, [item])
        teacher = session.get_one(User, school_class.teacher_id)
        pupil = session.get_one(User, student.user_id)
    return Scene(database, settings, sitting, item, student, mate, signed_in(teacher), signed_in(pupil))


@pytest.fixture
def scene(database: Database, settings: Settings, signed_in: Browser) -> Scene:
    return build(database, settings, signed_in)


def picture() -> BytesIO:
    buffer = BytesIO()
    Image.new("RGB", (60, 40), "white").save(buffer, "PNG")
    buffer.seek(0)
    return buffer


def test_ideas_are_entered_one_a_line_in_parts_and_then_handed_in_and_scored(scene: Scene) -> None:
    scene.prepare("en")
    first = scene.enter(lines="a pot for flowers\n\n  a hat \n")
    assert (first.status_code, scene.ideas()) == (303, [("a pot for flowers", False), ("a hat", False)])

    last = scene.enter(rows__1__text="a hat for a doll", lines="a drum", act="finish")

    run_due(scene.database, scene.settings)
    assert (last.status_code, [text for text, _ in scene.ideas()]) == (
        303,
        ["a pot for flowers", "a hat for a doll", "a drum"],
    )
    [response] = scene.responses()
    assert (response.source, response.submitted_at is not None) == ("paper", True)
    with scene.database.reading() as session:
        fluency = session.scalars(select(Score.value).where(Score.dimension == "fluency")).one()
        payloads = [row.payload for row in session.scalars(select(Operation))]
        acts = {row.act: row.actor_id for row in session.scalars(select(AuditRow))}
    assert fluency == 3
    assert {payload["source"] for payload in payloads} == {"paper"}
    assert acts["response.submitted"] == acts["paper.entered"] != scene.student.user_id
    assert "handed in, on paper, 3 ideas" in scene.teacher.get(scene.class_page).get_data(as_text=True)


def test_emptying_a_text_takes_the_idea_away(scene: Scene) -> None:
    scene.enter(lines="a pot\na hat")

    scene.enter(rows__0__text="")

    assert scene.ideas() == [("a hat", False)]


def test_the_same_press_twice_enters_once(scene: Scene) -> None:
    form = scene.form() | {"lines": "a pot\na hat", "act": "finish"}

    answers = [scene.teacher.post(scene.page, data=form).status_code for _ in range(2)]

    assert (answers, len(scene.responses())) == ([303, 303], 1)
    assert scene.ideas() == [("a pot", False), ("a hat", False)]


def test_what_was_written_after_the_time_is_kept_and_marked_as_late(scene: Scene) -> None:
    scene.enter(lines="a pot")

    scene.enter(lines="a hat", is_late="y")

    assert scene.ideas() == [("a pot", False), ("a hat", True)]


def test_a_text_that_is_too_long_comes_back_and_nothing_is_saved(scene: Scene) -> None:
    words = "very " * 200

    answer = scene.enter(lines=f"a pot\n{words}")

    text = answer.get_data(as_text=True)
    assert (answer.status_code, words.strip() in text, "a pot" in text) == (422, True, True)
    assert (scene.responses(), scene.ideas()) == ([], [])


def test_a_change_in_another_window_is_shown_and_what_was_typed_is_still_there(scene: Scene) -> None:
    scene.enter(lines="a pot")
    old = scene.form() | {"rows-0-text": "a flower pot", "act": "save"}
    scene.enter(rows__0__text="a big pot")

    answer = scene.teacher.post(scene.page, data=old)

    text = answer.get_data(as_text=True)
    assert (answer.status_code, "a flower pot" in text, "a big pot" in text) == (409, True, True)
    assert scene.ideas() == [("a big pot", False)]
    again = dict(re.findall(r'<input[^>]*name="(rows-0-[^"]+)"[^>]*value="([^"]*)"', text))
    assert scene.teacher.post(scene.page, data=old | again | {"operation": str(uuid4())}).status_code == 303
    assert scene.ideas() == [("a flower pot", False)]


def test_an_answer_on_the_screen_is_asked_about_first_and_may_be_added_to(scene: Scene, session: Session) -> None:
    make_response(session, scene.sitting, scene.student, scene.item, ["typed by hand"], submitted=False)
    session.commit()
    assert "There is an answer already" in scene.teacher.get(scene.page).get_data(as_text=True)
    unasked = {"lines": "a pot", "operation": str(uuid4()), **csrf(scene.teacher, scene.class_page)}
    assert scene.teacher.post(scene.page, data=unasked).status_code == 409

    assert scene.enter("?taking=add", lines="a pot").status_code == 303

    assert scene.ideas() == [("typed by hand", False), ("a pot", False)]


def test_a_sheet_may_take_the_place_of_what_was_handed_in_which_is_kept(scene: Scene, session: Session) -> None:
    make_response(session, scene.sitting, scene.student, scene.item, ["typed by hand"])
    session.commit()

    assert "taking=add" not in scene.teacher.get(scene.page).get_data(as_text=True)
    assert scene.enter("?taking=replace", lines="a pot").status_code == 303

    assert scene.ideas() == [("a pot", False)]
    assert [(each.source, each.superseded_at is None) for each in scene.responses()] == [
        ("screen", False),
        ("paper", True),
    ]


def test_a_closed_sitting_still_takes_paper_and_is_scored_anew(scene: Scene, session: Session) -> None:
    sitting = session.get_one(Sitting, scene.sitting.id)
    teacher = session.get_one(User, make_teacher_id(session, sitting))
    sittings.close_sitting(session, sitting, actor=teacher, now=NOW)
    session.commit()

    scene.enter(lines="a pot\na hat", act="finish")

    run_due(scene.database, scene.settings)
    run_due(scene.database, scene.settings)
    page = scene.teacher.get(f"/sittings/{scene.sitting.id}/results").get_data(as_text=True)
    assert "a pot" in page


def make_teacher_id(session: Session, sitting: Sitting) -> object:
    session.refresh(sitting, ["school_class"])
    return sitting.school_class.teacher_id


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("short_story", {"rows__0__text": "Once.\nThe end."}, ["Once.\nThe end."]),
        ("drawing", {"rows__0__text": "a cloud", "rows__1__text": "a sheep"}, ["a cloud", "a sheep"]),
    ],
)
def test_texts_and_words_to_drawings_go_to_their_places(
    kind: str,
    typed: dict[str, str],
    kept: list[str],
    database: Database,
    settings: Settings,
    signed_in: Browser,
) -> None:
    content = CANVAS if kind == "drawing" else {"rubric": "written-story"}
    scene = build(database, settings, signed_in, lambda session: make_item(session, kind, **content))

    first = scene.enter(**typed)
    again = scene.enter(act="finish")

    assert (first.status_code, again.status_code) == (303, 303)
    assert [text for text, _ in scene.ideas()] == kept


def test_a_drawing_takes_a_photo_of_the_sheet(database: Database, settings: Settings, signed_in: Browser) -> None:
    scene = build(database, settings, signed_in, lambda session: make_item(session, "drawing", **CANVAS))

    answer = scene.enter(act="finish", photo=(picture(), "sheet.png"), is_late="y")

    assert answer.status_code == 303
    with database.reading() as session:
        assert [photo.is_late for photo in session.scalars(select(Photo))] == [True]


def test_a_file_that_is_no_picture_saves_nothing_and_the_words_come_back(
    database: Database, settings: Settings, signed_in: Browser
) -> None:
    scene = build(database, settings, signed_in, lambda session: make_item(session, "drawing", **CANVAS))

    answer = scene.enter(rows__0__text="a cloud", photo=(BytesIO(b"<svg/>"), "sheet.png"))

    assert (answer.status_code, "a cloud" in answer.get_data(as_text=True), scene.responses()) == (422, True, [])


def test_the_code_on_a_sheet_leads_to_its_entry_however_it_is_typed(scene: Scene) -> None:
    code = scene.code()
    typed = f" {code[:4].lower()}-{code[4:]} "

    found = scene.teacher.post("/paper", data={"code": typed, **csrf(scene.teacher, "/paper")})
    scanned = scene.teacher.get(f"/paper/{code}")
    wrong = scene.teacher.post("/paper", data={"code": "AAAA-AAAA", **csrf(scene.teacher, "/paper")})

    assert (found.status_code, found.location) == (303, scene.page)
    assert (scanned.status_code, scanned.location) == (302, scene.page)
    assert (wrong.status_code, "AAAA-AAAA" in wrong.get_data(as_text=True)) == (422, True)


def test_sheets_are_printed_in_the_chosen_language_without_a_name_where_none_is_wanted(scene: Scene) -> None:
    printed = scene.prepare("kk", name="none")

    page = scene.teacher.get(printed.location).get_data(as_text=True)
    assert printed.status_code == 303
    assert page.count('<article class="paper"') == 2
    assert scene.item.title["kk"] in page
    assert "Әр жолға бір идея жаз" in page
    sheets = "".join(re.findall(r"<article.*?</article>", page, re.DOTALL))
    assert "Әлия" not in sheets


def test_preparing_again_keeps_the_codes(scene: Scene) -> None:
    first = scene.code()

    assert scene.code() == first


def test_only_the_chosen_pupils_sheets_are_shown_and_large_type_is_kept(scene: Scene, session: Session) -> None:
    student = people.student(session, scene.student.user_id)
    assert student is not None
    accommodations.grant(session, student, Support(has_large_type=True), actor=student.user, now=NOW)
    session.commit()

    printed = scene.prepare(pupils=[str(scene.student.user_id)])

    page = scene.teacher.get(printed.location).get_data(as_text=True)
    assert re.findall(r'<article class="([^"]+)"', page) == ["paper paper--large"]


def test_an_answer_begun_on_paper_is_not_offered_to_the_pupil_on_the_screen(scene: Scene) -> None:
    scene.enter(lines="a pot")

    assert "Go on" not in scene.pupil.get("/my").get_data(as_text=True)


def test_another_teacher_finds_nothing_and_a_pupil_may_not_look(
    scene: Scene, session: Session, signed_in: Browser
) -> None:
    stranger = make_user(session, Role.TEACHER)
    session.commit()
    other = signed_in(stranger)
    code = scene.code()

    paths = [scene.class_page, f"{scene.class_page}/sheets", scene.page, f"/paper/{code}"]

    assert [other.get(path).status_code for path in paths] == [404] * 4
    assert [scene.pupil.get(path).status_code for path in paths] == [403] * 4
    form = {"lines": "a pot", "operation": str(uuid4()), **csrf(other, "/paper")}
    assert other.post(scene.page, data=form).status_code == 404
    assert other.post("/paper", data={"code": code, **csrf(other, "/paper")}).status_code == 422
    assert scene.responses() == []


def test_the_class_table_and_the_file_say_what_was_written_on_paper_and_who_helped(
    scene: Scene, session: Session
) -> None:
    student = people.student(session, scene.student.user_id)
    sitting = session.get_one(Sitting, scene.sitting.id)
    assert student is not None
    accommodations.grant(session, student, Support(helper="the assistant types"), actor=student.user, now=NOW)
    make_response(session, scene.sitting, scene.mate, scene.item, ["a hat"])
    teacher = session.get_one(User, make_teacher_id(session, sitting))
    session.commit()
    scene.prepare("en")
    scene.enter(lines="a pot", act="finish")
    with scene.database.transaction() as other:
        sittings.close_sitting(other, other.get_one(Sitting, sitting.id), actor=teacher, now=NOW)
    run_due(scene.database, scene.settings)

    page = scene.teacher.get(f"/sittings/{sitting.id}/results").get_data(as_text=True)
    table = scene.teacher.get(f"/sittings/{sitting.id}/results.csv").get_data(as_text=True).lstrip("\ufeff")

    rows = list(DictReader(StringIO(table), delimiter=";" if ";" in table.splitlines()[0] else ","))
    assert page.count("entered from paper") == 1
    assert {row["Pupil"]: (row["Written on"], row["Helped by"]) for row in rows} == {
        "Әлия Қ.": ("paper", "the assistant types"),
        "Бек Ж.": ("screen", ""),
    }
