"""The composition root: the only module that knows every feature."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Flask

from contest_app.accounts import login
from contest_app.accounts import routes as accounts
from contest_app.config import Settings
from contest_app.contests import routes as contests
from contest_app.db import Database
from contest_app.judging import routes as judging
from contest_app.likeness import routes as likeness
from contest_app.profiles import routes as profiles
from contest_app.ratings import routes as ratings
from contest_app.records import routes as records
from contest_app.reports import routes as reports
from contest_app.tasks import routes as tasks
from contest_app.web import access, assets, device, errors, i18n, limits, navigation, security
from contest_app.web import routes as web
from contest_app.web.assets import STATIC_PREFIX

BLUEPRINTS: Final[list[Blueprint]] = [
    web.bp,
    accounts.bp,
    tasks.bp,
    ratings.bp,
    profiles.bp,
    reports.bp,
    contests.bp,
    likeness.bp,
    judging.bp,
    records.bp,
]
MENU: Final[list[navigation.Link]] = [
    *accounts.MENU,
    *tasks.MENU,
    *ratings.MENU,
    *profiles.MENU,
    *reports.MENU,
    *contests.MENU,
    *likeness.MENU,
    *judging.MENU,
    *records.MENU,
]


def build(settings: Settings | None = None) -> Flask:
    """Return the application, refusing to start unsafe: routes must say whose they are, commits must be durable."""
    settings = settings or Settings()
    app = Flask("contest_app.web", static_url_path=STATIC_PREFIX)
    _open_database(app, settings)
    security.install(app, settings)
    login.install(app)
    for part in (assets, device, access, limits, errors):
        part.install(app)
    i18n.install(app, settings)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    navigation.install(app, MENU)
    app.context_processor(lambda: {"demo_mode": settings.demo})
    access.check_all_declared(app)
    return app


def _open_database(app: Flask, settings: Settings) -> None:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database)
    database.check_durable()
    app.extensions["qiyal_settings"] = settings
    app.extensions["qiyal_database"] = database
