"""The application behind a real socket, for tests that need a browser."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.serving import make_server

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve the application on a free port; the value is its address."""
    server = make_server("127.0.0.1", 0, _whole(app), threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()


def _whole(app: Flask) -> WSGIApplication:
    """Read each answer whole before it is sent.

    Werkzeug's server does not close a file whose reader has left, and warnings are errors here: a page closed at the
    wrong moment would fail whichever test runs next.
    """

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        parts = app(environ, start_response)
        close = getattr(parts, "close", None)
        try:
            return [b"".join(parts)]
        finally:
            if close:
                close()

    return answer
