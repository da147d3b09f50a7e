"""Headers, cookies and forgery protection that every answer gets."""

from __future__ import annotations

import secrets
from urllib.parse import urlsplit

from flask import Flask, Response, g, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_login import current_user
from flask_wtf import CSRFProtect

from contest_app.config import Settings
from contest_app.web.assets import YEAR_SECONDS

csrf = CSRFProtect()

POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic'; style-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; media-src 'self' blob:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)

#: What pages may not ask a browser for; a page that needs one of them says so itself.
POWERS = "geolocation=(), microphone=(), payment=(), usb=()"

#: What says of a file how to ask whether it has changed, or how to name it: ours never change, so it is weight alone.
NEEDLESS = ("ETag", "Last-Modified", "Expires", "Accept-Ranges", "Content-Disposition")

#: Static files that a browser opens as a document of their own.
DOCUMENTS = frozenset({"text/html", "image/svg+xml", "application/xhtml+xml", "text/xml", "application/xml"})


class PageSessions(SecureCookieSessionInterface):
    """Sessions of pages alone: a file is everybody's, so no cookie goes with it."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Send the cookie, unless the answer is a file."""
        if not _is_static():
            super().save_session(app, session, response)


def install(app: Flask, settings: Settings) -> None:
    """Set limits, cookie flags and headers."""
    own_host = urlsplit(settings.base_url).hostname
    app.config.update(
        SECRET_KEY=settings.secret,
        TRUSTED_HOSTS=[*settings.trusted_hosts, *([own_host] if own_host else [])],
        MAX_CONTENT_LENGTH=settings.max_upload_mb * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=512 * 1024,
        MAX_FORM_PARTS=300,
        SEND_FILE_MAX_AGE_DEFAULT=YEAR_SECONDS,
        SESSION_COOKIE_NAME="qiyal",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        # The token dies with the session; a page left open over a long lesson must still save.
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=settings.secure_cookies,
    )
    app.session_interface = PageSessions()
    csrf.init_app(app)
    app.jinja_env.globals["csp_nonce"] = csp_nonce
    app.after_request(_set_headers)


def csp_nonce() -> str:
    """Return the nonce of this answer's scripts."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    nonce: str = g.csp_nonce
    return nonce


def _set_headers(response: Response) -> Response:
    headers = response.headers
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    if not _is_static() or response.mimetype in DOCUMENTS:
        _set_headers_of_page(response)
    if _is_static():
        headers["Cache-Control"] = f"public, max-age={YEAR_SECONDS}, immutable"
        for name in NEEDLESS:
            headers.pop(name, None)
    elif request.method != "GET" or current_user.is_authenticated:
        headers["Cache-Control"] = "no-store"
    else:
        headers.setdefault("Cache-Control", "no-cache, private")
    return response


def _set_headers_of_page(response: Response) -> None:
    """Set what only a document heeds; on a script or a font it would be weight alone."""
    headers = response.headers
    headers.setdefault("Content-Security-Policy", POLICY.format(nonce=csp_nonce()))
    headers["Referrer-Policy"] = "same-origin"
    headers.setdefault("Permissions-Policy", POWERS)
    headers["Cross-Origin-Opener-Policy"] = "same-origin"


def _is_static() -> bool:
    return request.endpoint is not None and request.endpoint.rpartition(".")[2] == "static"
