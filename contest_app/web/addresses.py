"""Addresses that come from a request, and may lead away."""

from __future__ import annotations

from urllib.parse import urlsplit


def local_address(address: str | None, default: str = "/") -> str:
    """Return ``address`` if it stays on this site, else ``default``.

    Browsers read a backslash as a slash and drop control characters, so both are refused.
    """
    if not address or not address.startswith("/") or address.startswith("//"):
        return default
    parts = urlsplit(address)
    is_plain = not parts.scheme and not parts.netloc and "\\" not in address and address.isprintable()
    return address if is_plain else default
