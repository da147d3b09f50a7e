"""Being somebody at once: the cookies of a person who has signed in, without walking through the form again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from contest_app.accounts import services
from contest_app.accounts.models import User

from .live_site import Site

if TYPE_CHECKING:
    from playwright._impl._api_structures import SetCookieParam


def cookies_of(site: Site, user_id: UUID | None, language: str) -> list[SetCookieParam]:
    """Return the cookies of ``user_id`` (of a visitor, if None) who reads in ``language``."""
    held: dict[str, object] = {"language": language}
    if user_id is not None:
        held |= {"_user_id": _token(site, user_id), "_fresh": True, "_permanent": True}
    signed = _sign(held, site.settings.secret)
    return [{"name": "qiyal", "value": signed, "url": site.address, "httpOnly": True, "sameSite": "Lax"}]


def _token(site: Site, user_id: UUID) -> str:
    now = datetime.now(UTC)
    with site.database.transaction() as session:
        user = session.get_one(User, user_id)
        return services.open_login(session, user, device_id=uuid4(), lasts=timedelta(days=1), now=now)


def _sign(held: dict[str, object], secret: str) -> str:
    """Sign a session as Flask does."""
    signer = Flask(__name__)
    signer.secret_key = secret
    serializer = SecureCookieSessionInterface().get_signing_serializer(signer)
    if serializer is None:
        raise ValueError("a session cannot be signed without a secret")
    return str(serializer.dumps(held))
