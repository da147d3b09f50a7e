"""The pupil's own result, and the teacher's results of a class."""

from __future__ import annotations

from uuid import UUID
from zoneinfo import ZoneInfo

from flask import abort, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from contest_app.accounts.login import current_actor
from contest_app.roles import Role
from contest_app.tasks.models import Sitting
from contest_app.tasks.queries import results as queries
from contest_app.tasks.queries import sittings as sitting_queries
from contest_app.tasks.routes import bp, class_tables
from contest_app.tasks.services import results as services
from contest_app.tasks.services.results import QuestionResult
from contest_app.web.access import only
from contest_app.web.boundary import reading, settings
from contest_app.web.tables import csv_file, xlsx_file


@bp.get("/my/responses/<uuid:response_id>/result")
@only(Role.STUDENT)
def result(response_id: UUID) -> ResponseReturnValue:
    """Show what came of a pupil's ideas, or wait for it."""
    with reading() as session:
        response = queries.response_of(session, current_actor().id, response_id) or abort(404)
        found = services.result_of(session, response)
    if found is None and response.submitted_at is None:
        return redirect(url_for(".answer", response_id=response_id))
    return render_template("tasks/result.html", response=response, result=found)


@bp.get("/my/responses/<uuid:response_id>/result.json")
@only(Role.STUDENT)
def result_state(response_id: UUID) -> ResponseReturnValue:
    """Say whether a pupil's result can be shown by now."""
    with reading() as session:
        response = queries.response_of(session, current_actor().id, response_id) or abort(404)
        ready = services.is_ready(session, response)
    return jsonify(ready=ready)


@bp.get("/sittings/<uuid:sitting_id>/results")
@only(Role.TEACHER)
def class_results(sitting_id: UUID) -> ResponseReturnValue:
    """Show what came of a closed sitting, task by task."""
    sitting, questions = _class_results(sitting_id)
    with reading() as session:
        worries = services.worries(session, sitting_id)
    return render_template("tasks/class_results.html", sitting=sitting, questions=questions, worries=worries)


@bp.get("/sittings/<uuid:sitting_id>/results.xlsx")
@only(Role.TEACHER)
def class_results_xlsx(sitting_id: UUID) -> ResponseReturnValue:
    """Give the teacher pupils and ideas of a closed sitting as a workbook."""
    sitting, questions = _class_results(sitting_id)
    tables = [class_tables.pupils(questions), class_tables.ideas(questions)]
    return xlsx_file(tables, class_tables.file_name(sitting), zone=_zone())


@bp.get("/sittings/<uuid:sitting_id>/results.csv")
@only(Role.TEACHER)
def class_results_csv(sitting_id: UUID) -> ResponseReturnValue:
    """Give the teacher the pupils' numbers of a closed sitting as CSV."""
    sitting, questions = _class_results(sitting_id)
    return csv_file(class_tables.pupils(questions), class_tables.file_name(sitting), zone=_zone())


def _class_results(sitting_id: UUID) -> tuple[Sitting, list[QuestionResult]]:
    with reading() as session:
        sitting = sitting_queries.sitting_of(session, current_actor().id, sitting_id)
        if sitting is None or sitting.closed_at is None:
            abort(404)
        return sitting, services.class_results(session, sitting)


def _zone() -> ZoneInfo:
    return ZoneInfo(settings().time_zone)
