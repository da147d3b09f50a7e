"""Photographs of paper sheets: judged by their content, decoded and written anew.

So no place, device or date stays in them, and nothing hides behind the picture.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from contest_app.errors import Refusal
from contest_app.languages import N_

MEDIA_TYPE: Final = "image/jpeg"
MOST_MEGABYTES: Final = 10
#: Decoding takes up to 4 bytes a pixel, so a picture at the limit takes 160 MB for a moment.
MOST_PIXELS: Final = 40_000_000
#: A sheet of A4 can be read at this size; the file stays below about half a megabyte.
LONGEST_SIDE: Final = 1600
QUALITY: Final = 80


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
        picture = Image.open(BytesIO(sent), formats=["JPEG", "PNG"])
        if picture.width * picture.height > MOST_PIXELS:
            raise PhotoTooLarge(most=MOST_MEGABYTES)
        data = _written_anew(picture)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PhotoTooLarge(most=MOST_MEGABYTES) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise PhotoUnreadable from error
    return Taken(data, hashlib.sha256(data).hexdigest())


def _written_anew(picture: Image.Image) -> bytes:
    picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    upright = ImageOps.exif_transpose(picture).convert("RGB")
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    upright.info.clear()
    buffer = BytesIO()
    upright.save(buffer, "JPEG", quality=QUALITY)
    return buffer.getvalue()
