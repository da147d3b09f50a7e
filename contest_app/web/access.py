"""Who may use a route. Every route says it; one that does not stops the application from starting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar

from flask import Flask, current_app, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from contest_app.errors import NotAllowed
from contest_app.roles import Role

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])


@dataclass(frozen=True, slots=True)
class Access:
    """The people a route is for: everybody, or those signed in with one of ``roles`` (any, if None)."""

    is_public: bool = False
    roles: frozenset[Role] | None = None


class AccessNotDeclared(RuntimeError):
    """Routes that do not say who may use them."""


PUBLIC: Final = Access(is_public=True)


def public(view: View) -> View:
    """Declare that everybody may use this route."""
    return _declared(view, PUBLIC)


def signed_in(view: View) -> View:
    """Declare that everybody who is signed in may use this route."""
    return _declared(view, Access())


def only(*roles: Role) -> Callable[[View], View]:
    """Declare that only people with one of ``roles`` may use this route."""
    return lambda view: _declared(view, Access(roles=frozenset(roles)))


def declared_access(app: Flask, endpoint: str) -> Access | None:
    """Return what the route behind ``endpoint`` declares; static files are everybody's."""
    if endpoint.rpartition(".")[2] == "static":
        return PUBLIC
    return getattr(app.view_functions[endpoint], "access", None)


def install(app: Flask) -> None:
    """Refuse requests to routes that are not for the person who asks."""
    app.before_request(_guard)


def check_all_declared(app: Flask) -> None:
    """Raise ``AccessNotDeclared`` if a route does not say who may use it."""
    silent = sorted({r.endpoint for r in app.url_map.iter_rules() if declared_access(app, r.endpoint) is None})
    if silent:
        raise AccessNotDeclared(", ".join(silent))


def _declared(view: View, access: Access) -> View:
    view.access = access  # type: ignore[attr-defined]  # a function may carry a mark
    return view


def _guard() -> ResponseReturnValue | None:
    if request.endpoint is None:
        return None
    access = declared_access(current_app._get_current_object(), request.endpoint)  # type: ignore[attr-defined]  # noqa: SLF001 -- the app behind the proxy
    if access is None:
        raise NotAllowed
    if access.is_public:
        return None
    if not current_user.is_authenticated:
        return _sign_in_first()
    if access.roles is not None and not access.roles & current_user.roles:
        raise NotAllowed
    return None


def _sign_in_first() -> ResponseReturnValue:
    answer: ResponseReturnValue = current_app.login_manager.unauthorized()  # type: ignore[attr-defined]  # Flask-Login's
    return answer
