"""The item bank: what there is, and each item as a pupil sees it."""

from __future__ import annotations

from typing import Any, Final

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from contest_app.accounts.login import current_actor
from contest_app.languages import LANGUAGES, sort_key
from contest_app.roles import Role
from contest_app.tasks.bank import catalogues_of
from contest_app.tasks.kinds import KINDS, Picture, kind_named
from contest_app.tasks.pictures import data_url
from contest_app.tasks.queries import items as queries
from contest_app.tasks.queries import proposals
from contest_app.tasks.queries.groups import names
from contest_app.tasks.queries.voices import voices_of
from contest_app.tasks.routes import bp
from contest_app.tasks.rules.items import BANDS, CHOICES, DOMAINS, FACETS, Filter, counts, coverage
from contest_app.tasks.rules.voices import TITLES
from contest_app.tasks.voices import spoken_of
from contest_app.web.access import only
from contest_app.web.boundary import reading, settings
from contest_app.web.i18n import language, localised

#: Items to a page: enough to browse, light for a phone.
PAGE: Final = 24
LONGEST_WORDS: Final = 100
#: Who may look at changes of items and decide them.
DECIDERS: Final = frozenset({Role.METHODOLOGIST, Role.ADMINISTRATOR})


@bp.app_template_filter("data_url")
def picture_url(picture: Picture) -> str:
    """Return the address of a picture, which holds it."""
    return data_url(picture.svg)


@bp.get("/items")
@only(Role.TEACHER, Role.METHODOLOGIST, Role.ADMINISTRATOR)
def items() -> ResponseReturnValue:
    """List the newest version of each item, narrowed by what is asked for."""
    may_decide = bool(current_actor().roles & DECIDERS)
    known = _names()
    asked = _asked(known)
    with reading() as session:
        listed = queries.listed(session)
        waiting = proposals.waiting_count(session) if may_decide else 0
    found = sorted(filter(asked.fits, listed), key=lambda item: sort_key(localised(item.title)))
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    return render_template(
        "tasks/items.html",
        items=found[(page - 1) * PAGE : page * PAGE],
        found=len(found),
        total=len(listed),
        asked=asked,
        names=known,
        counts=counts(listed, asked),
        coverage=coverage(listed) if Role.METHODOLOGIST in current_actor().roles else None,
        waiting=waiting,
        page=page,
        pages=pages,
        page_url=_page_url(asked),
        kind_named=kind_named,
    )


@bp.get("/items/<slug>")
@only(Role.TEACHER, Role.METHODOLOGIST, Role.ADMINISTRATOR)
def item(slug: str) -> ResponseReturnValue:
    """Show an item as a pupil sees it, in any language, and all that the bank says of it; an older version too."""
    number, asked = request.args.get("version", type=int), request.args.get("language", "")
    chosen = asked if asked in LANGUAGES else language()
    with reading() as session:
        versions = queries.versions(session, slug)
        found = queries.version(session, slug, number) if number else queries.newest(session, slug)
        pools = queries.norm_pools(session, slug)
        accepted = proposals.accepted_for(session, slug)
        waiting = proposals.waiting_for(session, slug) if current_actor().roles & DECIDERS else []
        involved = [each.author_id for each in (*accepted.values(), *waiting)]
        deciders = [each.decision.decided_by_id for each in accepted.values() if each.decision]
        people = names(session, [*involved, *deciders])
        spoken = spoken_of(found, chosen) if found else []
        voices = voices_of(session, spoken)
    if found is None:
        abort(404)
    kind = kind_named(found.kind)
    return render_template(
        "tasks/item.html",
        item=found,
        kind=kind,
        sheet=kind.sheet(found.content, chosen),
        chosen=chosen,
        pools=pools,
        voices=[(TITLES[each.part], voices[each.key]) for each in spoken if each.key in voices],
        versions=versions,
        accepted=accepted,
        waiting=waiting,
        names=people,
        may_edit=Role.METHODOLOGIST in current_actor().roles,
        catalogues=catalogues_of(settings().item_bank_dir),
        domain=_(DOMAINS[found.domain]),
        facet=_(FACETS[found.facet]),
    )


def _names() -> dict[str, dict[str, str]]:
    """Return what the values of each choice are called in the reader's language, in their order."""
    programmes = catalogues_of(settings().item_bank_dir).programmes
    return {
        "kind": {name: localised(kind.title) for name, kind in KINDS.items()},
        "domain": {key: _(name) for key, name in DOMAINS.items()},
        "facet": {key: _(name) for key, name in FACETS.items()},
        "band": {band: f"{grades[0]}–{grades[-1]}" for band, grades in BANDS.items()},
        "programme": {key: localised(name) for key, name in programmes.items()},
    }


def _asked(known: dict[str, dict[str, str]]) -> Filter:
    """Return what the address asks for; a value that does not exist asks for nothing."""
    chosen = {choice: request.args.get(choice, "") for choice in CHOICES}
    asked = {choice: value for choice, value in chosen.items() if value in known[choice]}
    return Filter(**asked, words=request.args.get("words", "")[:LONGEST_WORDS].strip())


def _page_url(asked: Filter) -> str:
    """Return the address of a page of the list, with its number still to be put in."""
    query: dict[str, Any] = {name: value for name in (*CHOICES, "words") if (value := getattr(asked, name))}
    return url_for(".items", **query, page=0).replace("page=0", "page={page}")
