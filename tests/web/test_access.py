"""Every route × every role: nothing opens by accident."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from conftest import SignedIn
from factories import make_class, make_student, make_user
from flask import Flask, url_for
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter, Rule, UUIDConverter

from contest_app.db import Database
from contest_app.roles import Role
from contest_app.web.access import PUBLIC, AccessNotDeclared, check_all_declared, declared_access


def _address(app: Flask, rule: Rule) -> str:
    """The address of a rule, with keys that belong to nothing."""
    samples = {name: _sample(converter) for name, converter in rule._converters.items()}
    with app.test_request_context(base_url="http://localhost"):
        return url_for(rule.endpoint, **samples)


def _sample(converter: BaseConverter) -> Any:
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    if isinstance(converter, UUIDConverter):
        return uuid4()
    return 1 if isinstance(converter, IntegerConverter) else "none"


def _rules(app: Flask, method: str) -> list[Rule]:
    return [
        rule
        for rule in app.url_map.iter_rules()
        if method in (rule.methods or set()) and rule.endpoint.rpartition(".")[2] != "static"
    ]


def test_a_route_that_does_not_say_who_may_use_it_stops_the_start(app: Flask) -> None:
    app.add_url_rule("/silent", "silent", lambda: "")

    with pytest.raises(AccessNotDeclared, match="silent"):
        check_all_declared(app)


def test_somebody_who_is_not_signed_in_sees_public_pages_only(app: Flask) -> None:
    client = app.test_client()
    opened = [
        rule.rule
        for rule in _rules(app, "GET")
        if declared_access(app, rule.endpoint) != PUBLIC and client.get(_address(app, rule)).status_code != 302
    ]

    assert opened == []


@pytest.mark.parametrize("role", list(Role))
def test_a_role_meets_nobody_elses_pages(app: Flask, database: Database, signed_in: SignedIn, role: Role) -> None:
    with database.transaction() as session:
        user = make_student(session, make_class(session)).user if role is Role.STUDENT else make_user(session, role)
    client = signed_in(user)
    wrong: dict[str, int] = {}
    for rule in _rules(app, "GET"):
        access = declared_access(app, rule.endpoint)
        assert access is not None
        status = client.get(_address(app, rule)).status_code
        may = access.is_public or access.roles is None or role in access.roles
        has_parameters = bool(rule.arguments)
        if not may and status != 403:
            wrong[rule.rule] = status
        if may and has_parameters and status not in {302, 303, 400, 404, 410, 422}:
            wrong[rule.rule] = status
        if may and not has_parameters and status not in {200, 302, 303, 404, 422}:
            wrong[rule.rule] = status

    assert wrong == {}


def test_nothing_changes_without_the_forgery_token(app: Flask, database: Database, signed_in: SignedIn) -> None:
    with database.transaction() as session:
        user = make_user(session, *(role for role in Role if role is not Role.STUDENT))
    client = signed_in(user)
    answers = {rule.rule: client.post(_address(app, rule)).status_code for rule in _rules(app, "POST")}

    assert {rule: status for rule, status in answers.items() if not 400 <= status < 500} == {}
