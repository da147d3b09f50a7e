"""Contact sheets: many pictures of pages on one, small, each with its name, to be looked at by people."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from contest_app.config import ROOT

FONT: Final = ROOT / "contest_app" / "records" / "fonts" / "Geologica-Regular.ttf"
#: In pixels: a phone's picture is shown at half a desktop's width, and a long page is cut.
THUMB_WIDTHS: Final = {360: 270, 1280: 540}
MOST_HEIGHT: Final = 760
SHEET_WIDTH: Final = 1760
GAP: Final = 20
CAPTION: Final = 26
GROUND, INK = "#d8dde3", "#1b2430"


def contact_sheet(pictures: Sequence[Path], width: int) -> Image.Image:
    """Return a sheet of the pictures, taken in windows of ``width``, in rows from left to right."""
    thumbs = [_thumb(path, THUMB_WIDTHS[width]) for path in pictures]
    columns = max(1, (SHEET_WIDTH - GAP) // (THUMB_WIDTHS[width] + GAP))
    rows = [list(range(start, min(start + columns, len(thumbs)))) for start in range(0, len(thumbs), columns)]
    heights = [max(thumbs[place].height for place in row) + CAPTION + GAP for row in rows]
    sheet = Image.new("RGB", (SHEET_WIDTH, sum(heights) + GAP), GROUND)
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.truetype(str(FONT), 15)
    top = GAP
    for row, height in zip(rows, heights, strict=True):
        for column, place in enumerate(row):
            left = GAP + column * (THUMB_WIDTHS[width] + GAP)
            draw.text((left, top), pictures[place].name.rpartition(f"-{width}-")[0], fill=INK, font=font)
            sheet.paste(thumbs[place], (left, top + CAPTION))
        top += height
    return sheet


def _thumb(path: Path, width: int) -> Image.Image:
    with Image.open(path) as picture:
        small = picture.convert("RGB").resize((width, round(picture.height * width / picture.width)))
    return small.crop((0, 0, width, min(small.height, MOST_HEIGHT)))
