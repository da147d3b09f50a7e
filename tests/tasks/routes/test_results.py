"""The pupil's result and the class's, from handing in to the file that is taken away."""

from __future__ import annotations

import csv
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from io import BytesIO, StringIO
from uuid import UUID

import pytest
from factories import NOW, make_class, make_student, make_user
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from sqlalchemy.orm import Session
from tasks.tasks_factories import add_idea, make_items, make_response, make_sitting

from contest_app.accounts.models import SchoolClass, Student, User
from contest_app.config import Settings
from contest_app.db import Database
from contest_app.jobs.engine import Engine
from contest_app.jobs.runner import run_due
from contest_app.jobs.services import enqueue
from contest_app.roles import Role
from contest_app.scoring.encoders import load_encoder
from contest_app.scoring.scored import Basis, Rating
from contest_app.tasks.models import Item, Response, Sitting
from contest_app.tasks.services import bank, scoring, sittings
from contest_app.tasks.services.scoring.compared import outcome_of, scores_of

Browser = Callable[..., FlaskClient]

#: Ideas so far apart that no calibration of the groups will ever join them.
POT, PEPPER, LASSO, VOLCANO, ROCKET = (
    "a flower pot",
    "grinding pepper and salt",
    "a lasso for catching wild horses",
    "homework about volcanoes",
    "a moon rocket for brave little mice",
)
NORM = [("1", POT), ("2", POT), ("2", PEPPER), ("3", LASSO), ("4", VOLCANO)]
IDEAS = [POT, POT, "asdfgh", ROCKET]
CRY = "I want to die"


@dataclass
class Scene:
    """A class of two, a teacher, and one item with a sample; Әлия has answered."""

    school_class: SchoolClass
    teacher: User
    item: Item
    sitting: Sitting
    student: Student
    response: Response

    @property
    def page(self) -> str:
        return f"/my/responses/{self.response.id}/result"

    @property
    def class_page(self) -> str:
        return f"/sittings/{self.sitting.id}/results"


def build(session: Session, ideas: list[str], language: str = "en", sample: str = "Sample 2026") -> Scene:
    school_class = make_class(session)
    teacher = session.get_one(User, school_class.teacher_id)
    [item] = make_items(session)
    bank.import_norm_pool(session, item.slug, language, sample, NORM, now=NOW)
    sitting = make_sitting(session, school_class, [item])
    student = make_student(session, school_class, "=Әлия Қ.")
    session.flush()
    response = make_response(session, sitting, student, item, ideas, language=language)
    enqueue(session, "tasks.score_response", {"response_id": str(response.id)}, now=NOW)
    return Scene(school_class, teacher, item, sitting, student, response)


def close(database: Database, settings: Settings, scene: Scene) -> None:
    with database.transaction() as session:
        sitting = session.get_one(Sitting, scene.sitting.id)
        sittings.close_sitting(session, sitting, actor=scene.teacher, now=NOW)
    run_due(database, settings)


def text_of(client: FlaskClient, page: str) -> str:
    answer = client.get(page)
    assert answer.status_code == 200
    return " ".join(answer.get_data(as_text=True).split())


def test_result_waits_for_the_machine_and_then_tells_comments_before_numbers(
    database: Database, settings: Settings, signed_in: Browser
) -> None:
    with database.transaction() as session:
        scene = build(session, IDEAS)
    client = signed_in(scene.student.user)

    waiting = text_of(client, scene.page)
    assert "data-result-state" in waiting
    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in waiting
    assert client.get(f"{scene.page}.json").json == {"ready": False}

    run_due(database, settings)

    assert client.get(f"{scene.page}.json").json == {"ready": True}
    told = text_of(client, scene.page)
    assert "data-result-state" not in told
    assert "You found 2 different ideas." in told
    assert "3 of 5 people had this idea" in told
    assert "Nobody else had this idea yet" in told
    assert "Compared with the answers of 5 people: the sample “Sample 2026” and your class so far" in told
    assert told.index("What helped") < told.index("What to try next") < told.index("Show the number")
    assert "the letters could not be read as words" in told


def test_closing_makes_the_result_final(database: Database, settings: Settings, signed_in: Browser) -> None:
    with database.transaction() as session:
        scene = build(session, IDEAS)
    close(database, settings, scene)

    told = text_of(signed_in(scene.student.user), scene.page)

    assert "the sample “Sample 2026” and your whole class" in told
    assert "Nobody else had this idea<" in told.replace(" <", "<")


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("kk", ["Сен 2 түрлі идея таптың.", "5 адамның ішінде 3 адамда осындай идея бар"]),
        ("ru", ["2 разные идеи", "У 3 человек из 5 была эта идея"]),
    ],
)
def test_result_speaks_the_readers_language_with_its_plurals(
    database: Database, settings: Settings, signed_in: Browser, language: str, expected: list[str]
) -> None:
    with database.transaction() as session:
        scene = build(session, IDEAS)
    run_due(database, settings)

    told = text_of(signed_in(scene.student.user, language), scene.page)

    for words in expected:
        assert words in told


