"""Pictures that people send in: decoded and written anew.

So nothing of where, when and with what they were taken stays in them, and nothing hides behind the picture.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from io import BytesIO
from typing import Final, Literal

from PIL import Image, ImageOps, UnidentifiedImageError

#: Decoding takes up to 4 bytes a pixel, so a picture at the limit takes 160 MB for a moment.
MOST_PIXELS: Final = 40_000_000
# Pillow warns above this by itself and refuses twice as much, before anything is decoded.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS


class PictureUnreadable(Exception):
    """No picture of these formats, or a damaged one."""


class TooManyPixels(Exception):
    """More pixels than can safely be decoded."""


@dataclass(frozen=True, slots=True)
class Way:
    """How a picture is kept: in which format, how long its longest side may be, how good a JPEG is (1 to 95)."""

    format: Literal["JPEG", "PNG"]
    longest_side: int
    quality: int


def written_anew(sent: bytes, formats: Collection[str], way: Way) -> bytes:
    """Return a picture as it is seen, upright, of a moderate size, without metadata.

    Raises PictureUnreadable, TooManyPixels.
    """
    try:
        return _written(_upright(_opened(sent, formats), way.longest_side), way)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooManyPixels from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise PictureUnreadable from error


def _opened(sent: bytes, formats: Collection[str]) -> Image.Image:
    """Return the picture, not yet decoded."""
    picture = Image.open(BytesIO(sent), formats=list(formats))
    if picture.width * picture.height > MOST_PIXELS:
        raise TooManyPixels
    return picture


def _upright(picture: Image.Image, longest_side: int) -> Image.Image:
    """Return the picture turned as its EXIF says, no longer than that."""
    picture.draft("RGB", (longest_side, longest_side))
    upright = ImageOps.exif_transpose(picture)
    has_alpha = "A" in upright.getbands() or "transparency" in upright.info
    seen = upright.convert("RGBA" if has_alpha else "RGB")
    seen.thumbnail((longest_side, longest_side))
    seen.info.clear()
    return seen


def _written(picture: Image.Image, way: Way) -> bytes:
    buffer = BytesIO()
    if way.format == "JPEG":
        picture.convert("RGB").save(buffer, "JPEG", quality=way.quality)
    else:
        picture.save(buffer, "PNG")
    return buffer.getvalue()
