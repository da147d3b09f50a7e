"""Rate limits by person, or by device before signing in; never by address alone: a school is one address."""

from __future__ import annotations

from flask import Flask
from flask_limiter import Limiter
from flask_login import current_user

from contest_app.web.device import device_id


def _who() -> str:
    return str(current_user.id) if current_user.is_authenticated else f"device:{device_id()}"


limiter = Limiter(_who, default_limits=["600 per minute"], storage_uri="memory://")


def install(app: Flask) -> None:
    """Count requests by person."""
    limiter.init_app(app)
