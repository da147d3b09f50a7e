"""The Flask-Login adapter: the cookie holds a token, the database says whose it is and whether it still lives."""

from __future__ import annotations

from typing import Final, cast
from uuid import UUID

from flask import Flask, session
from flask_babel import lazy_gettext as _l
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from contest_app.accounts import queries
from contest_app.accounts.models import User
from contest_app.accounts.rules import token_hash
from contest_app.clock import utcnow
from contest_app.roles import Role
from contest_app.web.boundary import reading

#: Where the cookie holds the token of half a log-in.
HALF: Final = "half"


class SignedIn(UserMixin):
    """A person signed in on this device by ``token``."""

    def __init__(self, user: User, token: str) -> None:
        self.user = user
        self.token = token

    @property
    def id(self) -> UUID:
        """The person's key."""
        return self.user.id

    @property
    def roles(self) -> frozenset[Role]:
        """The person's roles."""
        return self.user.roles

    @property
    def language(self) -> str:
        """The person's language."""
        return self.user.language

    @property
    def display_name(self) -> str:
        """The nickname of a pupil who has one, else the name."""
        student = self.user.student
        return (student.nickname if student else None) or self.user.display_name

    def get_id(self) -> str:
        """Return what the cookie holds."""
        return self.token


def install(app: Flask) -> None:
    """Load the person behind each request."""
    manager = LoginManager()
    manager.login_view = "accounts.sign_in"
    manager.login_message = _l("Please sign in first.")
    # A phone changes its address on the way to school: binding a session to it would sign pupils out.
    manager.session_protection = None
    manager.user_loader(_load)
    manager.init_app(app)
    app.context_processor(lambda: {"current_actor": current_user if current_user.is_authenticated else None})


def current_actor() -> User:
    """Return the person who asks; only on routes for people who are signed in."""
    return cast("User", current_user.user)


def current_token() -> str:
    """Return the token by which the person who asks is signed in."""
    return cast("str", current_user.token)


def begin_browser_session(user: User, token: str) -> None:
    """Put the token in a fresh cookie; nothing of the earlier visitor but the language stays."""
    _forget_visitor()
    session.permanent = True
    login_user(SignedIn(user, token))


def begin_half_session(token: str) -> None:
    """Put the token of half a log-in in a fresh cookie: nobody is signed in by it."""
    _forget_visitor()
    session[HALF] = token


def half_token() -> str:
    """Return the token of half a log-in, empty where none has begun."""
    return cast("str", session.get(HALF, ""))


def end_browser_session() -> None:
    """Empty the cookie."""
    logout_user()
    session.clear()


def _forget_visitor() -> None:
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language


def _load(token: str) -> SignedIn | None:
    with reading() as database:
        login = queries.live_login(database, token_hash(token), utcnow())
    return SignedIn(login.user, token) if login else None
