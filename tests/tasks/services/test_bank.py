from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from factories import NOW
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_app.audit import AuditRow
from contest_app.config import ROOT
from contest_app.tasks import kinds
from contest_app.tasks.bank import BankItem, BankRefused, content_hash, read_bank
from contest_app.tasks.models import Item, NormAnswer, NormPool
from contest_app.tasks.queries import items as queries
from contest_app.tasks.services import bank

ITEMS = read_bank(ROOT / "item_bank", kinds.schemas())
[SPOOL] = [item for item in ITEMS if item.slug == "thread-spool"]
ANSWERS = [("a", "мөр"), ("b", "шам"), ("a", "ілгіш")]


def changed(item: BankItem, **fields: Any) -> BankItem:
    edited = dict(item.fields) | fields
    return replace(item, fields=edited, content_hash=content_hash(edited))


def versions(session: Session) -> list[tuple[str, int]]:
    return sorted((item.slug, item.version) for item in session.scalars(select(Item)))


def test_import_adds_every_item_once_however_often_it_runs(session: Session) -> None:
    first = bank.import_items(session, ITEMS, now=NOW)
    again = bank.import_items(session, ITEMS, now=NOW)

    assert len(first.added) == len(ITEMS)
    assert again == bank.Imported(added=(), unchanged=tuple(item.slug for item in ITEMS))
    assert versions(session) == [(item.slug, 1) for item in ITEMS]
    assert len(session.scalars(select(AuditRow).where(AuditRow.act == "item.imported")).all()) == len(ITEMS)


def test_stored_item_says_what_its_file_says(session: Session) -> None:
    bank.import_items(session, [SPOOL], now=NOW)

    stored = queries.newest(session, "thread-spool")
    assert stored is not None
    assert stored.seconds == 150
    assert stored.title["kk"] == "Бос жіп катушкасы"
    assert kinds.kind_named(stored.kind).prompt(stored.content, "ru") == "катушка от ниток"
    sheet = kinds.kind_named(stored.kind).sheet(stored.content, "en")
    assert sheet.examples[1] == "An old key: press patterns into dough"


def test_changed_content_under_the_same_version_is_refused_and_nothing_is_added(session: Session) -> None:
    bank.import_items(session, [SPOOL], now=NOW)

    with pytest.raises(BankRefused) as refused:
        bank.import_items(session, [*ITEMS[:2], changed(SPOOL, seconds=200)], now=NOW)

    assert [str(fault) for fault in refused.value.faults] == [
        "items/alternative_uses/thread-spool.yaml:1: version 1 is in the bank with other content: raise the version"
    ]
    assert versions(session) == [("thread-spool", 1)]


def test_raised_version_is_added_and_the_old_one_stays(session: Session) -> None:
    bank.import_items(session, [SPOOL], now=NOW)

    bank.import_items(session, [changed(SPOOL, version=2, seconds=200)], now=NOW)

    assert versions(session) == [("thread-spool", 1), ("thread-spool", 2)]
    assert [(item.version, item.seconds) for item in queries.newest_items(session)] == [(2, 200)]


def test_version_below_the_newest_is_refused(session: Session) -> None:
    bank.import_items(session, [changed(SPOOL, version=3)], now=NOW)

    with pytest.raises(BankRefused, match="version 2 is older than version 3 in the bank"):
        bank.import_items(session, [changed(SPOOL, version=2)], now=NOW)


def test_norm_pool_keeps_people_and_the_order_of_their_ideas(session: Session) -> None:
    bank.import_items(session, [SPOOL], now=NOW)

    bank.import_norm_pool(session, "thread-spool", "kk", "2026", ANSWERS, now=NOW)
    session.flush()

    answers = queries.norm_answers(session, "thread-spool", "kk")
    assert [(answer.person, answer.position, answer.text) for answer in answers] == [
        ("a", 1, "мөр"), ("a", 2, "ілгіш"), ("b", 1, "шам"),
    ]  # fmt: skip
    assert {(answer.pool.name, answer.pool.people) for answer in answers} == {("2026", 2)}
    assert queries.norm_answers(session, "thread-spool", "ru") == []


def test_norm_pool_imported_again_is_replaced_whole(session: Session) -> None:
    bank.import_items(session, [SPOOL], now=NOW)

    for text in ("мөр", "шам"):
        bank.import_norm_pool(session, "thread-spool", "kk", "2026", [("a", text)], now=NOW)
        session.flush()

    assert [answer.text for answer in session.scalars(select(NormAnswer))] == ["шам"]
    assert len(session.scalars(select(NormPool)).all()) == 1


@pytest.mark.parametrize(("slug", "answers"), [("thread-spool", []), ("no-such-item", [("a", "мөр")])])
def test_norm_pool_without_answers_or_item_is_refused(
    session: Session, slug: str, answers: list[tuple[str, str]]
) -> None:
    bank.import_items(session, [SPOOL], now=NOW)

    with pytest.raises(ValueError, match="no answers, or no item"):
        bank.import_norm_pool(session, slug, "kk", "2026", answers, now=NOW)
