"""Serves every page that links lead to, for each role, in a process of its own; prints the modules it then holds.

Run as ``python crawl.py DATABASE_URL DATA_DIR``.
"""

from __future__ import annotations

import re
import sys
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from flask.testing import FlaskClient
from sqlalchemy import select

from contest_app import create_app
from contest_app.accounts import services
from contest_app.accounts.models import RoleGrant, User
from contest_app.clock import utcnow
from contest_app.config import Settings
from contest_app.db import Database
from contest_app.roles import Role

LINK = re.compile(r'href="(/[^"#]*)"')
PAGES_EACH = 150


def _tokens(database: Database) -> dict[Role, str]:
    tokens = {}
    with database.transaction() as session:
        for role in Role:
            query = select(User).join(RoleGrant).where(RoleGrant.role == role.value).order_by(User.sort_key).limit(1)
            user = session.scalars(query).one()
            tokens[role] = services.open_login(
                session, user, device_id=uuid4(), lasts=timedelta(hours=1), now=utcnow()
            )
    return tokens


def _crawl(client: FlaskClient) -> set[str]:
    waiting, seen = ["/"], set[str]()
    while waiting and len(seen) < PAGES_EACH:
        address = waiting.pop(0)
        if address in seen or address.startswith("/static/"):
            continue
        seen.add(address)
        answer = client.get(address, follow_redirects=True)
        if answer.status_code >= 500:
            raise SystemExit(f"{address}: {answer.status}")
        if answer.mimetype == "text/html":
            waiting += LINK.findall(answer.get_data(as_text=True).replace("&amp;", "&"))
    return seen


def main(url: str, folder: str) -> None:
    """Crawl as everybody, then tell."""
    app = create_app(Settings(database_url=url, data_dir=Path(folder), base_url="http://localhost", demo=True))
    served = _crawl(app.test_client())
    for token in _tokens(app.extensions["qiyal_database"]).values():
        client = app.test_client()
        with client.session_transaction() as cookie:
            cookie["_user_id"] = token
        served |= _crawl(client)
    sys.stdout.write(" ".join([str(len(served)), *sorted(sys.modules)]))


if __name__ == "__main__":
    main(*sys.argv[1:])
