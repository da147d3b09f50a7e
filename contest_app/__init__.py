"""Qiyal: creative-thinking assessment and contest judging for schools."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from contest_app.config import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """Return the web application; a delegate, so that importing ``contest_app.scoring`` stays free of Flask."""
    from contest_app.app import build  # noqa: PLC0415 -- see the docstring

    return build(settings)
