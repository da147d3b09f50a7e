"""An item is changed on its page by one methodologist and accepted by another; nothing typed is lost on the way."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

import pytest
from factories import NOW, csrf, make_user
from flask.testing import FlaskClient
from tasks.tasks_factories import BANK
from werkzeug.test import TestResponse

from contest_app.accounts.models import User
from contest_app.db import Database
from contest_app.roles import Role
from contest_app.tasks.forms.items import ItemForm
from contest_app.tasks.models import Item, ItemProposal
from contest_app.tasks.queries import items as item_queries
from contest_app.tasks.queries import proposals as queries
from contest_app.tasks.rules.proposals import editable
from contest_app.tasks.services import bank

Browser = Callable[..., FlaskClient]
SLUG = "camel-at-the-window"
PAGE = f"/items/{SLUG}"
ERRORS = re.compile(r'<div class="field__errors" id="([^"]+)-errors">.*?<span>(.*?)</span>', re.DOTALL)
[CAMEL] = [item for item in BANK if item.slug == SLUG]


@dataclass
class Scene:
    """An item of the bank, two methodologists at their browsers, and what is kept."""

    database: Database
    author: User
    client: FlaskClient
    reviewer: FlaskClient

    def propose(
        self, changed: Mapping[str, Any], *, client: FlaskClient | None = None, version: int = 1
    ) -> TestResponse:
        client = client or self.client
        fields = typed(CAMEL.fields) | {"version": version, "note": "Clearer for the youngest."} | dict(changed)
        return client.post(f"{PAGE}/edit", data=fields | csrf(client, f"{PAGE}/edit"))

    def proposed(self, changed: Mapping[str, Any], *, client: FlaskClient | None = None) -> str:
        """Propose a change and return the address of its page."""
        answer = self.propose(changed, client=client)
        assert answer.status_code == 303, answer.get_data(as_text=True)
        return str(answer.location).partition("?")[0]

    def post(self, client: FlaskClient, address: str, **fields: str) -> TestResponse:
        return client.post(address, data=fields | csrf(client, "/item-changes/x"))

    def waiting(self) -> list[ItemProposal]:
        with self.database.reading() as session:
            return list(queries.waiting(session))

    def newest(self) -> Item:
        with self.database.reading() as session:
            found = item_queries.newest(session, SLUG)
        assert found is not None
        return found


@pytest.fixture
def scene(database: Database, signed_in: Browser) -> Scene:
    with database.transaction() as session:
        bank.import_items(session, [CAMEL], now=NOW)
        author = make_user(session, Role.METHODOLOGIST, name="Мәдина Автор")
        reviewer = make_user(session, Role.METHODOLOGIST, name="Беляева Наталья")
    return Scene(database, author, signed_in(author), signed_in(reviewer))


def typed(fields: Any) -> dict[str, Any]:
    """What a browser sends of an item's form: names as the form gives them."""
    sent: dict[str, Any] = {"seconds": fields["seconds"], "grades": fields["grades"]}
    for name in ("title", "instruction", "object", "stimulus", "accessibility"):
        sent |= {f"{name}-{language}": text for language, text in fields.get(name, {}).items()}
    sent |= {f"examples-{language}": "\n".join(texts) for language, texts in fields["examples"].items()}
    for place, theme in enumerate(fields["themes"]):
        sent[f"themes-{place}-key"] = theme["key"]
        for language, text in theme["name"].items():
            sent[f"themes-{place}-name-{language}"] = text
            sent[f"themes-{place}-answers-{language}"] = "\n".join(theme["answers"][language])
    return sent


def text(answer: TestResponse) -> str:
    return unescape(answer.get_data(as_text=True))


def errors(page: str) -> dict[str, str]:
    """What is told at each field of a page, by the field's id."""
    return dict(ERRORS.findall(page))


def test_the_form_shows_what_the_item_says_and_sends_it_back_unchanged(scene: Scene) -> None:
    page = text(scene.client.get(f"{PAGE}/edit"))

    for words in ("Терезедегі қонақ", "Гость в окне", "A guest at the window", "Я проголодался"):
        assert words in page
    unchanged = scene.propose({})
    assert (unchanged.status_code, "Nothing is different from what the bank has." in text(unchanged)) == (422, True)


