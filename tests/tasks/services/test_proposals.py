"""An item changes when one person proposes and another accepts; what was answered stays with its version."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from factories import NOW, make_user
from sqlalchemy import select, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session
from tasks.tasks_factories import BANK, make_items

from contest_app.accounts.models import User
from contest_app.audit import AuditRow
from contest_app.config import ROOT
from contest_app.db import Database
from contest_app.roles import Role
from contest_app.tasks import kinds
from contest_app.tasks.bank import content_hash, item_yaml, read_bank
from contest_app.tasks.models import Item, ItemDecision, ItemProposal
from contest_app.tasks.queries import items as item_queries
from contest_app.tasks.queries import proposals as queries
from contest_app.tasks.rules.proposals import ItemChanged, NothingChanged, OwnProposal, ProposalDecided, editable
from contest_app.tasks.services import bank, proposals
from contest_app.tasks.services.proposals import ItemFaulty

LATER = NOW + timedelta(hours=1)
TITLE = {"kk": "Жаңа атау", "ru": "Новое название", "en": "A new name"}
Act = Callable[[Session, ItemProposal, User], object]


def accept(session: Session, proposal: ItemProposal, actor: User) -> Item:
    return proposals.accept(session, proposal, actor=actor, now=LATER)


def send_back(session: Session, proposal: ItemProposal, actor: User) -> None:
    proposals.send_back(session, proposal, "Too long for the youngest.", actor=actor, now=LATER)


def withdraw(session: Session, proposal: ItemProposal, actor: User) -> None:
    proposals.withdraw(session, proposal, actor=actor, now=LATER)


@pytest.fixture
def item(session: Session) -> Item:
    return make_items(session)[0]


@pytest.fixture
def author(session: Session) -> User:
    return make_user(session, Role.METHODOLOGIST, name="Автор")


@pytest.fixture
def other(session: Session) -> User:
    return make_user(session, Role.METHODOLOGIST, name="Екінші")


def propose(session: Session, item: Item, author: User, **changed: Any) -> ItemProposal:
    said = editable(item.fields) | (changed or {"title": TITLE})
    made = proposals.propose(session, item, said, note="Clearer.", actor=author, now=NOW)
    session.flush()
    found = queries.proposal(session, made.id)
    assert found is not None
    return found


def acts(session: Session) -> list[str]:
    rows = session.scalars(select(AuditRow).where(AuditRow.act.startswith("item.change")).order_by(AuditRow.at))
    return [row.act for row in rows]


def test_an_accepted_proposal_is_a_new_version_and_the_old_one_stays(
    session: Session, item: Item, author: User, other: User
) -> None:
    before = item.fields

    made = accept(session, propose(session, item, author), other)

    newest = item_queries.newest(session, item.slug)
    assert newest is made
    assert made.fields == before | {"version": 2, "title": TITLE}
    assert made.content_hash == content_hash(made.fields)
    first = item_queries.version(session, item.slug, 1)
    assert first is not None
    assert first.fields == before
    assert acts(session) == ["item.change_proposed", "item.change_accepted"]


def test_an_accepted_edit_goes_back_to_its_file(
    session: Session, item: Item, author: User, other: User, tmp_path: Any
) -> None:
    made = accept(session, propose(session, item, author), other)
    path = tmp_path / "items" / made.kind / f"{made.slug}.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(item_yaml(made.fields), encoding="utf-8")

    again = bank.import_items(session, read_bank(tmp_path, kinds.schemas(), beside=ROOT / "item_bank"), now=LATER)

    assert again == bank.Imported(added=(), unchanged=(made.slug,))


def test_nobody_decides_an_own_proposal(session: Session, item: Item, author: User) -> None:
    proposal = propose(session, item, author)

    for act in (accept, send_back):
        with pytest.raises(OwnProposal):
            act(session, proposal, author)

    assert session.scalars(select(ItemDecision)).all() == []


@pytest.mark.parametrize("first", [accept, send_back])
@pytest.mark.parametrize("second", [accept, send_back])
def test_a_proposal_is_decided_once(
    session: Session, item: Item, author: User, other: User, first: Act, second: Act
) -> None:
    proposal = propose(session, item, author)
    first(session, proposal, other)

    with pytest.raises(ProposalDecided):
        second(session, proposal, other)


def test_a_returned_proposal_keeps_its_reason_and_changes_nothing(
    session: Session, item: Item, author: User, other: User
) -> None:
    proposal = propose(session, item, author)

    send_back(session, proposal, other)
    session.flush()

    assert proposal.decision is not None
    assert (proposal.decision.reason, proposal.decision.decided_by_id) == ("Too long for the youngest.", other.id)
    assert [row.version for row in item_queries.versions(session, item.slug)] == [1]
    assert queries.waiting(session) == []


def test_of_two_proposals_on_one_version_the_second_must_look_again(
    session: Session, item: Item, author: User, other: User
) -> None:
    first, second = propose(session, item, author), propose(session, item, other, seconds=240)
    newest = accept(session, first, other)

    with pytest.raises(ItemChanged):
        accept(session, second, author)
    with pytest.raises(ItemChanged):
        propose(session, item, author, seconds=300)

    again = propose(session, newest, other, seconds=240)
    assert accept(session, again, author).fields["title"] == TITLE
    assert [row.version for row in item_queries.versions(session, item.slug)] == [3, 2, 1]


def test_a_new_proposal_of_the_same_person_takes_the_earlier_one_back(
    session: Session, item: Item, author: User, other: User
) -> None:
    first = propose(session, item, author)
    strangers = propose(session, item, other, seconds=240)

    second = propose(session, item, author, seconds=300)

    assert {row.id for row in queries.waiting_for(session, item.slug)} == {second.id, strangers.id}
    session.refresh(first, ["decision"])
    assert first.decision is not None
    assert first.decision.verdict == "withdrawn"


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        ({"title": TITLE | {"kk": ""}}, ("title", "kk")),
        ({"seconds": 5}, ("seconds",)),
        ({"grades": []}, ("grades",)),
        ({"themes": []}, ("themes",)),
        ({"examples": {"kk": ["а"], "ru": ["б"], "en": []}}, ("examples", "en")),
    ],
)
def test_a_faulty_item_is_refused_with_the_places(
    session: Session, item: Item, author: User, changed: dict[str, Any], path: tuple[str, ...]
) -> None:
    with pytest.raises(ItemFaulty) as refused:
        propose(session, item, author, **changed)

    assert [breach.path for breach in refused.value.breaches] == [path]


def test_an_example_that_names_the_object_is_refused(session: Session, item: Item, author: User) -> None:
    named = item.content["object"]["ru"]
    examples = item.content["examples"] | {"ru": [f"{named} на стене"]}

    with pytest.raises(ItemFaulty) as refused:
        propose(session, item, author, examples=examples)

    assert [(breach.path, breach.rule) for breach in refused.value.breaches] == [
        (("examples", "ru", 0), "own_object")
    ]


def test_what_is_there_already_is_no_proposal(session: Session, item: Item, author: User) -> None:
    with pytest.raises(NothingChanged):
        propose(session, item, author, title=item.title)


def test_a_picture_survives_a_change_of_words(session: Session, author: User, other: User) -> None:
    [camel] = bank.import_items(session, [one for one in BANK if one.slug == "camel-at-the-window"], now=NOW).added
    session.flush()

    made = accept(session, propose(session, camel, author), other)

    assert made.content["picture"] == camel.content["picture"]
    assert "<svg" in made.content["picture"]["svg"]


@pytest.mark.parametrize("model", [ItemProposal, ItemDecision])
def test_what_was_proposed_and_decided_is_never_edited(
    database: Database, model: type[ItemProposal | ItemDecision]
) -> None:
    with database.transaction() as session:
        item = make_items(session)[0]
        author, other = (make_user(session, Role.METHODOLOGIST) for _ in range(2))
        session.flush()
        send_back(session, propose(session, item, author), other)

    values = {"note": "x"} if model is ItemProposal else {"reason": "x"}
    with pytest.raises(DatabaseError, match="append-only"), database.transaction() as session:
        session.execute(update(model).values(**values))


def test_of_two_proposals_accepted_at_the_same_moment_one_becomes_a_version(database: Database) -> None:
    with database.transaction() as session:
        item = make_items(session)[0]
        authors = [make_user(session, Role.METHODOLOGIST, name=name) for name in ("Бірінші", "Екінші")]
        reviewer = make_user(session, Role.ADMINISTRATOR)
        session.flush()
        keys = [propose(session, item, one, seconds=240 + place).id for place, one in enumerate(authors)] * 4

    def press(key: UUID) -> bool:
        try:
            with database.transaction() as session:
                proposal = queries.proposal_to_decide(session, key)
                assert proposal is not None
                accept(session, proposal, reviewer)
        except (ItemChanged, ProposalDecided):
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        accepted = list(pool.map(press, keys))

    with database.reading() as session:
        assert [row.version for row in item_queries.versions(session, item.slug)] == [2, 1]
    assert accepted.count(True) == 1
