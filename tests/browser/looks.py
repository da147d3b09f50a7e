"""What a page promises once it is drawn: room on a narrow screen, targets for fingers, words in one language, axe."""

from __future__ import annotations

from collections.abc import Container
from functools import cache
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Page

from .words import untranslated

HERE: Final = Path(__file__).parent
AXE_TAGS: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN_AXE: Final = """async (only) => {
  const { violations } = await axe.run(document, { runOnly: only, resultTypes: ["violations"] });
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary}`));
}"""


def shown_faults(page: Page, language: str, names: Container[str] = ()) -> list[str]:
    """Return what is wrong with the page as it is shown, without axe; ``names`` are not to be translated."""
    seen: dict[str, Any] = page.evaluate(text_of("page_probe.js"))
    faults = [f"not translated: {phrase!r}" for phrase in untranslated(seen["phrases"], language, names)]
    if seen["overflow"]["beyond"]:
        faults.append(f"{seen['overflow']['beyond']} px too wide: {seen['overflow']['elements']}")
    return faults + [f"target of {w}x{h} px, {least} wanted: {name}" for name, w, h, least in seen["small"]]


def axe_faults(page: Page) -> list[str]:
    """Return each node that breaks a rule of WCAG 2.2, levels A and AA, as axe-core finds it."""
    return _run_axe(page, {"type": "tag", "values": AXE_TAGS})


def contrast_faults(page: Page) -> list[str]:
    """Return each node whose words do not stand out from their ground."""
    return _run_axe(page, {"type": "rule", "values": ["color-contrast"]})


def _run_axe(page: Page, only: dict[str, object]) -> list[str]:
    page.evaluate(text_of("vendor/axe.min.js"))
    faults: list[str] = page.evaluate(RUN_AXE, only)
    return faults


@cache
def text_of(name: str) -> str:
    """Return the text of a script that lies beside the tests."""
    return (HERE / name).read_text(encoding="utf-8")
