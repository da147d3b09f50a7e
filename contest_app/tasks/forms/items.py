"""The form of an item's texts: three languages side by side, and what is wrong shown where it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    Field,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from contest_app.languages import LANGUAGES, N_
from contest_app.tasks.bank import Breach
from contest_app.tasks.rules.answering import clean_text
from contest_app.tasks.rules.proposals import FIELDS, LONGEST_NOTE, THEME_PARTS

GRADES: Final = range(1, 12)
#: What is told of each rule that an item may break.
TOLD: Final[Mapping[str, str]] = {
    "minLength": N_("Write this in all three languages."),
    "maxLength": N_("At most %(limit)d characters."),
    "minItems": N_("At least %(limit)d is needed."),
    "minimum": N_("Not less than %(limit)d."),
    "maximum": N_("Not more than %(limit)d."),
    "own_object": N_("An example must not name the thing of this very task: it would lead to an answer."),
    "repeated": N_("Another theme has this name."),
    "pattern": N_("The English name needs Latin letters or digits."),
    "other": N_("The bank cannot take this: %(reason)s"),
}
_NO_KEY: Final = re.compile(r"[^a-z0-9]+")


class LineForm(Form):
    """A short text in each language."""

    kk = StringField(LANGUAGES["kk"])
    ru = StringField(LANGUAGES["ru"])
    en = StringField(LANGUAGES["en"])


class TextForm(Form):
    """A longer text in each language."""

    kk = TextAreaField(LANGUAGES["kk"])
    ru = TextAreaField(LANGUAGES["ru"])
    en = TextAreaField(LANGUAGES["en"])


class ThemeForm(Form):
    """A conventional theme; one whose fields are all empty is none."""

    key = HiddenField()
    name = FormField(LineForm)
    answers = FormField(TextForm)


@dataclass(frozen=True, slots=True)
class FormFault:
    """What is wrong in one field: where it stands, whose language it is ("" for none), and what to tell."""

    id: str
    label: str
    language: str
    message: str

    @property
    def theme(self) -> str:
        """The id of the theme in which it stands, or something else."""
        return self.id.rpartition("-")[0].rpartition("-")[0]


class ItemForm(FlaskForm):
    """What can be edited of an item, and why; ``version`` is the one that the person had before the eyes."""

    version = HiddenField(
        validators=[DataRequired()], filters=[lambda value: int(value) if _is_number(value) else None]
    )
    title = FormField(LineForm)
    instruction = FormField(TextForm)
    object = FormField(LineForm)
    stimulus = FormField(TextForm)
    examples = FormField(TextForm)
    themes = FieldList(FormField(ThemeForm), max_entries=40)
    seconds = IntegerField(_l("Seconds to work"), [InputRequired(_l("Write a whole number."))])
    grades = SelectMultipleField(
        _l("Grades"),
        choices=[SelectChoice(grade, str(grade)) for grade in GRADES],
        coerce=int,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    accessibility = FormField(TextForm)
    note = TextAreaField(
        _l("Why this is better"),
        [DataRequired(_l("Write in a few words why, for the person who will look at it.")), Length(max=LONGEST_NOTE)],
    )

    @classmethod
    def of(cls, said: Mapping[str, Any], version: int, note: str = "") -> ItemForm:
        """Return the form with what an item says, and an empty theme to be filled."""
        form = cls(formdata=None, data=_in_fields(said) | {"version": version, "note": note})
        form.offer_theme()
        return form

    def offer_theme(self) -> None:
        """Put an empty theme at the end, unless there is one."""
        if not self.themes.entries or not _is_empty(self.themes.entries[-1].data):
            self.themes.append_entry()

    def said(self, required: Iterable[str]) -> dict[str, Any]:
        """Return what the item shall say; a field that is empty in all languages is left out unless required."""
        texts = {
            name: _texts(self[name].data) for name in ("title", "instruction", "object", "stimulus", "accessibility")
        }
        found: dict[str, Any] = {
            **texts,
            "examples": _lists(self.examples.data),
            "themes": [_theme(entry.data) for entry in self._themes()],
            "seconds": self.seconds.data,
            "grades": sorted(self.grades.data or ()),
        }
        kept = {*required, "seconds", "grades"}
        return {name: found[name] for name in FIELDS if name in kept or _has_words(found[name])}

    def tell(self, breaches: Iterable[Breach]) -> None:
        """Put what is wrong with the item at the fields that say it."""
        fields = {field.id: field for field in self._leaves()}
        places = [entry.id for entry in self._themes()]
        for breach in breaches:
            field = fields.get(_field_id(breach.path, places))
            if field is None:
                self.form_errors.append(told_breach(breach))
            elif told_breach(breach) not in field.errors:
                field.errors = [*field.errors, told_breach(breach)]

    @property
    def faults(self) -> list[FormFault]:
        """All that is wrong, in the order of the page."""
        return [
            FormFault(field.id, _label(field.id, field), _language(field.id), str(field.errors[0]))
            for field in self._leaves()
            if field.errors
        ]

    def _themes(self) -> list[FormField]:
        return [entry for entry in self.themes.entries if not _is_empty(entry.data)]

    def _leaves(self) -> Iterator[Field]:
        return (leaf for field in self for leaf in _leaves(field))


class ReturnForm(FlaskForm):
    """Why a proposal goes back."""

    reason = TextAreaField(
        _l("What should be done differently"),
        [DataRequired(_l("Write what should be done differently.")), Length(max=LONGEST_NOTE)],
    )


def told_breach(breach: Breach) -> str:
    """Return what is wrong, in the reader's language."""
    return str(_(TOLD.get(breach.rule, TOLD["other"]), limit=breach.limit, reason=breach.reason))


