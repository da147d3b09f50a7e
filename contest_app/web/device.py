"""The device: a random number in a signed cookie, so that limits and pupils' slips can tell devices apart."""

from __future__ import annotations

from typing import Final
from uuid import UUID, uuid4

from flask import Flask, Response, current_app, g, request
from itsdangerous import BadSignature, URLSafeSerializer

COOKIE: Final = "qiyal_device"
YEAR_SECONDS: Final = 365 * 24 * 3600


def install(app: Flask) -> None:
    """Keep the number of a device that used it."""
    app.after_request(_keep)


def device_id() -> UUID:
    """Return this device's number, giving it one if it has none."""
    if "device_id" not in g:
        g.device_id = _known_device() or _new_device()
    number: UUID = g.device_id
    return number


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="device")


def _known_device() -> UUID | None:
    try:
        return UUID(_signer().loads(request.cookies.get(COOKIE, "")))
    except (BadSignature, ValueError):
        return None


def _new_device() -> UUID:
    g.device_is_new = True
    return uuid4()


def _keep(response: Response) -> Response:
    if g.get("device_is_new"):
        response.set_cookie(
            COOKIE,
            str(_signer().dumps(str(g.device_id))),
            max_age=YEAR_SECONDS,
            httponly=True,
            samesite="Lax",
            secure=current_app.config["SESSION_COOKIE_SECURE"],
        )
    return response
