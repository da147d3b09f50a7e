"""Photographs of paper sheets: judged by their content and written anew, never kept as they came."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

from contest_app.errors import Refusal
from contest_app.languages import N_
from contest_app.picture_files import PictureUnreadable, TooManyPixels, Way, written_anew

MEDIA_TYPE: Final = "image/jpeg"
MOST_MEGABYTES: Final = 10
#: A sheet of A4 can be read at this size; the file stays below about half a megabyte.
KEPT: Final = Way("JPEG", longest_side=1600, quality=80)


class PhotoTooLarge(Refusal):
    """More bytes or pixels than are taken."""

    message = N_("The photo is too large: at most %(most)d MB. Take it again with a smaller size.")


class PhotoUnreadable(Refusal):
    """No picture, or a damaged one."""

    message = N_("This is no photo that can be opened. Send a picture in JPEG or PNG.")


@dataclass(frozen=True, slots=True)
class Taken:
    """A photograph as it is kept: JPEG, upright, without metadata."""

    data: bytes
    sha256: str


def take_photo(sent: bytes) -> Taken:
    """Return what is kept of a photograph that was sent in.

    Raises PhotoTooLarge, PhotoUnreadable.
    """
    if len(sent) > MOST_MEGABYTES * 1024 * 1024:
        raise PhotoTooLarge(most=MOST_MEGABYTES)
    try:
        data = written_anew(sent, ["JPEG", "PNG"], KEPT)
    except TooManyPixels as error:
        raise PhotoTooLarge(most=MOST_MEGABYTES) from error
    except PictureUnreadable as error:
        raise PhotoUnreadable from error
    return Taken(data, hashlib.sha256(data).hexdigest())
