"""The pages of the item bank: looked through, narrowed, one item with all that the bank says of it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable

import pytest
from factories import NOW, make_user
from flask.testing import FlaskClient
from markupsafe import escape
from sqlalchemy.orm import Session
from tasks.tasks_factories import BANK, make_item

from contest_app.db import Database
from contest_app.languages import sort_key
from contest_app.roles import Role
from contest_app.tasks.bank import BankItem
from contest_app.tasks.kinds import kind_named
from contest_app.tasks.models import Item
from contest_app.tasks.routes.items import PAGE
from contest_app.tasks.services import bank

Browser = Callable[..., FlaskClient]
TITLE = re.compile(r'<h3 class="card__title">.*?<a href="/items/([^"]+)"', re.DOTALL)


@pytest.fixture
def client(database: Database, signed_in: Browser) -> FlaskClient:
    with database.transaction() as session:
        bank.import_items(session, BANK, now=NOW)
        methodologist = make_user(session, Role.METHODOLOGIST)
    return signed_in(methodologist)


def page(client: FlaskClient, address: str) -> str:
    return client.get(address).get_data(as_text=True)


def found(client: FlaskClient, query: str) -> list[str]:
    """The slugs that a query lists, on all its pages."""
    slugs: list[str] = []
    for number in range(1, 20):
        listed = TITLE.findall(page(client, f"/items?{query}&page={number}"))
        if not listed or listed[0] in slugs:
            break
        slugs += listed
    return slugs


def in_bank(**wanted: object) -> list[str]:
    fitting = [item for item in BANK if all(item.fields[name] == value for name, value in wanted.items())]
    return by_title(fitting)


def by_title(items: Iterable[BankItem]) -> list[str]:
    """Slugs in the order of the English titles."""
    return [item.slug for item in sorted(items, key=lambda item: sort_key(item.fields["title"]["en"]))]


def test_everything_is_listed_once_over_the_pages(client: FlaskClient) -> None:
    assert found(client, "") == in_bank()
    assert len(TITLE.findall(page(client, "/items"))) == PAGE
    assert f"{len(BANK)} tasks" in page(client, "/items")


@pytest.mark.parametrize(
    "wanted", [{"kind": "metaphor"}, {"domain": "social"}, {"facet": "improve", "domain": "visual"}]
)
def test_a_choice_in_the_address_narrows_the_list(client: FlaskClient, wanted: dict[str, str]) -> None:
    query = "&".join(f"{name}={value}" for name, value in wanted.items())

    assert found(client, query) == in_bank(**wanted)


def test_bands_and_programmes_narrow_the_list(client: FlaskClient) -> None:
    young = by_title(item for item in BANK if {1, 2, 3, 4} & set(item.fields["grades"]))
    engineers = by_title(item for item in BANK if "engineers-of-the-future" in item.fields.get("programmes", ()))

    assert (found(client, "band=1-4"), found(client, "programme=engineers-of-the-future")) == (young, engineers)


@pytest.mark.parametrize("words", ["катушк", "СПАСИБО, НЕТ", "thread spool", "жіп катушкасы"])
def test_words_of_any_language_find_the_item(client: FlaskClient, words: str) -> None:
    expected = [] if words.startswith("СПАСИБО") else ["thread-spool"]

    assert found(client, f"words={words}") == expected


def test_what_does_not_exist_asks_for_nothing(client: FlaskClient) -> None:
    assert len(found(client, "kind=riddles&band=12")) == len(BANK)
    assert {tuple(TITLE.findall(page(client, f"/items?page={number}"))) for number in ("-3", "zero", "1")} == {
        tuple(in_bank()[:PAGE])
    }


def test_the_coverage_is_the_methodologists(client: FlaskClient, database: Database, signed_in: Browser) -> None:
    with database.transaction() as session:
        teacher = make_user(session, Role.TEACHER)
    some = [item for item in BANK if item.fields["domain"] == "written" and item.fields["facet"] == "diverse"]
    number = sum(1 for item in some if {8, 9} & set(item.fields["grades"]))

    own, others = page(client, "/items"), page(signed_in(teacher), "/items")

    assert f'href="/items?domain=written&amp;facet=diverse&amp;band=8-9">{number}</a>' in own
    assert ("How the bank covers" in own, "How the bank covers" in others) == (True, False)
    assert len(found(client, "domain=written&facet=diverse&band=8-9")) == number


def test_an_item_shows_its_themes_rubric_and_tags_by_name(client: FlaskClient) -> None:
    camel = page(client, "/items/camel-at-the-window?language=ru")

    for words in (
        "Верблюд голоден", "Я проголодался", "Artistic and literary creation", "Children and theatre",
        "Written expression", "Original ideas", "What raters look at",
    ):  # fmt: skip
        assert words in camel


@pytest.mark.parametrize("kind", ["drawing", "design", "remote_associates"])
def test_the_preview_shows_the_places_that_a_pupil_fills(client: FlaskClient, kind: str) -> None:
    [item, *_others] = [one for one in BANK if one.fields["kind"] == kind]
    sheet = kind_named(kind).sheet(item.content, "ru")

    shown = page(client, f"/items/{item.slug}?language=ru")

    assert sheet.slots
    assert [slot for slot in sheet.slots if str(escape(slot)) not in shown] == []
    assert shown.count('<svg class="canvas"') == len(sheet.frames)
    assert "compared" not in shown
    assert [part.name for part in sheet.parts if str(escape(part.name)) not in shown] == []


def test_every_version_can_be_looked_at(client: FlaskClient, database: Database) -> None:
    [spool] = [item for item in BANK if item.slug == "thread-spool"]
    title = {"kk": "Жаңа", "ru": "Новое", "en": "A new name"}
    with database.transaction() as session:
        bank.import_items(
            session, [BankItem(spool.file, {**spool.fields, "version": 2, "title": title}, "x")], now=NOW
        )

    newest, first = page(client, "/items/thread-spool"), page(client, "/items/thread-spool?version=1")

    assert ("<h1>A new name</h1>" in newest, "An older version" in newest) == (True, False)
    assert ("<h1>An empty thread spool</h1>" in first, "An older version" in first) == (True, True)
    assert 'href="/items/thread-spool?version=1"' in newest
    assert client.get("/items/thread-spool?version=3").status_code == 404


def test_three_hundred_items_are_listed_quickly(client: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        _more(session, 300 - len(BANK))
    page(client, "/items")

    started = time.perf_counter()
    text = page(client, "/items?words=метафора")

    assert "of 300 tasks" in text
    assert time.perf_counter() - started < 1


def _more(session: Session, count: int) -> None:
    content = next(item for item in BANK if item.slug == "camel-at-the-window").content
    for _ in range(count):
        make_item(session, "picture_dialogue", **content)
    session.flush()
    assert session.query(Item).count() == 300
