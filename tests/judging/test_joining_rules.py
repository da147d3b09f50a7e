"""Links, ties and the declaration: no database."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from factories import NOW

from contest_app.config import ROOT
from contest_app.judging.declaration import Declaration
from contest_app.judging.invitations import State, link_token, state_of
from contest_app.judging.ties import Circle, NameTooShort, checked_name, is_close
from contest_app.languages import LANGUAGES

SCHOOL, OTHER = UUID(int=1), UUID(int=2)
CIRCLE = Circle(frozenset({SCHOOL}), ("Қасымова Әлия Ерланқызы", "Петров И. С."))


def test_a_token_is_one_invitations_one_versions_and_one_keys_and_has_128_bits() -> None:
    tokens = {
        link_token(key, invitation_id, version)
        for key in ("key", "other")
        for invitation_id in (SCHOOL, OTHER)
        for version in (1, 2)
    }

    assert len(tokens) == 8
    assert {len(token) for token in tokens} == {22}


@pytest.mark.parametrize(
    ("school", "person", "close"),
    [
        (SCHOOL, None, True),
        (OTHER, None, False),
        (None, "әлия ҚАСЫМОВА", True),
        (None, "Петров И.", True),
        (None, "Қасымов Әлия", False),
        (None, "Әлия", False),
    ],
)
def test_an_entry_is_close_by_its_school_or_by_the_whole_name(
    school: UUID | None, person: str | None, close: bool
) -> None:
    assert is_close(school, person, CIRCLE) is close


@pytest.mark.parametrize("name", ["", "Әлия", " . "])
def test_one_word_names_nobody(name: str) -> None:
    with pytest.raises(NameTooShort):
        checked_name(name)


def test_an_invitation_is_taken_before_it_is_late_or_withdrawn() -> None:
    def state(*, late: bool = False, revoked: bool = False, came: bool = False, signed: bool = False) -> State:
        return state_of(
            expires_at=NOW if late else NOW + timedelta(seconds=1),
            revoked_at=NOW if revoked else None,
            accepted_at=NOW if came else None,
            is_signed=signed,
            now=NOW,
        )

    assert [
        state(),
        state(late=True),
        state(late=True, revoked=True),
        state(late=True, revoked=True, came=True),
        state(came=True, signed=True),
    ] == [State.WAITING, State.EXPIRED, State.REVOKED, State.CAME_IN, State.SIGNED]


def test_the_declaration_says_the_same_in_three_languages_and_each_reading_has_its_hash() -> None:
    text = Declaration.read(ROOT / "item_bank")

    assert [set(promise) for promise in text.promises] == [set(LANGUAGES)] * len(text.promises)
    assert len({text.sha256(language) for language in LANGUAGES}) == 3
    changed = Declaration(text.version, text.title, text.promises[:-1])
    assert changed.sha256("kk") != text.sha256("kk")
