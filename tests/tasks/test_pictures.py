from __future__ import annotations

import pytest

from contest_app.config import ROOT
from contest_app.tasks.pictures import LARGEST_BYTES, faults_of

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3">{}</svg>'


def test_every_drawing_of_the_bank_is_fit() -> None:
    for path in ROOT.glob("item_bank/pictures/*.svg"):
        assert list(faults_of(path.read_text(encoding="utf-8"))) == [], path.name


def test_a_plain_drawing_is_fit() -> None:
    inside = '<defs><linearGradient id="sky"/></defs><rect fill="url(#sky)" width="4" height="3"/><use href="#sky"/>'

    assert list(faults_of(DRAWING.format(inside))) == []


@pytest.mark.parametrize(
    ("svg", "reason"),
    [
        (DRAWING.format("<script>alert(1)</script>"), "<script>"),
        (DRAWING.format("<foreignObject/>"), "<foreignObject>"),
        (DRAWING.format('<image href="https://example.org/a.png"/>'), "<image>"),
        (DRAWING.format('<rect onclick="alert(1)"/>'), "onclick"),
        (DRAWING.format('<use href="other.svg#part"/>'), "href"),
        (DRAWING.format('<rect fill="url(https://example.org/a)"/>'), "fill"),
        (DRAWING.format("<rect style=\"background:url( 'x')\"/>"), "style"),
        ('<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + DRAWING.format("&a;"), "document type"),
        ("<svg", "not XML"),
        ("<html/>", "viewBox"),
        (DRAWING.format("<g>" + " " * LARGEST_BYTES + "</g>"), "larger"),
    ],
)
def test_a_drawing_that_acts_loads_or_cannot_be_read_is_refused(svg: str, reason: str) -> None:
    assert any(reason in fault for fault in faults_of(svg))