def test_praise_and_the_list_say_the_same_of_an_idea_that_nobody_else_had(
    database: Database, settings: Settings, signed_in: Browser
) -> None:
    with database.transaction() as session:
        scene = build(session, IDEAS)
    run_due(database, settings)
    client = signed_in(scene.student.user)

    for_now = text_of(client, scene.page)
    close(database, settings, scene)
    final = text_of(client, scene.page)

    assert for_now.count("Nobody else had this idea yet") == 2
    assert final.count("Nobody else had this idea") == 2
    assert "Hardly anybody" not in for_now + final


@pytest.mark.parametrize(
    ("reader", "words"),
    [
        ("kk", "көрсетілім іріктемесі және сыныбың"),
        ("ru", "демонстрационная выборка и те из твоего класса"),
        ("en", "the demonstration sample and your class so far"),
    ],
)
def test_sample_of_the_demonstration_is_called_in_words(
    database: Database, settings: Settings, signed_in: Browser, reader: str, words: str
) -> None:
    with database.transaction() as session:
        scene = build(session, IDEAS, sample="demo")
    run_due(database, settings)

    assert words in text_of(signed_in(scene.student.user, reader), scene.page)


@pytest.mark.parametrize(("language", "told_so"), [("kk", True), ("ru", False), ("en", False)])
def test_pupil_who_wrote_in_kazakh_is_told_that_the_program_still_learns_it(
    database: Database, settings: Settings, signed_in: Browser, language: str, told_so: bool
) -> None:
    with database.transaction() as session:
        scene = build(session, IDEAS, language=language)
    run_due(database, settings)

    page = text_of(signed_in(scene.student.user, "en"), scene.page)

    assert ("The program is still learning Kazakh" in page) is told_so


def test_groups_with_one_idea_and_the_pupils_numbers_are_folded(
    database: Database, settings: Settings, signed_in: Browser
) -> None:
    with database.transaction() as session:
        scene = build(session, [PEPPER, VOLCANO, ROCKET])
        mate = make_student(session, scene.school_class, "Бек")
        session.flush()
        make_response(session, scene.sitting, mate, scene.item, [PEPPER])
    close(database, settings, scene)

    told = text_of(signed_in(scene.teacher), scene.class_page)

    assert "<summary>2 more groups with one idea each</summary>" in told
    assert "<summary>Numbers of 2 pupils</summary>" in told
    assert told.index(PEPPER) < told.index("2 more groups") < told.index(ROCKET)


def test_empty_answer_is_met_kindly_at_once(database: Database, signed_in: Browser) -> None:
    with database.transaction() as session:
        scene = build(session, [])

    told = text_of(signed_in(scene.student.user), scene.page)

    assert "This time no idea was counted." in told
    assert "Show the number" not in told


def test_sign_of_distress_is_met_with_the_helpline_and_its_words_are_shown_to_no_one_of_the_class(
    database: Database, settings: Settings, signed_in: Browser
) -> None:
    with database.transaction() as session:
        scene = build(session, [*IDEAS, CRY])
        mate = make_student(session, scene.school_class, "Бек")
        session.flush()
        answer = make_response(session, scene.sitting, mate, scene.item, [PEPPER, LASSO])
        enqueue(session, "tasks.score_response", {"response_id": str(answer.id)}, now=NOW)
    run_due(database, settings)

    own = text_of(signed_in(scene.student.user), scene.page)
    assert 'href="tel:111"' in own
    assert CRY not in own

    teacher = signed_in(scene.teacher)
    pages = [text_of(teacher, f"/sittings/{scene.sitting.id}")]
    close(database, settings, scene)
    pages.append(text_of(teacher, scene.class_page))
    for page in pages:
        assert CRY not in page
        assert page.count("For your eyes only") == 1
        assert "the case has gone to the administrator" in page

    mates = text_of(signed_in(mate.user), f"/my/responses/{answer.id}/result")
    assert "tel:111" not in mates
    assert CRY not in mates
    files = [teacher.get(f"{scene.class_page}.{kind}").get_data() for kind in ("csv", "xlsx")]
    assert CRY not in files[0].decode()
    book = CalamineWorkbook.from_filelike(BytesIO(files[1]))
    assert CRY not in str([book.get_sheet_by_name(name).to_python() for name in book.sheet_names])


def test_late_sign_of_distress_is_met_with_the_helpline_and_not_listed(
    database: Database, settings: Settings, signed_in: Browser
) -> None:
    with database.transaction() as session:
        scene = build(session, IDEAS)
        add_idea(session, scene.response, CRY, position=9, is_late=True)
    run_due(database, settings)

    told = text_of(signed_in(scene.student.user), scene.page)

    assert 'href="tel:111"' in told
    assert CRY not in told


def test_late_idea_is_told_as_kept(database: Database, settings: Settings, signed_in: Browser) -> None:
    with database.transaction() as session:
        scene = build(session, IDEAS)
        add_idea(session, scene.response, "a late lamp", position=9, is_late=True)
    run_due(database, settings)

    assert "it came after the time was over" in text_of(signed_in(scene.student.user), scene.page)


def test_class_results_are_alphabetical_and_say_what_they_must_not_serve(
    database: Database, settings: Settings, signed_in: Browser
) -> None:
    with database.transaction() as session:
        scene = build(session, [PEPPER])
        for name, ideas in (("Ясмин", [PEPPER]), ("Ән", [LASSO, ROCKET]), ("Азат", [])):
            student = make_student(session, scene.school_class, name)
            session.flush()
            make_response(session, scene.sitting, student, scene.item, ideas)
    close(database, settings, scene)

    told = text_of(signed_in(scene.teacher), scene.class_page)

    table = told[told.index("Pupils in alphabetical order") :]
    places = [table.index(f">{name}<") for name in ("=Әлия Қ.", "Азат", "Ән", "Ясмин")]
    assert places == sorted(places)
    assert "It serves no marks, no admission" in told


def rate(database: Database, scene: Scene, *values: float, basis: Basis = Basis.RATED_PROMPT) -> None:
    """Close the sitting with a run in which the pupil's ideas are rated in turn."""
    with database.transaction() as session:
        sitting = session.get_one(Sitting, scene.sitting.id)
        sittings.close_sitting(session, sitting, actor=scene.teacher, now=NOW)
        [pool] = scoring.pools_of_sitting(session, sitting.id)
        scores = scores_of(pool, Engine(load_encoder("fast"), None, None))
        own = [
            replace(idea, rating=Rating(value, 0.5, basis))
            for idea, value in zip(scores.ideas[len(pool.norm) :], values, strict=True)
        ]
        outcome = outcome_of(pool, replace(scores, ideas=(*scores.ideas[: len(pool.norm)], *own)))
        scoring.append_run(session, scoring.Scored(pool, outcome), now=NOW)


@pytest.mark.parametrize(("reader", "number"), [("en", "3.4 ± 0.5"), ("ru", "3,4 ± 0,5"), ("kk", "3,4 ± 0,5")])
def test_rating_is_told_with_its_error_to_the_pupil_and_to_the_teacher(
    database: Database, signed_in: Browser, reader: str, number: str
) -> None:
    with database.transaction() as session:
        scene = build(session, [PEPPER, ROCKET])
    rate(database, scene, 2.4, 4.4)

    assert number in text_of(signed_in(scene.student.user, reader), scene.page)
    assert number in untagged(text_of(signed_in(scene.teacher, reader), scene.class_page))


@pytest.mark.parametrize(
    ("basis", "is_told"), [(Basis.RATED_PROMPT, False), (Basis.NEW_PROMPT, True), (Basis.OTHER_LANGUAGE, True)]
)
def test_rating_that_rests_on_other_tasks_is_called_provisional(
    database: Database, signed_in: Browser, basis: Basis, is_told: bool
) -> None:
    with database.transaction() as session:
        scene = build(session, [PEPPER, ROCKET])
    rate(database, scene, 2.4, 4.4, basis=basis)

    assert ("The estimate is for now" in text_of(signed_in(scene.student.user), scene.page)) is is_told
    assert ("For now: nobody has rated" in text_of(signed_in(scene.teacher), scene.class_page)) is is_told


def test_rating_of_a_kazakh_answer_is_shown_to_nobody_and_taken_away_in_no_file(
    database: Database, signed_in: Browser
) -> None:
    with database.transaction() as session:
        scene = build(session, ["гүл отырғызатын құты", "кітап сөресі"], language="kk")
    rate(database, scene, 2.4, 4.4, basis=Basis.OTHER_LANGUAGE)
    teacher = signed_in(scene.teacher)

    told = text_of(teacher, scene.class_page)
    assert "is not yet calibrated for Kazakh" in told
    assert "Raters would give (1–5)" not in told
    assert "raters would give" not in text_of(signed_in(scene.student.user), scene.page)
    [titles, row] = list(csv.reader(StringIO(teacher.get(f"{scene.class_page}.csv").get_data().decode("utf-8-sig"))))
    assert dict(zip(titles, row, strict=True))["Raters would give (1–5)"] == ""


