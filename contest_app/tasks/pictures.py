"""Pictures of items: our own drawings as SVG, checked before they are taken in.

A picture travels inside its item's content, so that an attempt keeps the drawing that it was shown, and inside the
page, so that it is there when the link is not.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree as ET

LARGEST_BYTES: Final = 24 * 1024

_NAMESPACE: Final = "{http://www.w3.org/2000/svg}"
_SHAPES: Final = {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"}
_PAINTS: Final = {"linearGradient", "radialGradient", "stop", "clipPath", "mask", "pattern"}
_ELEMENTS: Final = frozenset({"svg", "g", "defs", "symbol", "use", "title", "desc"} | _SHAPES | _PAINTS)
_DECLARATION: Final = re.compile(r"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_ELSEWHERE: Final = re.compile(r"url\(\s*['\"]?(?!#)|javascript:", re.IGNORECASE)


def faults_of(svg: str) -> Iterator[str]:
    """Yield what makes a drawing unfit: too large, not XML, or with parts that act or load something."""
    if len(svg.encode()) > LARGEST_BYTES:
        yield f"larger than {LARGEST_BYTES} bytes"
        return
    if _DECLARATION.search(svg):  # entities could unfold to gigabytes
        yield "declares a document type or entities"
        return
    try:
        root = ET.fromstring(svg)  # noqa: S314 -- no document type, no entities
    except ET.ParseError as error:
        yield f"not XML: {error}"
        return
    if root.tag != f"{_NAMESPACE}svg" or "viewBox" not in root.attrib:
        yield "not an SVG drawing with a viewBox"
    for element in root.iter():
        yield from _faults_of_element(element)


def data_url(svg: str) -> str:
    """Return a drawing as an address that holds it.

    >>> data_url("<svg/>")
    'data:image/svg+xml;base64,PHN2Zy8+'
    """
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def _faults_of_element(element: ET.Element) -> Iterator[str]:
    name = str(element.tag).removeprefix(_NAMESPACE)
    if name not in _ELEMENTS:
        yield f"<{name}> may not stand in a drawing"
    for attribute, value in element.attrib.items():
        plain = attribute.rpartition("}")[2].lower()
        is_link = plain == "href" and not value.startswith("#")
        if plain.startswith("on") or is_link or _ELSEWHERE.search(value):
            yield f"{plain}={value[:40]!r} may not stand in a drawing"
