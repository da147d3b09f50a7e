"""Texts, lists and moments."""

from __future__ import annotations

import hashlib
import zlib
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_app.tasks.rules.answering import (
    GRACE,
    Change,
    State,
    Unreadable,
    base_revision,
    claims_to_be_whole,
    clean_text,
    fingerprint,
    is_late,
    new_receipt,
    read_change,
    shown_receipt,
)

DUE = datetime(2026, 11, 20, 6, 3, tzinfo=UTC)
KEY = "0b5f6b1e-0000-4000-8000-000000000001"
OTHER = "0b5f6b1e-0000-4000-8000-000000000002"


def test_cleaned_text_is_composed_single_spaced_and_free_of_control_characters() -> None:
    assert clean_text("\t и\u0306од \u0000\ud800\n\u00a0сақина\ufeff ") == "йод сақина"


@given(st.text(st.characters()))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean_text(text)

    assert clean_text(once) == once
    once.encode()


def test_fingerprint_is_of_keys_and_texts_by_ascending_key_whatever_the_order() -> None:
    canonical = f"{KEY}\nүй\n{OTHER}\nшам\n".encode()

    assert fingerprint([(OTHER, "шам"), (KEY, "үй")]) == hashlib.sha256(canonical).hexdigest()


@pytest.mark.parametrize(
    ("payload", "is_whole"),
    [
        ({"count": 1, "sha256": fingerprint([(KEY, "үй")])}, True),
        ({"count": 1, "crc32": zlib.crc32(f"{KEY}\nүй\n".encode())}, True),
        ({"count": 2, "sha256": fingerprint([(KEY, "үй")])}, False),
        ({"count": 1, "sha256": fingerprint([(KEY, "шам")])}, False),
        ({"count": 1, "crc32": 0}, False),
        ({"count": 1, "sha256": None, "crc32": [7]}, False),
        ({}, False),
    ],
)
def test_a_claim_holds_only_where_count_and_texts_are_those_that_arrived(
    payload: dict[str, Any], is_whole: bool
) -> None:
    assert claims_to_be_whole(payload, [(KEY, "үй")]) is is_whole


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"idea": "x"},
        {"idea": 5},
        {"idea": KEY, "text": 5},
        {"idea": KEY, "text": "үй", "revision": "1"},
        {"idea": KEY, "text": "үй", "revision": -1},
        {"idea": KEY, "text": "үй", "revision": True},
        {"idea": KEY, "text": "үй", "position": 10**12},
        {"idea": KEY, "text": "үй", "position": 1.5},
    ],
)
def test_a_change_with_a_field_missing_or_of_another_type_is_unreadable(payload: dict[str, Any]) -> None:
    with pytest.raises(Unreadable):
        read_change(payload, clean_text)


def test_a_change_is_read_with_its_text_cleaned() -> None:
    assert read_change({"idea": KEY, "text": " үй ", "revision": 2}, clean_text) == Change(
        UUID(KEY), "үй", None, 2, 0
    )


@pytest.mark.parametrize("pastes", [-1, 1001, "3", 1.5, True, None])
def test_a_number_of_pastes_that_nobody_could_make_is_unreadable(pastes: object) -> None:
    with pytest.raises(Unreadable):
        read_change({"idea": KEY, "text": "үй", "pastes": pastes}, clean_text)


@pytest.mark.parametrize(
    ("before", "base"),
    [
        (None, 4),
        ({"state": State.APPLIED, "revision": 7}, 7),
        ({"state": State.REFUSED, "revision": 6}, 6),
        ({"state": State.STALE, "revision": 7}, None),
        ({"state": State.CLOSED}, None),
    ],
)
def test_a_change_builds_on_what_the_one_before_it_made_if_that_was_taken(
    before: dict[str, Any] | None, base: int | None
) -> None:
    assert base_revision(4, before) == base


@pytest.mark.parametrize(
    ("after_due", "late"), [(timedelta(0), False), (GRACE, False), (GRACE + timedelta(microseconds=1), True)]
)
def test_an_idea_is_late_only_after_the_end_and_the_grace(after_due: timedelta, late: bool) -> None:
    assert is_late(DUE, DUE + after_due) is late


def test_receipts_are_eight_clear_letters_shown_in_two_halves() -> None:
    receipt = new_receipt()

    assert len(receipt) == 8
    assert set(receipt) & set("01OILU") == set()
    assert shown_receipt(receipt) == f"{receipt[:4]}-{receipt[4:]}"
