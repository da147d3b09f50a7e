"""The site in a process that is killed again and again: a supervisor forks it anew and tells its number.

Run as ``crash_site.py FD``: the door is open already, so that no request is refused between two lives.
"""

from __future__ import annotations

import os
import socket
import sys

from werkzeug.serving import make_server

from contest_app.app import build
from contest_app.config import Settings


def main() -> None:
    """Serve until killed; each time another process."""
    door = socket.socket(fileno=int(sys.argv[1]))
    app = build(Settings(_env_file=None))  # type: ignore[call-arg]  # pydantic-settings takes it
    # A connection must not be shared by a process and its child.
    app.extensions["qiyal_database"].dispose()
    while True:
        child = os.fork()
        if not child:
            make_server("127.0.0.1", 0, app, threaded=True, fd=door.fileno()).serve_forever()
        print(child, flush=True)  # noqa: T201 -- this is what it tells
        os.waitpid(child, 0)


if __name__ == "__main__":
    main()