def test_a_change_is_kept_shown_field_by_field_and_accepted_by_another(scene: Scene) -> None:
    address = scene.proposed({"title-en": "A visitor at the window", "seconds": 240})

    page = text(scene.reviewer.get(address))
    accepted = scene.post(scene.reviewer, f"{address}/accept")

    assert "A <del>guest</del> at the window" in page
    assert "A <ins>visitor</ins> at the window" in page
    assert ("<del>300</del>" in page, "<ins>240</ins>" in page, "2 texts are different" in page) == (True, True, True)
    assert (accepted.status_code, accepted.location) == (303, PAGE)
    newest = scene.newest()
    assert (newest.version, newest.title["en"], newest.seconds) == (2, "A visitor at the window", 240)
    assert newest.fields == dict(CAMEL.fields) | {
        "version": 2, "seconds": 240, "title": dict(CAMEL.fields["title"]) | {"en": "A visitor at the window"},
    }  # fmt: skip
    versions = text(scene.client.get(PAGE))
    assert "written by Мәдина Автор, accepted by Беляева Наталья: Clearer for the youngest." in versions
    assert "from the files of the bank" in versions


def test_the_author_cannot_accept_and_is_not_offered_it(scene: Scene) -> None:
    address = scene.proposed({"seconds": 240})

    assert f'action="{address}/accept"' not in text(scene.client.get(address))
    assert [scene.post(scene.client, f"{address}/{act}", reason="x").status_code for act in ("accept", "return")] == [
        403, 403,
    ]  # fmt: skip
    assert scene.newest().version == 1


def test_an_administrator_may_accept_and_a_teacher_sees_nothing_of_it(
    scene: Scene, database: Database, signed_in: Browser
) -> None:
    address = scene.proposed({"seconds": 240})
    with database.transaction() as session:
        administrator, teacher = (make_user(session, role) for role in (Role.ADMINISTRATOR, Role.TEACHER))
    teachers = signed_in(teacher)

    assert [teachers.get(page).status_code for page in (address, "/item-changes", f"{PAGE}/edit")] == [403] * 3
    assert "Changes that wait" not in text(teachers.get(PAGE))
    assert "1 change waits" in text(scene.reviewer.get("/items"))
    assert scene.post(signed_in(administrator), f"{address}/accept").status_code == 303


