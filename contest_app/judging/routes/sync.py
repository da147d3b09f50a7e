"""Where a juror's browser sends marks as they are given: by the sheet's own token, so that it outlives the log-in."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from flask import abort, jsonify, request, url_for
from flask.typing import ResponseReturnValue

from contest_app.clock import utcnow
from contest_app.judging.models import Assignment
from contest_app.judging.queries import sheets as queries
from contest_app.judging.routes import bp
from contest_app.judging.services import scoresheets
from contest_app.oplog import services as oplog
from contest_app.oplog import tokens
from contest_app.oplog.rules import BATCH_BYTES, read_batch
from contest_app.web.access import public
from contest_app.web.boundary import settings, transaction
from contest_app.web.security import csrf

PURPOSE: Final = "scoresheet"


@bp.post("/sync/scoresheets/<uuid:assignment_id>")
@csrf.exempt  # type: ignore[untyped-decorator]  # Flask-WTF is untyped
@public
def sync(assignment_id: UUID) -> ResponseReturnValue:
    """Take a batch of marks and acknowledge what is now in the database."""
    request.max_content_length = BATCH_BYTES
    now = utcnow()
    claim = tokens.read(settings().secret, PURPOSE, request.headers.get("Authorization", ""), now=now)
    if claim.stream_id != assignment_id:
        abort(404)
    operations = read_batch(request.get_data(cache=False))
    with transaction() as session:
        assignment = queries.locked_assignment(session, claim.person_id, assignment_id) or abort(404)
        apply = scoresheets.operation_on(session, assignment, now)
        acknowledged = oplog.receive(session, assignment_id, operations, apply, now=now)
    return jsonify(acknowledged=[one.as_json() for one in acknowledged], now=now.isoformat())


def sync_data(assignment: Assignment, now: datetime) -> dict[str, str]:
    """Return what the page of a sheet needs to send its marks."""
    claim = tokens.Claim(assignment.id, assignment.judge_id)
    return {
        "stream": str(assignment.id),
        "url": url_for("judging.sync", assignment_id=assignment.id),
        "token": tokens.sign(settings().secret, PURPOSE, claim, now=now),
    }