def test_rating_and_its_standing_are_in_the_file(database: Database, signed_in: Browser) -> None:
    with database.transaction() as session:
        scene = build(session, [PEPPER, ROCKET])
    rate(database, scene, 2.4, 4.4, basis=Basis.NEW_PROMPT)

    file = signed_in(scene.teacher).get(f"{scene.class_page}.csv").get_data().decode("utf-8-sig")

    [titles, row] = list(csv.reader(StringIO(file)))
    line = dict(zip(titles, row, strict=True))
    assert (line["Raters would give (1–5)"], line["Estimate for now"]) == ("3.4", "yes")
    assert line["Raters would give (1–5): standard error"] == "0.5"


def untagged(page: str) -> str:
    return " ".join(re.sub("<[^>]*>", "", page).split())


def test_files_reopen_as_text_and_numbers(database: Database, settings: Settings, signed_in: Browser) -> None:
    with database.transaction() as session:
        scene = build(session, ["=a shelf for small books", LASSO])
    close(database, settings, scene)
    teacher = signed_in(scene.teacher)

    answer = teacher.get(f"{scene.class_page}.csv")
    [titles, row] = list(csv.reader(StringIO(answer.get_data().decode("utf-8-sig"), newline="")))
    line = dict(zip(titles, row, strict=True))
    assert line["Pupil"] == "'=Әлия Қ."
    assert float(line["Different ideas"]) == 2
    assert line["Compared with"] == "the sample “Sample 2026”"

    book = CalamineWorkbook.from_filelike(BytesIO(teacher.get(f"{scene.class_page}.xlsx").get_data()))
    assert book.sheet_names == ["Pupils", "Ideas", "Map of ideas", "How to read it"]
    pupils, ideas = (book.get_sheet_by_index(number).to_python() for number in (0, 1))
    assert pupils[1][0] == "=Әлия Қ."
    assert [(row[3], row[4]) for row in ideas[1:]] == [("=a shelf for small books", "yes"), (LASSO, "yes")]


def test_results_of_an_open_sitting_and_of_strangers_are_not_there(
    database: Database, settings: Settings, signed_in: Browser
) -> None:
    with database.transaction() as session:
        scene = build(session, [PEPPER])
        stranger = make_user(session, Role.TEACHER)
        mate = make_student(session, scene.school_class, "Бек")
    run_due(database, settings)
    class_pages = [scene.class_page, f"{scene.class_page}.csv", f"{scene.class_page}.xlsx"]

    assert [signed_in(scene.teacher).get(page).status_code for page in class_pages] == [404, 404, 404]
    close(database, settings, scene)

    assert [signed_in(scene.teacher).get(page).status_code for page in class_pages] == [200, 200, 200]
    assert [signed_in(stranger).get(page).status_code for page in class_pages] == [404, 404, 404]
    assert [signed_in(scene.student.user).get(page).status_code for page in class_pages] == [403, 403, 403]
    own_pages = [scene.page, f"{scene.page}.json"]
    assert [signed_in(mate.user).get(page).status_code for page in own_pages] == [404, 404]
    assert [signed_in(scene.teacher).get(page).status_code for page in own_pages] == [403, 403]
    assert signed_in(mate.user).get(f"/my/responses/{UUID(int=1)}/result").status_code == 404


def test_result_comes_soon_after_handing_in(
    database: Database,
    settings: Settings,
    signed_in: Browser,
    record_testsuite_property: Callable[[str, object], None],
) -> None:
    with database.transaction() as session:
        warm = build(session, IDEAS)
    run_due(database, settings)  # the encoder is loaded, as in a runner that has started
    with database.transaction() as session:
        student = make_student(session, session.merge(warm.school_class), "Бек")
        session.flush()
        response = make_response(session, warm.sitting, student, warm.item, [LASSO, VOLCANO])
    client = signed_in(student.user)

    started = time.perf_counter()
    with database.transaction() as session:
        enqueue(session, "tasks.score_response", {"response_id": str(response.id)}, now=NOW)
    run_due(database, settings)
    page = text_of(client, f"/my/responses/{response.id}/result")
    record_testsuite_property("seconds_from_submit_to_result", round(time.perf_counter() - started, 3))

    assert "You found 2 different ideas." in page