@pytest.mark.parametrize(
    ("changed", "field", "told"),
    [
        ({"title-kk": "  "}, "title-kk", "Write this in all three languages."),
        ({"title-ru": "а" * 2001}, "title-ru", "At most 2000 characters."),
        ({"examples-en": ""}, "examples-en", "At least 1 is needed."),
        ({"seconds": "5"}, "seconds", "Not less than 30."),
        ({"seconds": "long"}, "seconds", "Not a valid integer value."),
        ({"grades": []}, "grades", "At least 1 is needed."),
        ({"themes-2-name-ru": ""}, "themes-2-name-ru", "Write this in all three languages."),
        ({"themes-2-answers-kk": "\n \n"}, "themes-2-answers-kk", "At least 1 is needed."),
        ({"note": ""}, "note", "Write in a few words why, for the person who will look at it."),
        (
            {"object-en": "hen", "examples-en": "The hen answers the clock"},
            "examples-en",
            "An example must not name the thing of this very task: it would lead to an answer.",
        ),
        (
            {f"themes-6-{part}-{language}": "!?" for part in ("name", "answers") for language in ("kk", "ru", "en")},
            "themes-6-name-en",
            "The English name needs Latin letters or digits.",
        ),
        (
            {
                f"themes-6-{part}-{language}": "Play"
                for part in ("name", "answers")
                for language in ("kk", "ru", "en")
            },
            "themes-6-name-en",
            "Another theme has this name.",
        ),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_typed_is_lost(
    scene: Scene, changed: dict[str, Any], field: str, told: str
) -> None:
    refused = scene.propose({"stimulus-ru": "Только что написано."} | changed)

    page = text(refused)
    assert refused.status_code == 422
    assert errors(page) == {field: told}
    assert f'href="#{field}"' in page
    assert "Только что написано." in page
    assert scene.waiting() == []


def test_a_theme_is_added_and_another_taken_away(scene: Scene) -> None:
    emptied = {f"themes-0-{part}-{language}": "" for part in ("name", "answers") for language in ("kk", "ru", "en")}
    added = {
        "themes-6-name-kk": "Ән", "themes-6-name-ru": "Песня", "themes-6-name-en": "A song",
        "themes-6-answers-kk": "Ән айт", "themes-6-answers-ru": "Спой\n\nЗапой", "themes-6-answers-en": "Sing",
    }  # fmt: skip

    scene.proposed(emptied | added)

    [proposal] = scene.waiting()
    assert [theme["key"] for theme in proposal.said["themes"]] == [
        *(theme["key"] for theme in CAMEL.fields["themes"][1:]), "a_song",
    ]  # fmt: skip
    assert proposal.said["themes"][-1]["answers"] == {"kk": ["Ән айт"], "ru": ["Спой", "Запой"], "en": ["Sing"]}


def test_a_text_that_need_not_be_there_can_be_taken_away_and_one_that_must_cannot(scene: Scene) -> None:
    languages = ("kk", "ru", "en")

    without = scene.propose({f"accessibility-{language}": "" for language in languages})
    refused = scene.propose({f"object-{language}": "" for language in languages})

    assert without.status_code == 303
    assert "accessibility" not in scene.waiting()[0].said
    assert errors(text(refused)) == {f"object-{each}": "Write this in all three languages." for each in languages}


def test_of_two_changes_the_second_is_told_to_look_again_and_keeps_its_text(scene: Scene) -> None:
    first = scene.proposed({"seconds": 240})
    second = scene.proposed({"title-en": "Who is there?"}, client=scene.reviewer)
    assert "Somebody else has proposed a change of this task too" in text(scene.client.get(f"{PAGE}/edit"))
    scene.post(scene.reviewer, f"{first}/accept")

    late = scene.post(scene.client, f"{second}/accept")
    page, form = text(scene.client.get(second)), text(scene.reviewer.get(f"{PAGE}/edit"))
    again = scene.propose({"title-en": "Who is there?", "seconds": 240}, client=scene.reviewer, version=2)

    assert late.status_code == 409
    assert "Please look again" in page
    assert ("The task has changed since" in form, "Who is there?" in form, "<ins>240</ins>" in form) == (True,) * 3
    assert again.status_code == 303
    assert [proposal.item.version for proposal in scene.waiting()] == [2]


def test_a_form_sent_upon_an_older_version_comes_back_with_its_text_and_what_is_new(scene: Scene) -> None:
    address = scene.proposed({"seconds": 240})
    scene.post(scene.reviewer, f"{address}/accept")

    back = scene.propose({"title-en": "Who is there?"}, client=scene.reviewer)

    page = text(back)
    assert back.status_code == 409
    assert ("Who is there?" in page, "<ins>240</ins>" in page, 'name="version" value="2"' in page) == (True,) * 3
    assert scene.waiting() == []


def test_a_returned_change_comes_back_to_its_author_with_the_reason(scene: Scene) -> None:
    address = scene.proposed({"title-en": "Who is there?"})

    without = scene.post(scene.reviewer, f"{address}/return", reason=" ")
    returned = scene.post(scene.reviewer, f"{address}/return", reason="The Kazakh title says something else.")

    assert (without.status_code, errors(text(without))) == (422, {"reason": "Write what should be done differently."})
    assert returned.status_code == 303
    form = text(scene.client.get(f"{PAGE}/edit"))
    assert ("The Kazakh title says something else." in form, "Who is there?" in form) == (True, True)
    assert "The Kazakh title says something else." in text(scene.client.get(address))
    assert "returned" in text(scene.reviewer.get("/item-changes"))


def test_only_its_author_takes_a_change_back(scene: Scene) -> None:
    address = scene.proposed({"seconds": 240})

    assert scene.post(scene.reviewer, f"{address}/withdraw").status_code == 404
    assert len(scene.waiting()) == 1
    assert scene.post(scene.client, f"{address}/withdraw").status_code == 303
    assert scene.waiting() == []
    assert "Its author has taken it back." in text(scene.reviewer.get(address))


def test_the_form_of_every_item_of_the_bank_sends_back_what_the_item_says(scene: Scene) -> None:
    app = scene.client.application
    for item in BANK:
        with app.test_request_context(method="POST"):
            form = ItemForm.of(editable(item.fields), 1)
            assert form.said(()) == editable(item.fields), item.slug
