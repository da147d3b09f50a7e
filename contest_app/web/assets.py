"""Static files are served below a prefix that names their content, so they may be cached for good.

Modules and style sheets refer to each other by relative addresses and so stay under the same prefix.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

from flask import Flask, Response
from flask_compress import Compress

PACKAGE: Final = Path(__file__).resolve().parent.parent
YEAR_SECONDS: Final = 365 * 24 * 3600


def _digest() -> str:
    digest = hashlib.sha256()
    for file in sorted(PACKAGE.glob("*/static/**/*")):
        if file.is_file():
            digest.update(str(file.relative_to(PACKAGE)).encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:10]


#: What is sent compressed: files only. A page holds the reader's tokens, and its size must not tell of them.
COMPRESSED: Final = ["text/css", "text/javascript", "application/javascript", "image/svg+xml"]


def install(app: Flask) -> None:
    """Send style sheets, scripts and drawings compressed."""
    app.config.update(COMPRESS_MIMETYPES=COMPRESSED, COMPRESS_ALGORITHM=["br", "gzip"], COMPRESS_STREAMS=False)
    Compress(app)
    app.after_request(_read_whole)


def _read_whole(response: Response) -> Response:
    """Read a file that is to be compressed: Flask-Compress would leave a streamed one open, and ours are small."""
    if response.direct_passthrough and response.mimetype in COMPRESSED:
        response.direct_passthrough = False
        response.get_data()
    return response


#: Where static files of this version are served; a feature appends its own name.
STATIC_PREFIX: Final = f"/static/{_digest()}"
