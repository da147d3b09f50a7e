"""Pictures drawn here, changed as they are on their way from phone to phone."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import numpy as np
import pytest
from PIL import Image, ImageEnhance, ImageOps

from contest_app.likeness.rules.pictures import alike_pictures, seen_of


def drawn(seed: int) -> Image.Image:
    """A picture of soft patches, as photographs are."""
    rough = np.random.default_rng(seed).integers(0, 255, (9, 12, 3), dtype=np.uint8)
    return Image.fromarray(rough).resize((900, 660), Image.Resampling.BICUBIC)


def saved_anew(picture: Image.Image) -> Image.Image:
    buffer = BytesIO()
    picture.save(buffer, "JPEG", quality=35)
    return Image.open(buffer)


def cropped(picture: Image.Image) -> Image.Image:
    across, down = picture.width // 33, picture.height // 33
    return picture.crop((across, down, picture.width - across, picture.height - down))


CHANGES: dict[str, Callable[[Image.Image], Image.Image]] = {
    "the same": lambda picture: picture,
    "smaller": lambda picture: picture.resize((picture.width // 4, picture.height // 4)),
    "squeezed": lambda picture: picture.resize((picture.width // 2, picture.height // 3)),
    "saved anew": saved_anew,
    "cropped by 3 % each side": cropped,
    "brighter": lambda picture: ImageEnhance.Brightness(picture).enhance(1.25),
    "darker": lambda picture: ImageEnhance.Brightness(picture).enhance(0.7),
    "grey": lambda picture: picture.convert("L"),
    "with little contrast": lambda picture: ImageEnhance.Contrast(picture).enhance(0.6),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_picture_is_recognised_among_others(change: str) -> None:
    pictures = [CHANGES[change](drawn(7)), *(drawn(seed) for seed in range(40))]

    found = alike_pictures([seen for picture in pictures if (seen := seen_of(picture))], 1)

    assert [(pair.one, pair.other, pair.is_mirrored) for pair in found] == [(0, 8, False)]


def test_a_mirrored_picture_is_recognised_as_such() -> None:
    seen = [seen_of(drawn(1)), seen_of(ImageOps.mirror(drawn(1)))]

    found = alike_pictures([each for each in seen if each], 1)

    assert [(pair.one, pair.other, pair.is_mirrored) for pair in found] == [(0, 1, True)]


def test_a_hundred_and_fifty_other_pictures_are_not_taken_for_each_other() -> None:
    seen = [each for seed in range(150) if (each := seen_of(drawn(seed)))]

    assert alike_pictures(seen, len(seen)) == []


@pytest.mark.parametrize("shade", ["white", "black", "#f4f4f4"])
def test_an_empty_page_is_like_nothing(shade: str) -> None:
    assert seen_of(Image.new("RGB", (300, 400), shade)) is None


def test_what_is_drawn_on_transparent_paper_is_seen() -> None:
    drawing = Image.new("RGBA", (400, 400))
    drawing.paste((0, 0, 0, 255), (50, 50, 200, 300))

    on_paper = Image.alpha_composite(Image.new("RGBA", drawing.size, "white"), drawing)

    assert seen_of(drawing) == seen_of(on_paper.convert("RGB")) != None  # noqa: E711 -- there is something to see
