"""Acts on the photograph of a paper sheet: one a response, taken in while the response is open."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from contest_app import audit
from contest_app.accounts.models import User
from contest_app.errors import Refusal
from contest_app.languages import N_
from contest_app.tasks.kinds import kind_named
from contest_app.tasks.models import Photo, Response
from contest_app.tasks.photos import take_photo
from contest_app.tasks.queries import strokes as queries
from contest_app.tasks.rules.answering import is_late


class NoPhotoHere(Refusal):
    """The task is not drawn."""

    status = 409
    message = N_("This task takes no photo.")


class HandedIn(Refusal):
    """The response is handed in."""

    status = 409
    message = N_("This task is already handed in, so nothing more can be added.")


def put_photo(session: Session, response: Response, sent: bytes, *, actor: User, now: datetime) -> None:
    """Keep a photograph with a response, in place of an earlier one; ``response`` is held.

    Raises NoPhotoHere, HandedIn and the refusals of ``photos.take_photo``.
    """
    _check_open(response)
    taken = take_photo(sent)
    _forget(session, response)
    late = is_late(response.due_at, now)
    session.add(Photo(response_id=response.id, data=taken.data, sha256=taken.sha256, taken_in_at=now, is_late=late))
    audit.record(session, actor, "photo.added", response, at=now, sha256=taken.sha256)


def remove_photo(session: Session, response: Response, *, actor: User, now: datetime) -> None:
    """Take the photograph away, if there is one. Raises NoPhotoHere, HandedIn."""
    _check_open(response)
    if _forget(session, response):
        audit.record(session, actor, "photo.removed", response, at=now)


def _check_open(response: Response) -> None:
    if kind_named(response.item.kind).canvas(response.item.content) is None:
        raise NoPhotoHere
    if response.submitted_at is not None:
        raise HandedIn


def _forget(session: Session, response: Response) -> bool:
    photo = queries.photo_of(session, response.id)
    if photo is None:
        return False
    session.delete(photo)
    session.flush()  # one photograph a response: the old row goes before the new one comes
    return True
