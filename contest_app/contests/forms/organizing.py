"""Forms of the organizer. Nominations and criteria are the contest's own, so their forms are made from it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    IntegerField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from contest_app.contests.models import AgeGroup, Contest, Nomination
from contest_app.contests.rules import Schedule
from contest_app.contests.services import Basics, Group
from contest_app.languages import LANGUAGES
from contest_app.web.boundary import settings

NAME_LENGTH: Final = 160
TEXT_LENGTH: Final = 4000
SPARE_ROWS: Final = 2
HIGHEST_GRADE: Final = 12

_NEEDED: Final = InputRequired(_l("This is needed in each of the three languages."))
_DATE: Final = InputRequired(_l("Choose a date and a time."))
MOMENT_FORMATS: Final = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"]


def zone() -> tzinfo:
    """Return the time zone in which organizers type dates."""
    return ZoneInfo(settings().time_zone)


class ScheduleFields(FlaskForm):
    """The three dates of a contest, in the local time of the region."""

    opens_at = DateTimeLocalField(_l("Entries open"), [_DATE], format=MOMENT_FORMATS)
    closes_at = DateTimeLocalField(_l("Entries close"), [_DATE], format=MOMENT_FORMATS)
    judging_closes_at = DateTimeLocalField(_l("Judging ends"), [_DATE], format=MOMENT_FORMATS)

    def schedule(self) -> Schedule:
        """Return the dates as moments."""
        return Schedule(
            self.opens_at.data.replace(tzinfo=zone()),
            self.closes_at.data.replace(tzinfo=zone()),
            self.judging_closes_at.data.replace(tzinfo=zone()),
        )


class NamedFields(FlaskForm):
    """The name of a contest in the three languages."""

    name_kk = StringField(_l("Name in Kazakh"), [_NEEDED, Length(max=NAME_LENGTH)])
    name_ru = StringField(_l("Name in Russian"), [_NEEDED, Length(max=NAME_LENGTH)])
    name_en = StringField(_l("Name in English"), [_NEEDED, Length(max=NAME_LENGTH)])

    def text(self, field: str) -> dict[str, str]:
        """Return a text of this form in the three languages."""
        return {code: self[f"{field}_{code}"].data.strip().replace("\r\n", "\n") for code in LANGUAGES}


class NewContestForm(NamedFields, ScheduleFields):
    """What is decided when a contest is made from a preset; all else comes from the preset."""


class ReasonFields(FlaskForm):
    """Why a contest that is open changes."""

    reason = TextAreaField(_l("Why do you change it?"), [Length(max=500)])


class BasicsForm(NamedFields, ScheduleFields, ReasonFields):
    """Texts, dates and numbers of a contest."""

    summary_kk = TextAreaField(_l("In one sentence, in Kazakh"), [_NEEDED, Length(max=400)])
    summary_ru = TextAreaField(_l("In one sentence, in Russian"), [_NEEDED, Length(max=400)])
    summary_en = TextAreaField(_l("In one sentence, in English"), [_NEEDED, Length(max=400)])
    description_kk = TextAreaField(_l("Description in Kazakh"), [_NEEDED, Length(max=TEXT_LENGTH)])
    description_ru = TextAreaField(_l("Description in Russian"), [_NEEDED, Length(max=TEXT_LENGTH)])
    description_en = TextAreaField(_l("Description in English"), [_NEEDED, Length(max=TEXT_LENGTH)])
    languages = SelectMultipleField(
        _l("Languages of entries"),
        [InputRequired(_l("Choose at least one language."))],
        choices=[SelectChoice(code, own_name) for code, own_name in LANGUAGES.items()],
        widget=ListWidget(),
        option_widget=CheckboxInput(),
    )
    reviews = IntegerField(_l("Jurors for each entry"), [InputRequired(), NumberRange(1, 10)])
    formula = RadioField(
        _l("Official score"),
        choices=[
            SelectChoice("mean", _l("mean of the jurors who marked the entry")),
            SelectChoice("sum", _l("sum over the jurors")),
            SelectChoice("trimmed_mean", _l("mean without the highest and the lowest")),
            SelectChoice("best", _l("sum of the highest")),
        ],
    )
    best = IntegerField(_l("How many of the highest count"), [Optional(), NumberRange(1, 10)])
    team_min = IntegerField(_l("Authors, at least"), [InputRequired(), NumberRange(1, 10)])
    team_max = IntegerField(_l("Authors, at most"), [InputRequired(), NumberRange(1, 10)])

    def validate_team_max(self, field: IntegerField) -> None:
        """Refuse a largest team that is smaller than the smallest."""
        if self.team_min.data and field.data and field.data < self.team_min.data:
            raise ValidationError(gettext("At most cannot be less than at least."))

    def validate_formula(self, field: RadioField) -> None:
        """Refuse the sum of the highest without how many they are."""
        if field.data == "best" and not self.best.data:
            raise ValidationError(gettext("Write how many of the highest count."))

    def formula_settings(self) -> dict[str, int]:
        """Return what the formula needs beside its name."""
        return {"trimmed_mean": {"drop": 1}, "best": {"count": self.best.data or 1}}.get(self.formula.data, {})

    def basics(self) -> Basics:
        """Return what was typed."""
        return Basics(
            name=self.text("name"),
            summary=self.text("summary"),
            description=self.text("description"),
            languages=[code for code in LANGUAGES if code in self.languages.data],
            schedule=self.schedule(),
            formula=self.formula.data,
            formula_settings=self.formula_settings(),
            reviews=self.reviews.data,
            team_min=self.team_min.data,
            team_max=self.team_max.data,
        )


class GroupsFields(ReasonFields):
    """Nominations and age groups; `groups_form` adds a set of fields for each, and spare ones."""

    rows: dict[str, list[str]]

    def groups(self, kind: str) -> list[Group]:
        """Return the nominations or age groups that stay or are new, in their order."""
        return [
            Group(key=row.partition("__")[2], name=self._name(row), grades=self._grades(row))
            for row in self.rows[kind]
            if any(self._name(row).values()) and not self[f"{row}__removed"].data
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        """Check that a row has its name in every language or in none, and each grade one age group."""
        is_valid = super().validate(extra_validators)
        for kind, rows in self.rows.items():
            for row in rows:
                is_valid = self._check_name(row) and (kind != "age_group" or self._check_grades(row)) and is_valid
            if not self.groups(kind):
                self.form_errors.append(gettext("At least one nomination and one age group must stay."))
                is_valid = False
        return is_valid and self._check_grades_once()

    def _name(self, row: str) -> dict[str, str]:
        return {code: (self[f"{row}__{code}"].data or "").strip() for code in LANGUAGES}

    def _grades(self, row: str) -> tuple[int, ...]:
        typed = self[f"{row}__grades"].data if f"{row}__grades" in self else ""
        return tuple(sorted({int(number) for number in re.findall(r"\d+", typed or "")}))

    def _check_name(self, row: str) -> bool:
        name = self._name(row)
        missing = [code for code, text in name.items() if not text]
        if missing and len(missing) < len(name) and not self[f"{row}__removed"].data:
            self[f"{row}__{missing[0]}"].errors = [gettext("This is needed in each of the three languages.")]
            return False
        return True

    def _check_grades(self, row: str) -> bool:
        """Check the grades of a row; without any it is for adults."""
        grades, typed = self._grades(row), (self[f"{row}__grades"].data or "").strip()
        fits = not typed or (grades and grades[0] >= 1 and grades[-1] <= HIGHEST_GRADE)
        if any(self._name(row).values()) and not fits:
            self[f"{row}__grades"].errors = [gettext("Write grades from 1 to 12, for example: 5, 6, 7.")]
            return False
        return True

    def _check_grades_once(self) -> bool:
        grades = [grade for group in self.groups("age_group") for grade in group.grades]
        if len(grades) != len(set(grades)):
            self.form_errors.append(gettext("A grade stands in two age groups."))
            return False
        return True


class CriteriaFields(ReasonFields):
    """Weights and texts of the criteria; `criteria_form` adds the fields of each."""

    def criteria(self, rubric: dict[str, Any]) -> list[dict[str, Any]]:
        """Return the criteria of ``rubric`` as they were changed."""
        return [self._changed(criterion) for criterion in rubric["criteria"]]

    def _changed(self, criterion: dict[str, Any]) -> dict[str, Any]:
        key = criterion["key"]
        return criterion | {
            "weight": self[f"{key}__weight"].data,
            "name": self._text(f"{key}__name"),
            "question": self._text(f"{key}__question"),
            "levels": {level: self._text(f"{key}__{level}") for level in criterion["levels"]},
        }

    def _text(self, name: str) -> dict[str, str]:
        return {code: self[f"{name}__{code}"].data.strip() for code in LANGUAGES}


def new_contest_form(name: dict[str, str], schedule: Schedule) -> NewContestForm:
    """Return the form of a new contest, filled from its preset."""
    return NewContestForm(data=_texts("name", name) | _moments(schedule))


def basics_form(contest: Contest) -> BasicsForm:
    """Return the form of a contest's texts, dates and numbers."""
    numbers = {name: getattr(contest, name) for name in ("languages", "reviews", "formula", "team_min", "team_max")}
    numbers["best"] = contest.formula_settings.get("count")
    texts = _texts("name", contest.name) | _texts("summary", contest.summary)
    return BasicsForm(data=texts | _texts("description", contest.description) | numbers | _moments(contest.schedule))


