"""What a page's markup promises, read off the bytes that the server sent: each check returns the faults it found."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

import html5lib

from contest_app.languages import LANGUAGES

INLINE_HANDLER: Final = re.compile(r"on[a-z]+$")
FIELDS: Final = {"input", "select", "textarea"}
UNLABELLED_KINDS: Final = {"hidden", "submit", "button"}


def markup_faults(html: str, language: str) -> list[str]:
    """Return everything that is wrong with a page written in ``language``."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    page = parser.parse(html)
    faults = [f"invalid HTML at {place}: {code} {facts}" for place, code, facts in parser.errors]
    for check in (_headings, _ids, _inline, _labels):
        faults += check(page)
    return faults + list(_languages(page, language))


def _headings(page: Element) -> Iterator[str]:
    count = len(page.findall(".//h1"))
    if count != 1:
        yield f"{count} headings h1"
    if not (page.findtext(".//title") or "").strip():
        yield "no title"


def _ids(page: Element) -> Iterator[str]:
    # What a template holds is no part of the page until a script makes it so.
    held = {id(element) for template in page.iter("template") for element in template.iter()}
    counts = Counter(element.get("id") for element in page.iter() if id(element) not in held)
    yield from (f"id {name!r} stands {count} times" for name, count in counts.items() if name and count > 1)
    for link in page.iter("a"):
        before, mark, name = (link.get("href") or "").partition("#")
        if mark and not before and name not in counts:
            yield f"link to #{name} leads nowhere"
    for element in page.iter():
        for attribute in ("for", "aria-labelledby", "aria-describedby", "aria-controls", "form"):
            for name in (element.get(attribute) or "").split():
                if name not in counts:
                    yield f"{attribute}={name!r} points at nothing"


def _inline(page: Element) -> Iterator[str]:
    for element in page.iter():
        if element.tag == "style" or (element.tag == "script" and not element.get("src")):
            yield f"inline <{element.tag}>"
        for attribute in element.attrib:
            if attribute == "style" or INLINE_HANDLER.match(str(attribute)):
                yield f"inline {attribute} on <{element.tag}>"


def _labels(page: Element) -> Iterator[str]:
    named = {label.get("for") for label in page.iter("label")}
    wrapped = {id(field) for label in page.iter("label") for field in label.iter()}
    for field in page.iter():
        if field.tag not in FIELDS or field.get("type") in UNLABELLED_KINDS:
            continue
        has_words = field.get("aria-label") or field.get("aria-labelledby") or field.get("id") in named
        if not has_words and id(field) not in wrapped:
            yield f"field {field.get('name')!r} has no label"


def _languages(page: Element, language: str) -> Iterator[str]:
    if page.get("lang") != language:
        yield f"the page says lang={page.get('lang')!r}"
    for element in page.iter():
        spoken = element.get("lang")
        if spoken is not None and spoken not in LANGUAGES:
            yield f"<{element.tag}> says lang={spoken!r}"
