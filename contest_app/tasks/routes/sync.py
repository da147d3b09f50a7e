"""Where a pupil's browser sends what was written: by the page's own token, so that it works after the log-in ends."""

from __future__ import annotations

from uuid import UUID

from flask import abort, jsonify, request
from flask.typing import ResponseReturnValue

from contest_app.clock import utcnow
from contest_app.oplog import tokens
from contest_app.oplog.rules import BATCH_BYTES, read_batch
from contest_app.tasks.queries import answering as queries
from contest_app.tasks.routes import bp
from contest_app.tasks.services import answering as services
from contest_app.web.access import public
from contest_app.web.boundary import settings, transaction
from contest_app.web.limits import limiter
from contest_app.web.security import csrf

PURPOSE = "response"


def page_token() -> str:
    """Return the token of the page that sends: by it requests are counted, so that no log-in need be looked up."""
    return request.headers.get("Authorization", "")


@bp.post("/sync/responses/<uuid:response_id>")
@csrf.exempt  # type: ignore[untyped-decorator]  # Flask-WTF is untyped
@public
@limiter.limit("600 per minute", key_func=page_token)
def sync(response_id: UUID) -> ResponseReturnValue:
    """Take a batch of operations and acknowledge what is now in the database."""
    request.max_content_length = BATCH_BYTES
    now = utcnow()
    claim = tokens.read(settings().secret, PURPOSE, page_token(), now=now)
    if claim.stream_id != response_id:
        abort(404)
    operations = read_batch(request.get_data(cache=False))
    with transaction() as session:
        response = queries.response_to_change(session, claim.person_id, response_id) or abort(404)
        acknowledged = services.take(session, response, operations, now=now)
    return jsonify(acknowledged=[one.as_json() for one in acknowledged], now=now.isoformat())
