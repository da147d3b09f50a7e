"""Errors that a person may meet: each carries its HTTP status and what to tell.

A feature subclasses ``Refusal``; ``web/errors.py`` turns it into a page without knowing the feature.
"""

from __future__ import annotations

from typing import ClassVar

from contest_app.languages import N_


class Refusal(Exception):
    """An act that the rules do not allow.

    ``status`` is the HTTP status; ``message`` is an English msgid, translated at the edge and
    filled with ``facts`` by ``%(name)s`` placeholders.
    """

    status: ClassVar[int] = 422
    message: ClassVar[str] = N_("This cannot be done.")

    def __init__(self, **facts: object) -> None:
        super().__init__(self.message % facts if facts else self.message)
        self.facts = facts


class NotAllowed(Refusal):
    """The person is known, but this act is not theirs."""

    status = 403
    message = N_("You may not do this.")


class Conflict(Refusal):
    """The thing has changed since the person last saw it."""

    status = 409
    message = N_("This has changed since you opened it. Reload the page; nothing you typed is lost.")


class TooMany(Refusal):
    """Too many attempts; the person should wait."""

    status = 429
    message = N_("Too many attempts. Wait a little and try again.")
