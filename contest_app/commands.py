"""The command line's composition root: the application with every feature's commands (``FLASK_APP`` names it).

The web process loads ``contest_app.app`` alone, and so neither encoders nor the job runner.
"""

from __future__ import annotations

from flask import Flask

from contest_app import app as web
from contest_app.accounts import cli as accounts
from contest_app.demo import cli as demo
from contest_app.jobs import cli as jobs
from contest_app.prepare import prepare
from contest_app.ratings import cli as ratings
from contest_app.tasks import cli as tasks


def create_app() -> Flask:
    """Return the application with its commands."""
    app = web.build()
    app.cli.add_command(prepare)
    for group in (accounts.cli_group, demo.cli_group, jobs.cli_group, ratings.cli_group, tasks.cli_group):
        app.cli.add_command(group)
    return app
