from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_app.contests import fields
from contest_app.contests.fields import Problem

FORM: list[dict[str, Any]] = [
    {"key": "title", "kind": "text", "required": True, "max_length": 10},
    {"key": "about", "kind": "long_text", "required": False, "max_length": 20},
    {"key": "ai", "kind": "choice", "required": True, "options": [{"key": "none"}, {"key": "parts"}]},
    {"key": "industry", "kind": "industry", "required": False, "options": [{"key": "62.01.1"}]},
    {"key": "link", "kind": "link", "required": False},
    {"key": "file", "kind": "file", "required": True, "types": ["pdf"], "max_mb": 1},
]
GOOD = {"title": "Карта", "about": "Киіз", "ai": "none", "industry": "62.01.1", "link": "https://example.org"}


def problems_of(values: dict[str, str], files: set[str]) -> list[Problem]:
    with pytest.raises(fields.FieldsUnfit) as caught:
        fields.check_complete(FORM, values, files)
    return list(caught.value.problems)


def test_a_complete_entry_passes() -> None:
    fields.check_complete(FORM, GOOD, {"file"})


def test_everything_that_is_missing_is_named_at_once() -> None:
    assert problems_of({}, set()) == [Problem(key, fields.MISSING) for key in ("title", "ai", "file")]


def test_optional_fields_may_stay_empty() -> None:
    fields.check_complete(FORM, {"title": "Карта", "ai": "none"}, {"file"})


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("title", "х" * 11, fields.TOO_LONG),
        ("about", "х" * 21, fields.TOO_LONG),
        ("ai", "much", fields.NOT_AN_OPTION),
        ("industry", "00.00.0", fields.NOT_AN_OPTION),
        ("link", "javascript:alert(1)", fields.NOT_A_LINK),
    ],
)
def test_a_value_that_does_not_fit_is_refused_in_a_draft_too(key: str, value: str, message: str) -> None:
    with pytest.raises(fields.FieldsUnfit) as caught:
        fields.check_draft(FORM, {key: value})

    assert [(problem.key, problem.message) for problem in caught.value.problems] == [(key, message)]


def test_a_text_that_is_too_long_is_told_by_how_much() -> None:
    assert problems_of(GOOD | {"title": "х" * 13}, {"file"}) == [
        Problem("title", fields.TOO_LONG, {"over": 3, "most": 10})
    ]


def test_a_draft_may_be_empty() -> None:
    fields.check_draft(FORM, {})


def test_only_the_forms_own_texts_are_kept_trimmed_and_with_plain_line_ends() -> None:
    typed = {"title": "  Карта ", "about": "бір\r\nекі", "file": "x", "submitted_at": "2020"}

    assert fields.cleaned(FORM, typed) == {
        "title": "Карта", "about": "бір\nекі", "ai": "", "industry": "", "link": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,x", "file:///etc/passwd", "//example.org",
        "ftp://example.org", "https://", "https:/example.org", "http://localhost", "http://user@example.org/",
        "http://user:secret@example.org/", "https://example.org/\nSet-Cookie: a", "https://exa mple.org",
        'https://example.org/"onclick="x', "https://example.org/<script>", "https://[::1", "example.org",
        "https://example.org/" + "a" * 500,
    ],
)  # fmt: skip
def test_what_is_no_plain_address_of_the_web_is_not_a_link(address: str) -> None:
    assert not fields.is_web_address(address)


@pytest.mark.parametrize(
    "address", ["https://youtu.be/abc?t=1#x", "http://example.org", "HTTPS://пример.рф/путь", "https://a.kz:8080/б"]
)
def test_an_address_of_the_web_is_a_link(address: str) -> None:
    assert fields.is_web_address(address)


@given(st.text())
def test_any_text_at_all_is_judged_without_failing(text: str) -> None:
    assert fields.is_web_address(text) in (True, False)


DECLARED: list[dict[str, Any]] = [
    {"key": "rules", "kind": "consent", "required": True, "options": [{"key": "yes"}]},
    {"key": "ai", "kind": "ai_use", "required": True, "options": [{"key": "none"}, {"key": "helped"}]},
]


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"ai": "none"}, Problem("rules", fields.NOT_TICKED)),
        ({"rules": "yes"}, Problem("ai", fields.MISSING)),
        ({"rules": "yes", "ai": "helped"}, Problem("ai__words", fields.WHAT_FOR)),
        (
            {"rules": "yes", "ai": "helped", "ai__words": "х" * 501},
            Problem("ai__words", fields.TOO_LONG, {"over": 1, "most": 500}),
        ),
    ],
)
def test_a_statement_is_ticked_and_help_of_a_machine_is_told_in_words(
    values: dict[str, str], problem: Problem
) -> None:
    with pytest.raises(fields.FieldsUnfit) as caught:
        fields.check_complete(DECLARED, values, ())

    assert list(caught.value.problems) == [problem]


def test_who_used_no_machine_needs_no_words_and_words_are_kept_where_there_are_some() -> None:
    fields.check_complete(DECLARED, {"rules": "yes", "ai": "none"}, ())

    kept = fields.cleaned(DECLARED, {"rules": "yes", "ai": "helped", "ai__words": " суреттер ", "other": "x"})

    assert kept == {"rules": "yes", "ai": "helped", "ai__words": "суреттер"}
