"""The item bank: what there is, and each item as a pupil sees it."""

from __future__ import annotations

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from contest_app.languages import LANGUAGES
from contest_app.roles import Role
from contest_app.tasks.kinds import kind_named
from contest_app.tasks.queries import items as queries
from contest_app.tasks.routes import bp
from contest_app.web.access import only
from contest_app.web.boundary import reading
from contest_app.web.i18n import language


@bp.get("/items")
@only(Role.TEACHER, Role.METHODOLOGIST)
def items() -> ResponseReturnValue:
    """List the newest version of each item."""
    with reading() as session:
        found = queries.newest_items(session)
    return render_template("tasks/items.html", items=found, kind_named=kind_named)


@bp.get("/items/<slug>")
@only(Role.TEACHER, Role.METHODOLOGIST)
def item(slug: str) -> ResponseReturnValue:
    """Show an item as a pupil sees it, in any language."""
    with reading() as session:
        found = queries.newest(session, slug) or abort(404)
        pools = queries.norm_pools(session, slug)
    asked = request.args.get("language", "")
    chosen = asked if asked in LANGUAGES else language()
    kind = kind_named(found.kind)
    return render_template(
        "tasks/item.html",
        item=found,
        kind=kind,
        sheet=kind.sheet(found.content, chosen),
        chosen=chosen,
        pools=pools,
    )
