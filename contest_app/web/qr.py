"""QR codes as part of a page: drawings without sizes of their own."""

from __future__ import annotations

import segno
from markupsafe import Markup


def qr_code(text: str) -> Markup:
    """Return the QR code of a text, usually an address, as SVG."""
    svg = segno.make(text, error="m").svg_inline(omitsize=True, border=2, svgclass="qr", lineclass=None)
    return Markup(svg)  # noqa: S704 -- segno's own drawing, made of numbers
