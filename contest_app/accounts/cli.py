"""The commands ``flask people``: how the first administrator comes in, also after losing the second factor."""

from __future__ import annotations

import secrets
from typing import Final

import click
from flask.cli import AppGroup

from contest_app.accounts import queries, second_factor_services, services
from contest_app.accounts.rules import login_key
from contest_app.clock import utcnow
from contest_app.errors import Refusal
from contest_app.languages import DEFAULT_LANGUAGE, LANGUAGES
from contest_app.roles import Role
from contest_app.web.boundary import transaction

STAFF: Final = [role.value for role in Role if role is not Role.STUDENT]

cli_group: Final = AppGroup("people", help="People who sign in with a password.")


@cli_group.command("add")
@click.argument("login")
@click.option("--name", required=True, help="The name that others see.")
@click.option("--role", "roles", multiple=True, type=click.Choice(STAFF), default=[Role.ADMINISTRATOR.value])
@click.option("--language", type=click.Choice(list(LANGUAGES)), default=DEFAULT_LANGUAGE)
def add(login: str, name: str, roles: tuple[str, ...], language: str) -> None:
    """Add a person and print the first password, once."""
    password = secrets.token_urlsafe(9)
    try:
        with transaction() as session:
            services.add_staff(
                session,
                display_name=name,
                login=login,
                password=password,
                roles={Role(role) for role in roles},
                language=language,
                school=None,
                actor=None,
                now=utcnow(),
            )
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from None
    click.echo(f"{login}  {password}")


@cli_group.command("reset-second-factor")
@click.argument("login")
def reset_second_factor(login: str) -> None:
    """Take away the second factor of a person who lost the phone and the recovery codes."""
    with transaction() as session:
        user = queries.user_by_login(session, login_key(login))
        if user is None:
            raise click.ClickException(f"nobody has the log-in name {login}")
        second_factor_services.reset(session, user, actor=None, now=utcnow())
    click.echo(f"{login} signs in with the password alone until a new app is set up")
