"""Answer with a file of an entry: to be kept, never shown, so that nothing in it can run on this site."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from flask import Response, send_file

from contest_app.contests.models import Attachment, Entry
from contest_app.contests.rules import neutral_name
from contest_app.contests.uploads import extension_of
from contest_app.storage import stored_path

SANDBOX: Final = "default-src 'none'; sandbox"


def attachment_response(uploads_dir: Path, attachment: Attachment, name: str) -> Response:
    """Return the bytes of a file as an attachment called ``name``; the caller has made sure that it may be seen."""
    path = stored_path(uploads_dir.resolve(), attachment.sha256)
    response = send_file(path, attachment.media_type, as_attachment=True, download_name=name)
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


def neutral_files(entry: Entry) -> list[tuple[Attachment, str]]:
    """Return the files of a submitted entry with the names under which jurors and organizers get them."""
    code = entry.blind_code or ""
    return [
        (attachment, neutral_name(code, position, extension_of(attachment.media_type)))
        for position, attachment in enumerate(entry.attachments, start=1)
    ]
