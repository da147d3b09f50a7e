from __future__ import annotations

from typing import Any

import pytest

from contest_app.contests.receipt import fingerprint, in_groups

CONTENT: dict[str, Any] = {
    "code": "K7Q2",
    "title": "Карта",
    "fields": {"about": "Киіз", "link": ""},
    "authors": ["Қасымова Әлия"],
    "files": {"file 0": "a" * 64},
}


def test_the_same_content_has_the_same_fingerprint_in_whatever_order_it_is_kept() -> None:
    turned = CONTENT | {"fields": {"link": "", "about": "Киіз"}}

    assert fingerprint(**turned) == fingerprint(**CONTENT)


@pytest.mark.parametrize(
    "change",
    [{"code": "K7Q3"}, {"title": "Карта."}, {"fields": {}}, {"authors": []}, {"files": {"file 0": "b" * 64}}],
)
def test_any_change_gives_another(change: dict[str, Any]) -> None:
    assert fingerprint(**(CONTENT | change)) != fingerprint(**CONTENT)


def test_a_fingerprint_is_shown_whole_in_groups() -> None:
    assert in_groups(fingerprint(**CONTENT)).replace(" ", "") == fingerprint(**CONTENT)
