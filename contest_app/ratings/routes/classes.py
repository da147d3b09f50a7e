"""What people say of the answers of a teacher's own class."""

from __future__ import annotations

from uuid import UUID

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from contest_app.accounts.login import current_actor
from contest_app.ratings.queries import people as queries
from contest_app.ratings.routes import bp
from contest_app.ratings.services import class_ratings as services
from contest_app.roles import Role
from contest_app.tasks.queries import sittings as sitting_queries
from contest_app.web.access import only
from contest_app.web.boundary import reading, settings


@bp.get("/sittings/<uuid:sitting_id>/people")
@only(Role.TEACHER)
def class_ratings(sitting_id: UUID) -> ResponseReturnValue:
    """Show what people say of each answer of a closed sitting, with its error."""
    with reading() as session:
        sitting = sitting_queries.sitting_of(session, current_actor().id, sitting_id)
        if sitting is None or sitting.closed_at is None:
            abort(404)
        tasks = services.class_ratings(session, sitting, settings().item_bank_dir)
        ideas = queries.class_ideas(session, sitting.id)
    return render_template("ratings/class_ratings.html", sitting=sitting, tasks=tasks, ideas=ideas)