def groups_form(contest: Contest) -> GroupsFields:
    """Return the form of a contest's nominations and age groups, with spare rows for new ones."""
    rows = {
        "nomination": _rows("nomination", contest.nominations),
        "age_group": _rows("age_group", contest.age_groups),
    }
    fields: dict[str, Any] = {"rows": rows}
    for kind, names in rows.items():
        for row in names:
            fields |= {
                f"{row}__{code}": StringField(own, [Length(max=NAME_LENGTH)]) for code, own in LANGUAGES.items()
            }
            fields[f"{row}__removed"] = BooleanField(_l("Remove"))
            if kind == "age_group":
                fields[f"{row}__grades"] = StringField(_l("Grades"), [Length(max=60)])
    return cast("GroupsFields", type("GroupsForm", (GroupsFields,), fields)(data=_groups_saved(contest)))


def criteria_form(contest: Contest) -> CriteriaFields:
    """Return the form of a contest's criteria."""
    fields: dict[str, Any] = {}
    saved: dict[str, Any] = {}
    for criterion in contest.rubric["criteria"]:
        key = criterion["key"]
        fields[f"{key}__weight"] = IntegerField(_l("Weight"), [InputRequired(), NumberRange(1, 10)])
        saved[f"{key}__weight"] = criterion["weight"]
        texts = {"name": criterion["name"], "question": criterion["question"], **criterion["levels"]}
        for name, text in texts.items():
            saved |= _texts(f"{key}__{name}_", text)
            control = StringField if name == "name" else TextAreaField
            fields |= {f"{key}__{name}__{code}": control(own, [_NEEDED]) for code, own in LANGUAGES.items()}
    return cast("CriteriaFields", type("CriteriaForm", (CriteriaFields,), fields)(data=saved))


def _rows(kind: str, existing: Sequence[Nomination | AgeGroup]) -> list[str]:
    """Return the prefixes of a row's fields: one a nomination or age group, and spare ones with keys not yet used."""
    keys = [each.key for each in existing]
    spare = [key for number in range(1, 100) if (key := f"own-{number}") not in keys][:SPARE_ROWS]
    return [f"{kind}__{key}" for key in (*keys, *spare)]


def _groups_saved(contest: Contest) -> dict[str, str]:
    saved: dict[str, str] = {}
    for nomination in contest.nominations:
        saved |= _texts(f"nomination__{nomination.key}_", nomination.name)
    for group in contest.age_groups:
        saved |= _texts(f"age_group__{group.key}_", group.name)
        saved[f"age_group__{group.key}__grades"] = ", ".join(str(grade) for grade in group.grades)
    return saved


def _texts(name: str, text: dict[str, str]) -> dict[str, str]:
    return {f"{name}_{code}": text[code] for code in LANGUAGES}


def _moments(schedule: Schedule) -> dict[str, datetime]:
    return {
        name: getattr(schedule, name).astimezone(zone()).replace(tzinfo=None)
        for name in ("opens_at", "closes_at", "judging_closes_at")
    }