def _is_number(value: object) -> bool:
    return str(value).isascii() and str(value).isdigit()


def _in_fields(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an item says as the form's fields hold it: lists line by line."""
    themes = [theme | {"answers": _in_lines(theme["answers"])} for theme in said.get("themes", ())]
    return {**said, "examples": _in_lines(said.get("examples", {})), "themes": themes}


def _in_lines(lists: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {language: "\n".join(texts) for language, texts in lists.items()}


def _texts(data: Mapping[str, str | None]) -> dict[str, str]:
    return {language: clean_text(data[language] or "") for language in LANGUAGES}


def _lists(data: Mapping[str, str | None]) -> dict[str, list[str]]:
    lines = {language: (data[language] or "").splitlines() for language in LANGUAGES}
    return {language: [text for line in lines[language] if (text := clean_text(line))] for language in LANGUAGES}


def _theme(data: Mapping[str, Any]) -> dict[str, Any]:
    name = _texts(data["name"])
    # A new theme takes its key from its English name; the key of an old one never changes.
    key = data["key"] or _NO_KEY.sub("_", name["en"].casefold()).strip("_")[:60]
    return {"key": key, "name": name, "answers": _lists(data["answers"])}


def _is_empty(theme: Mapping[str, Any]) -> bool:
    return not any((theme[part][language] or "").strip() for part in THEME_PARTS for language in LANGUAGES)


def _has_words(value: Any) -> bool:
    return any(value.values()) if isinstance(value, Mapping) else bool(value)


def _leaves(field: Field) -> Iterator[Field]:
    """Yield the fields that a person fills, in the order of the page."""
    if isinstance(field, FormField):
        for inner in field.form:
            yield from _leaves(inner)
    elif isinstance(field, FieldList):
        for inner in field.entries:
            yield from _leaves(inner)
    else:
        yield field


def _field_id(path: Sequence[str | int], themes: Sequence[str]) -> str:
    """Return the id of the field that says what stands at a path; ``themes`` are the ids of the themes in order."""
    match path:
        case ["themes"]:
            return "themes-0-name-kk"
        case ["themes", int(place), "key"]:
            return f"{themes[place]}-name-en"
        case ["themes", int(place), part, language, *_rest]:
            return f"{themes[place]}-{part}-{language}"
        case [str(name), str(language), *_rest]:
            return f"{name}-{language}"
        case [str(name), *_rest]:
            return name
    return ""


def _language(field_id: str) -> str:
    language = field_id.rpartition("-")[2]
    return language if language in LANGUAGES else ""


def _label(field_id: str, field: Field) -> str:
    """Return what a field is called where it stands alone: the text that it belongs to, and the language."""
    name, _rest, tail = field_id.partition("-")
    if name == "themes":
        number, part, _language_code = tail.split("-")
        theme = _("Theme %(number)d", number=int(number) + 1)
        return f"{theme}, {_(THEME_PARTS[part])}, {field.label.text}"
    return f"{_(FIELDS[name])}, {field.label.text}" if _rest else str(field.label.text)
