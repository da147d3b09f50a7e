from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from contest_app.picture_files import PictureUnreadable, Way, written_anew

SMALL = Way("JPEG", longest_side=50, quality=80)


def sent(kind: str, colour: tuple[int, ...] = (10, 200, 30), **extra: object) -> bytes:
    buffer = BytesIO()
    Image.new("RGBA" if len(colour) > 3 else "RGB", (100, 60), colour).save(buffer, kind, **extra)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "way", "kept"),
    [
        (sent("JPEG"), SMALL, ("JPEG", (50, 30), "RGB")),
        (sent("PNG", (10, 200, 30, 90)), SMALL, ("JPEG", (50, 30), "RGB")),
        (sent("PNG", (10, 200, 30, 90)), Way("PNG", 80, 80), ("PNG", (80, 48), "RGBA")),
    ],
)
def test_a_picture_is_kept_in_the_way_that_its_feature_asks_for(
    data: bytes, way: Way, kept: tuple[str, tuple[int, int], str]
) -> None:
    picture = Image.open(BytesIO(written_anew(data, ["JPEG", "PNG"], way)))

    assert (picture.format, picture.size, picture.mode) == kept


def test_a_format_that_is_not_asked_for_is_not_opened() -> None:
    with pytest.raises(PictureUnreadable):
        written_anew(sent("GIF"), ["JPEG", "PNG"], SMALL)
