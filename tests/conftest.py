"""Fixtures for every test: the real databases, the application, people who are signed in."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Protocol

import postgresql
import pytest
from factories import SECRET, sign_in
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from serving import served
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from contest_app import create_app, schema
from contest_app.accounts.models import User
from contest_app.config import Settings
from contest_app.db import Base, Database
from contest_app.web.assets import PACKAGE
from contest_app.web.catalogues import compile_catalogues, feature_folders


class SignedIn(Protocol):
    """Returns a browser in which the given person is signed in."""

    def __call__(self, user: User, language: str = "en") -> FlaskClient: ...


def pytest_configure(config: pytest.Config) -> None:
    """Compile the catalogues once, not in every worker."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    _remember_routes()
    for models in PACKAGE.glob("*/models*"):
        import_module(f"contest_app.{models.parent.name}.models")
    if not hasattr(config, "workerinput"):
        compile_catalogues(feature_folders())


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, copied for each test."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    database = Database(f"sqlite:///{path}")
    schema.upgrade(database)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.dispose()
    return path


@pytest.fixture(scope="session")
def postgresql_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL server with a migrated database, one for the whole run."""
    server = postgresql.start(tmp_path_factory.mktemp("pg"))
    url = postgresql.address(server)
    database = Database(url)
    schema.upgrade(database)
    database.dispose()
    yield url
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh, migrated database: each test runs on both kinds."""
    if request.param == "sqlite":
        path = tmp_path / "qiyal.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    url: str = request.getfixturevalue("postgresql_url")
    yield url
    _empty(url)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A fresh, migrated database."""
    database = Database(database_url)
    yield database
    database.dispose()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A transaction that the test arranges and acts in; committed where the test ends well."""
    with database.transaction() as session:
        yield session


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Settings of a test's own installation."""
    return Settings(
        _env_file=None,  # type: ignore[call-arg]  # pydantic-settings takes it, its stub does not say so
        data_dir=tmp_path,
        database_url=database_url,
        secret_key=SECRET,
        base_url="http://localhost",
        demo=False,
    )


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Templates compiled once a run, not once an application."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def app(settings: Settings, compiled_templates: FileSystemBytecodeCache) -> Iterator[Flask]:
    """The application on that database, with forgery protection as in production."""
    app = create_app(settings)
    app.testing = True
    app.jinja_env.bytecode_cache = compiled_templates
    yield app
    app.extensions["qiyal_database"].dispose()


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """The application behind a real socket."""
    with served(app) as address:
        yield address


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser of somebody who is not signed in."""
    return app.test_client()


@pytest.fixture
def signed_in(app: Flask) -> SignedIn:
    """A function that returns a browser in which the given person is signed in."""

    def browser_of(user: User, language: str = "en") -> FlaskClient:
        return sign_in(app, user, language)

    return browser_of


def _empty(url: str) -> None:
    """Delete every row in one message to the server."""
    deletions = "; ".join(str(table.delete()) for table in reversed(Base.metadata.sorted_tables))
    database = Database(url)
    with database.engine.begin() as connection:
        connection.execution_options(no_parameters=True).exec_driver_sql(deletions)
    database.dispose()


def _remember_routes() -> None:
    """Let Werkzeug compile what builds a route's address once a run; done for each application it takes 0.2 s a test.

    The function depends on the route's parts and defaults alone; converters are looked up when it is called.
    """
    compiled: dict[object, Callable[..., tuple[str, str]]] = {}
    compile_builder = Rule._compile_builder  # there is no public door

    def remembered(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        key = (tuple(rule._trace), repr(rule.defaults), append_unknown)
        if key not in compiled:
            compiled[key] = compile_builder(rule, append_unknown)
        return compiled[key]

    Rule._compile_builder = remembered  # type: ignore[method-assign, assignment]
