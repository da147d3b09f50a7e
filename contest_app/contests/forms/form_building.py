"""The page of one field of a contest's form. What it asks beside the label follows from the field's kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, cast

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from contest_app.contests.form_changes import new_key, placed, without
from contest_app.contests.forms.organizing import ReasonFields
from contest_app.contests.presets import Option, options_of
from contest_app.languages import LANGUAGES
from contest_app.web.i18n import localised

LABEL_LENGTH: Final = 600
SPARE_OPTIONS: Final = 3
FEWEST_OPTIONS: Final = 2

#: The kinds of fields, in the order in which they are offered.
KINDS: Final = {
    "text": _l("One line of text"),
    "long_text": _l("Long text"),
    "choice": _l("Choice of one option"),
    "file": _l("Files"),
    "link": _l("Link, for example to a video"),
    "industry": _l("Creative industry"),
    "consent": _l("Statement to tick"),
    "ai_use": _l("Use of artificial intelligence"),
}

#: What a new field of a kind has until the organizer says otherwise.
_NEW: Final[dict[str, dict[str, Any]]] = {
    "text": {"max_length": 200},
    "long_text": {"max_length": 2000},
    "choice": {"options": []},
    "file": {"types": ["pdf", "png", "jpg"], "max_mb": 10, "count": 1},
}
_NEEDED: Final = InputRequired(_l("This is needed in each of the three languages."))


class FieldFields(ReasonFields):
    """One field: its label and help in three languages, whether it is required, and where it stands."""

    label_kk = TextAreaField(_l("Question in Kazakh"), [_NEEDED, Length(max=LABEL_LENGTH)])
    label_ru = TextAreaField(_l("Question in Russian"), [_NEEDED, Length(max=LABEL_LENGTH)])
    label_en = TextAreaField(_l("Question in English"), [_NEEDED, Length(max=LABEL_LENGTH)])
    help_kk = TextAreaField(_l("Hint in Kazakh"), [Length(max=LABEL_LENGTH)])
    help_ru = TextAreaField(_l("Hint in Russian"), [Length(max=LABEL_LENGTH)])
    help_en = TextAreaField(_l("Hint in English"), [Length(max=LABEL_LENGTH)])
    required = BooleanField(_l("Needed before the entry can be submitted"))
    place = SelectField(_l("Where it stands"), coerce=int)
    is_told = BooleanField(_l("I know that entries which are there lack this"))
    removed = BooleanField(_l("Remove this field"))

    saved: Mapping[str, Any]
    rows: Sequence[str]

    def wanted(self, form: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Return the contest's form with this field as it was typed, or without it."""
        if self.removed.data:
            return without(form, self.saved["key"])
        return placed(form, self._field(), self.place.data)

    def validate(self, extra_validators: Any = None) -> bool:
        """Check that help and options are told in every language or in none, and that a choice has options."""
        is_valid = bool(super().validate(extra_validators))
        for row in ("help_", *(f"{row}__" for row in self.rows)):
            is_valid = self._check_languages(row) and is_valid
        if self.saved["kind"] == "choice" and len(self._options()) < FEWEST_OPTIONS:
            self.form_errors.append(gettext("A choice needs at least two options."))
            is_valid = False
        return is_valid

    def _field(self) -> dict[str, Any]:
        hint = self._text("help_")
        own = {name: self[name].data for name in ("max_length", "types", "max_mb", "count") if name in self}
        if self.saved["kind"] == "choice":
            own["options"] = self._options()
        shared = {
            "required": self.saved["key"] == "title" or bool(self.required.data),
            "label": self._text("label_"),
            "help": hint if any(hint.values()) else None,
        }
        return {**self.saved, **shared, **own}

    def _options(self) -> list[dict[str, Any]]:
        return [
            {"key": row.partition("__")[2], "name": self._text(f"{row}__")}
            for row in self.rows
            if any(self._text(f"{row}__").values()) and not self[f"{row}__removed"].data
        ]

    def _text(self, prefix: str) -> dict[str, str]:
        return {code: (self[prefix + code].data or "").strip().replace("\r\n", "\n") for code in LANGUAGES}

    def _check_languages(self, prefix: str) -> bool:
        missing = [code for code, text in self._text(prefix).items() if not text]
        if missing and len(missing) < len(LANGUAGES):
            self[prefix + missing[0]].errors = [gettext("This is needed in each of the three languages.")]
            return False
        return True


def new_field(kind: str, industries: Sequence[Option]) -> dict[str, Any]:
    """Return a field of a kind, to be filled in."""
    options = options_of(kind, industries)
    own = _NEW.get(kind, {}) if options is None else {"options": options}
    return {"key": new_key(), "kind": kind, "required": False, "label": {}, "help": None, **own}


def field_form(field: Mapping[str, Any], form: Sequence[Mapping[str, Any]]) -> FieldFields:
    """Return the form of one field, which stands in the contest's form or is new."""
    rows = _option_rows(field) if field["kind"] == "choice" else []
    controls = {"saved": field, "rows": rows, **_own_controls(field), **_option_controls(rows)}
    found = cast("FieldFields", type("FieldForm", (FieldFields,), controls)(data=_saved(field, form)))
    found.place.choices = _places(field, form)
    return found


def _own_controls(field: Mapping[str, Any]) -> dict[str, Any]:
    match field["kind"]:
        case "text" | "long_text":
            return {"max_length": IntegerField(_l("Characters, at most"), [InputRequired(), NumberRange(1, 20_000)])}
        case "file":
            return {
                "types": SelectMultipleField(
                    _l("Types of files"),
                    [InputRequired(_l("Choose at least one type."))],
                    choices=[SelectChoice(each, each.upper()) for each in ("pdf", "png", "jpg")],
                    widget=ListWidget(),
                    option_widget=CheckboxInput(),
                ),
                "max_mb": IntegerField(_l("Megabytes a file, at most"), [InputRequired(), NumberRange(1, 10)]),
                "count": IntegerField(_l("Files, at most"), [InputRequired(), NumberRange(1, 3)]),
            }
        case _:
            return {}


def _option_rows(field: Mapping[str, Any]) -> list[str]:
    keys = [option["key"] for option in field["options"]]
    spare = [key for number in range(1, 100) if (key := f"own-{number}") not in keys][:SPARE_OPTIONS]
    return [f"option__{key}" for key in (*keys, *spare)]


def _option_controls(rows: Sequence[str]) -> dict[str, Any]:
    texts = {f"{row}__{code}": StringField(own, [Length(max=200)]) for row in rows for code, own in LANGUAGES.items()}
    return texts | {f"{row}__removed": BooleanField(_l("Remove")) for row in rows}


def _places(field: Mapping[str, Any], form: Sequence[Mapping[str, Any]]) -> list[SelectChoice]:
    others = without(form, field["key"])
    after = [gettext("after “%(field)s”", field=localised(each["label"])) for each in others]
    return [SelectChoice(place, words) for place, words in enumerate([gettext("first"), *after])]


def _saved(field: Mapping[str, Any], form: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    keys = [each["key"] for each in form]
    saved = {name: value for name, value in field.items() if name not in ("label", "help", "options")}
    saved["place"] = keys.index(field["key"]) if field["key"] in keys else len(keys)
    texts = {"label": field["label"], "help": field["help"] or {}}
    texts |= {f"option__{each['key']}_": each["name"] for each in field.get("options", [])}
    return saved | {f"{name}_{code}": text.get(code, "") for name, text in texts.items() for code in LANGUAGES}
