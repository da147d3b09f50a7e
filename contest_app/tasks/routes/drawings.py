"""Drawings on pages, and photographs of paper sheets."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from uuid import UUID

from flask import Response as Answer
from flask import abort, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from contest_app.accounts.login import current_actor
from contest_app.clock import utcnow
from contest_app.roles import Role
from contest_app.tasks import photos as files
from contest_app.tasks.models import Photo, Sitting, Stroke
from contest_app.tasks.queries import answering as queries
from contest_app.tasks.queries import care as care_queries
from contest_app.tasks.queries import sittings as sitting_queries
from contest_app.tasks.queries import strokes as stroke_queries
from contest_app.tasks.routes import bp
from contest_app.tasks.rules import strokes as rules
from contest_app.tasks.services import photos
from contest_app.tasks.services.results import drawing_of
from contest_app.web.access import only
from contest_app.web.boundary import Session, reading, transaction

#: Whatever a browser makes of the bytes, nothing in them may run on this site.
SANDBOX = "default-src 'none'; sandbox"


@bp.app_template_filter("lines_of")
def lines_of(stroke: Stroke) -> Iterable[tuple[float, str]]:
    """Return the lines of a pen stroke: width and SVG path data."""
    return rules.lines(stroke.data)


@bp.app_template_filter("transform_of")
def transform_of(stroke: Stroke) -> str:
    """Return where a stamped part stands."""
    return rules.transform(stroke.data)


@bp.app_template_filter("colour_of")
def colour_of(stroke: Stroke) -> str:
    """Return the name of a stroke's colour."""
    return rules.COLOURS[stroke.data["c"]]


@bp.post("/my/responses/<uuid:response_id>/photo")
@only(Role.STUDENT)
def put_photo(response_id: UUID) -> ResponseReturnValue:
    """Take in the photograph of a paper sheet, in place of an earlier one."""
    file = request.files.get("photo")
    sent = file.read() if file else b""
    with transaction() as session:
        response = queries.response_to_change(session, current_actor().id, response_id) or abort(404)
        photos.put_photo(session, response, sent, actor=current_actor(), now=utcnow())
    return redirect(url_for(".answer", response_id=response_id), code=303)


@bp.post("/my/responses/<uuid:response_id>/photo/remove")
@only(Role.STUDENT)
def remove_photo(response_id: UUID) -> ResponseReturnValue:
    """Take the photograph away."""
    with transaction() as session:
        response = queries.response_to_change(session, current_actor().id, response_id) or abort(404)
        photos.remove_photo(session, response, actor=current_actor(), now=utcnow())
    return redirect(url_for(".answer", response_id=response_id), code=303)


@bp.get("/my/responses/<uuid:response_id>/photo")
@only(Role.STUDENT)
def own_photo(response_id: UUID) -> ResponseReturnValue:
    """Give a pupil the own photograph."""
    with reading() as session:
        return _picture(stroke_queries.own_photo(session, current_actor().id, response_id) or abort(404))


@bp.get("/sittings/<uuid:sitting_id>/drawings/<uuid:response_id>")
@only(Role.TEACHER)
def class_drawing(sitting_id: UUID, response_id: UUID) -> ResponseReturnValue:
    """Show the teacher what one pupil drew; words that somebody is taking care of are left out."""
    with reading() as session:
        sitting = _closed_sitting(session, sitting_id)
        response = stroke_queries.response_in(session, sitting, response_id) or abort(404)
        worrying = care_queries.ideas_with_case(session, [idea.id for idea in response.ideas])
        drawing = drawing_of(session, response, without=worrying) or abort(404)
    return render_template("tasks/class_drawing.html", sitting=sitting, response=response, drawing=drawing)


@bp.get("/sittings/<uuid:sitting_id>/drawings/<uuid:response_id>/photo")
@only(Role.TEACHER)
def class_photo(sitting_id: UUID, response_id: UUID) -> ResponseReturnValue:
    """Give the teacher a photograph from the own sitting."""
    with reading() as session:
        sitting = _closed_sitting(session, sitting_id)
        return _picture(stroke_queries.photo_in(session, sitting, response_id) or abort(404))


def _closed_sitting(session: Session, sitting_id: UUID) -> Sitting:
    sitting = sitting_queries.sitting_of(session, current_actor().id, sitting_id)
    if sitting is None or sitting.closed_at is None:
        abort(404)
    return sitting


def _picture(photo: Photo) -> Answer:
    answer = send_file(BytesIO(photo.data), files.MEDIA_TYPE, as_attachment=True, download_name="photo.jpg")
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer
