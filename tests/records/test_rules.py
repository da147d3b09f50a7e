"""What a certificate says, its number and its hash."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from factories import NOW
from records.records_factories import make_content

from contest_app.records import rules
from contest_app.records.rules import Content


def test_content_is_read_back_as_it_was_stored() -> None:
    content = make_content()

    assert Content.from_stored(content.stored()) == content


@pytest.mark.parametrize("name", [field.name for field in fields(Content)])
def test_changing_any_part_of_the_content_changes_its_hash(name: str) -> None:
    content = make_content()
    value = getattr(content, name)
    changed: dict[str, Any] = {name: f"{value}x" if isinstance(value, str) else {**value, "kk": "x"}}

    assert replace(content, **changed).sha256 != content.sha256


def test_the_hash_does_not_depend_on_the_order_in_which_a_database_gives_the_keys() -> None:
    stored = make_content().stored()

    assert Content.from_stored(dict(reversed(stored.items()))).sha256 == make_content().sha256


def test_public_ids_carry_128_bits_and_are_recognised() -> None:
    ids = {rules.new_public_id() for _ in range(1000)}

    assert len(ids) == 1000
    assert all(rules.typed_public_id(public_id) == public_id for public_id in ids)


@pytest.mark.parametrize("text", ["", "abc", "../../etc/passwd", "a" * 27, "1" * 26, "https://qiyal.example/verify/"])
def test_what_is_no_public_id_is_none(text: str) -> None:
    assert rules.typed_public_id(text) is None


def test_numbers_of_one_contest_differ_in_the_serial_alone() -> None:
    contest_id = uuid4()

    first, second = (rules.certificate_number(contest_id, serial, NOW) for serial in (1, 2))

    assert first.endswith("-0001")
    assert second == first[:-1] + "2"


def test_the_year_of_a_number_is_that_of_its_date() -> None:
    assert rules.certificate_number(UUID(int=0), 10000, NOW) == "2026-2222-10000"


def test_a_reason_that_says_nothing_is_refused() -> None:
    with pytest.raises(rules.ReasonMissing):
        rules.checked_reason(" \n\t ")


def test_a_reason_is_kept_trimmed_and_cut() -> None:
    assert rules.checked_reason("  wrong \n name ") == "wrong name"
    assert len(rules.checked_reason("x" * 5000)) == rules.REASON_LENGTH
