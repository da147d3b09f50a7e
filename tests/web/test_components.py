"""Fields and measures say to everybody what they show to the eye."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import html5lib
import pytest
from flask import Flask, render_template_string
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectMultipleField, StringField
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

Render = Callable[..., str]


class Sample(FlaskForm):
    """One field of each shape that the macro tells apart."""

    name = StringField("Name", [InputRequired()])
    language = RadioField("Language", choices=["kk", "ru"])
    tags = SelectMultipleField("Tags", choices=["a", "b"])
    sides = SelectMultipleField("Sides", choices=["a", "b"], option_widget=CheckboxInput(), widget=ListWidget())


@pytest.fixture
def database_url(sqlite_template: Path, tmp_path: Path) -> str:
    """One database: templates do not know which."""
    path = tmp_path / "qiyal.db"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def render(app: Flask) -> Render:
    """A function that renders a line of template with the macros of a file of components."""

    def rendered(file: str, macro: str, call: str, **context: object) -> str:
        with app.test_request_context(headers={"Accept-Language": "en"}):
            form = Sample(formdata=None)
            form.name.errors = context.pop("errors", [])
            imported = f'{{% from "components/{file}" import {macro} %}}'
            return render_template_string(imported + "{{ " + call + " }}", form=form, **context)

    return rendered


def attributes_of(markup: str, tag: str) -> list[dict[str, str]]:
    """Return the attributes of each element ``tag``, in order."""
    tree = html5lib.parseFragment(markup, namespaceHTMLElements=False)
    return [dict(element.attrib) for element in tree.iter() if element.tag.rpartition("}")[2] == tag]


def ids_of(markup: str) -> set[str]:
    tree = html5lib.parseFragment(markup, namespaceHTMLElements=False)
    return {element.attrib["id"] for element in tree.iter() if "id" in element.attrib}


def test_help_and_errors_are_tied_to_their_field(render: Render) -> None:
    markup = render("forms.html", "field", 'field(form.name, help="as in the register")', errors=["Fill it in."])

    control = attributes_of(markup, "input")[0]
    assert control["aria-invalid"] == "true"
    assert control["aria-describedby"].split() == ["name-help", "name-errors"]
    assert ids_of(markup) == {"name", "name-help", "name-errors"}


def test_a_field_without_help_or_errors_points_to_nothing(render: Render) -> None:
    control = attributes_of(render("forms.html", "field", "field(form.name)"), "input")[0]

    assert {"aria-describedby", "aria-invalid"} & control.keys() == set()


def test_an_id_given_to_a_field_is_followed_by_its_label_and_its_errors(render: Render) -> None:
    markup = render("forms.html", "field", 'field(form.name, attributes={"id": "second"})', errors=["Fill it in."])

    assert attributes_of(markup, "label")[0]["for"] == "second"
    assert attributes_of(markup, "input")[0]["aria-describedby"] == "second-errors"
    assert ids_of(markup) == {"second", "second-errors"}


@pytest.mark.parametrize(("name", "kind"), [("language", "radio"), ("sides", "checkbox")])
def test_a_choice_of_few_is_a_group_of_buttons_each_with_its_label(render: Render, name: str, kind: str) -> None:
    markup = render("forms.html", "field", f"field(form.{name})")

    assert [control["type"] for control in attributes_of(markup, "input")] == [kind, kind]
    assert len(attributes_of(markup, "fieldset")) == len(attributes_of(markup, "legend")) == 1


def test_a_choice_of_many_stays_a_list(render: Render) -> None:
    markup = render("forms.html", "field", "field(form.tags)")

    assert [control["name"] for control in attributes_of(markup, "select")] == ["tags"]
    assert len(attributes_of(markup, "option")) == 2


@pytest.mark.parametrize(
    ("value", "low", "high", "places"), [(3, 2, 4, ("160.0", "85.0", "235.0")), (9, 0, 9, ("310.0", "10.0", "310.0"))]
)
def test_an_interval_is_drawn_in_proportion_and_stays_on_its_line(
    render: Render, value: float, low: float, high: float, places: tuple[str, str, str]
) -> None:
    markup = render("measures.html", "interval", f'interval({value}, {low}, {high}, 1, 5, "in words")')

    dot = attributes_of(markup, "circle")
    lines = attributes_of(markup, "line")
    assert (dot[0]["cx"], lines[1]["x1"], lines[1]["x2"]) == places


def test_a_bar_of_nothing_is_empty(render: Render) -> None:
    markup = render("measures.html", "meter", 'meter(0, 0, "0 of 0")')

    part = attributes_of(markup, "rect")
    assert part[0]["width"] == "0%"


def test_the_first_page_has_no_way_back_and_the_last_no_way_on(render: Render) -> None:
    first = render("navigation.html", "pagination", 'pagination(1, 2, "?page={page}")')
    last = render("navigation.html", "pagination", 'pagination(2, 2, "?page={page}")')

    assert [link["href"] for link in attributes_of(first, "a")] == ["?page=2"]
    assert [link["href"] for link in attributes_of(last, "a")] == ["?page=1"]


def test_hostile_words_stay_words(render: Render) -> None:
    markup = render("answering.html", "idea_item", "idea_item(text, note=text, chips=[text])", text="<img src=x>")

    assert attributes_of(markup, "img") == []
    assert markup.count("&lt;img src=x&gt;") == 3
