"""Errors as helpful pages (or JSON, where a script asked) in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import uuid4

from flask import Flask, current_app, g, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError

from contest_app.errors import Refusal


@dataclass(frozen=True, slots=True)
class Words:
    """What an error page says: a title, what happened, and what to do."""

    title: object
    explanation: object
    advice: object


WORDS: Final = {
    400: Words(
        _l("The request could not be read"),
        _l("Something in what the browser sent is damaged or missing."),
        _l("Go back, reload the page and try again."),
    ),
    403: Words(
        _l("This page is not for you"),
        _l("You are signed in, but this page belongs to other people or other roles."),
        _l("Go to your own start page. If you think this is a mistake, ask your teacher or the organizer."),
    ),
    404: Words(
        _l("There is no such page"),
        _l("The address is wrong, or what was here is gone or is not yours to see."),
        _l("Check the address, or go to the start page."),
    ),
    405: Words(
        _l("This cannot be done here"),
        _l("The address exists, but not for this kind of request."),
        _l("Go back and use the buttons on the page."),
    ),
    409: Words(
        _l("Somebody was faster"),
        _l("This has changed since you opened the page."),
        _l("Reload the page, look at the newest state and decide again."),
    ),
    413: Words(
        _l("This is too large"),
        _l("The file or the text is larger than is accepted here."),
        _l("Make it smaller, for example by a lower picture resolution, and send it again."),
    ),
    422: Words(
        _l("This cannot be accepted yet"),
        _l("Something in the form needs another look."),
        _l("Go back: what you typed is still there."),
    ),
    429: Words(
        _l("A little too fast"),
        _l("There were too many attempts from this device."),
        _l("Wait a few minutes and try again. Nothing of yours is lost."),
    ),
    500: Words(
        _l("Something broke on our side"),
        _l("It is not your mistake, and it has been written down."),
        _l("Try again in a minute. If it happens again, tell us the number below."),
    ),
}


def install(app: Flask) -> None:
    """Turn refusals, HTTP errors and failures into answers."""
    app.before_request(_number_request)
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _failed)


def told(error: Refusal) -> str:
    """Return what an error says, in the reader's language; a fact that is itself a message is translated too."""
    facts = {name: gettext(fact) if isinstance(fact, str) else fact for name, fact in error.facts.items()}
    said: str = gettext(error.message, **facts)
    return said


def error_page(status: int, explanation: str | None = None) -> ResponseReturnValue:
    """Return the page (or JSON) of an HTTP status; ``explanation`` replaces the general one."""
    words = WORDS.get(status, WORDS[500 if status >= 500 else 400])  # noqa: PLR2004 -- server's or client's fault
    said = explanation or str(words.explanation)
    if _wants_json():
        return jsonify(error=said, status=status, request_id=_request_id()), status
    page = render_template(
        "errors/error.html",
        status=status,
        title=words.title,
        explanation=said,
        advice=words.advice,
        request_id=_request_id(),
    )
    return page, status


def _wants_json() -> bool:
    return request.is_json or request.accept_mimetypes.best == "application/json"


def _number_request() -> None:
    g.request_id = uuid4().hex[:12]


def _request_id() -> str:
    # A request refused before it was numbered (a foreign host) gets its number here.
    if "request_id" not in g:
        _number_request()
    number: str = g.request_id
    return number


def _refused(error: Refusal) -> ResponseReturnValue:
    return error_page(error.status, told(error))


def _forged(_error: CSRFError) -> ResponseReturnValue:
    return error_page(400, gettext("The page was open for too long, or was opened in another way than usual."))


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if isinstance(error, SecurityError):
        # The host itself is foreign: nothing may be built from it, no link and no redirect.
        return "Bad Request", 400
    if error.code is None or error.code < 400:  # noqa: PLR2004 -- a redirect raised as an exception
        return error
    return error_page(error.code)


def _failed(error: Exception) -> ResponseReturnValue:
    current_app.logger.error("request %s failed", _request_id(), exc_info=error)
    if current_app.testing:
        raise error
    return error_page(500)
