"""The teacher's report on a class's closed sitting: the page, each pupil's page, and files to take away."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from contest_app.accounts.login import current_actor
from contest_app.clock import utcnow
from contest_app.roles import Role
from contest_app.tasks.models import Sitting
from contest_app.tasks.queries import care as care_queries
from contest_app.tasks.queries import class_report as queries
from contest_app.tasks.queries import sittings as sitting_queries
from contest_app.tasks.routes import bp, class_tables
from contest_app.tasks.rules.intervals import OneIn, one_in
from contest_app.tasks.rules.reliability import Strength, strength
from contest_app.tasks.services import class_report as services
from contest_app.tasks.services.class_results import class_results as results_of_class
from contest_app.tasks.services.pupil_report import pupil_report
from contest_app.web.access import only
from contest_app.web.boundary import Session, reading, settings, transaction
from contest_app.web.tables import csv_file, xlsx_file


@bp.app_template_filter("one_in")
def one_in_of(rarity: tuple[float, float | None]) -> OneIn:
    """Return a rarity in bits and its error as one of so many people."""
    return one_in(*rarity)


@bp.app_template_filter("strength")
def strength_of(low: float) -> Strength:
    """Return what numbers may be used for whose reliability is at least ``low``."""
    return strength(low)


@bp.get("/sittings/<uuid:sitting_id>/results")
@only(Role.TEACHER)
def class_results(sitting_id: UUID) -> ResponseReturnValue:
    """Show what came of a closed sitting: the class, task by task, and what could come next."""
    with reading() as session:
        sitting = _closed_sitting(session, sitting_id)
        report = services.class_report(session, sitting)
        told = care_queries.told_about(session, sitting_id)
    return render_template("tasks/class_results.html", sitting=sitting, report=report, told=told)


@bp.get("/sittings/<uuid:sitting_id>/results/<uuid:student_id>")
@only(Role.TEACHER)
def class_pupil(sitting_id: UUID, student_id: UUID) -> ResponseReturnValue:
    """Show the teacher what one pupil gave in a closed sitting."""
    with reading() as session:
        sitting = _closed_sitting(session, sitting_id)
        report = pupil_report(session, sitting, student_id) or abort(404)
    return render_template("tasks/class_pupil.html", sitting=sitting, report=report)


@bp.post("/sittings/<uuid:sitting_id>/results/ideas/<uuid:response_id>/<uuid:idea_id>/hide")
@only(Role.TEACHER)
def hide_idea(sitting_id: UUID, response_id: UUID, idea_id: UUID) -> ResponseReturnValue:
    """Keep an idea out of what the report shows."""
    return _change_idea(sitting_id, response_id, idea_id, services.hide_idea)


@bp.post("/sittings/<uuid:sitting_id>/results/ideas/<uuid:response_id>/<uuid:idea_id>/show")
@only(Role.TEACHER)
def show_idea(sitting_id: UUID, response_id: UUID, idea_id: UUID) -> ResponseReturnValue:
    """Let the report show an idea again."""
    return _change_idea(sitting_id, response_id, idea_id, services.show_idea)


@bp.get("/sittings/<uuid:sitting_id>/results.xlsx")
@only(Role.TEACHER)
def class_results_xlsx(sitting_id: UUID) -> ResponseReturnValue:
    """Give the teacher pupils, ideas and the map of a closed sitting as a workbook, with notes on how to read it."""
    with reading() as session:
        sitting = _closed_sitting(session, sitting_id)
        questions = results_of_class(session, sitting)
    return xlsx_file(class_tables.workbook(questions), class_tables.file_name(sitting), zone=_zone())


@bp.get("/sittings/<uuid:sitting_id>/results.csv")
@only(Role.TEACHER)
def class_results_csv(sitting_id: UUID) -> ResponseReturnValue:
    """Give the teacher the pupils' numbers of a closed sitting as CSV."""
    with reading() as session:
        sitting = _closed_sitting(session, sitting_id)
        questions = results_of_class(session, sitting)
    return csv_file(class_tables.pupils(questions), class_tables.file_name(sitting), zone=_zone())


def _change_idea(
    sitting_id: UUID, response_id: UUID, idea_id: UUID, change: Callable[..., None]
) -> ResponseReturnValue:
    with transaction() as session:
        _closed_sitting(session, sitting_id)
        idea = queries.idea_in(session, sitting_id, response_id, idea_id) or abort(404)
        change(session, idea, actor=current_actor(), now=utcnow())
    return redirect(url_for(".class_results", sitting_id=sitting_id), code=303)


def _closed_sitting(session: Session, sitting_id: UUID) -> Sitting:
    sitting = sitting_queries.sitting_of(session, current_actor().id, sitting_id)
    if sitting is None or sitting.closed_at is None:
        abort(404)
    return sitting


def _zone() -> ZoneInfo:
    return ZoneInfo(settings().time_zone)
