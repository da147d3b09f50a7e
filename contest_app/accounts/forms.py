"""The shape of what people type."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from contest_app.accounts.rules import Purpose, RosterUnreadable, SchoolFacts
from contest_app.languages import LANGUAGES, N_
from contest_app.roles import Role

NAME_LENGTH: Final = 80
ROSTER_LENGTH: Final = 60

LANGUAGE_CHOICES: Final = [SelectChoice(code, name) for code, name in LANGUAGES.items()]

#: What pages call each role; pupils come by a roster, not by this list.
STAFF_ROLES: Final = [
    SelectChoice(Role.TEACHER.value, _l("teacher")),
    SelectChoice(Role.JUDGE.value, _l("juror")),
    SelectChoice(Role.CHAIR.value, _l("chair of the jury")),
    SelectChoice(Role.ORGANIZER.value, _l("organizer")),
    SelectChoice(Role.METHODOLOGIST.value, _l("methodologist")),
    SelectChoice(Role.ADMINISTRATOR.value, _l("administrator")),
    SelectChoice(Role.GUARDIAN.value, _l("parent or guardian")),
    SelectChoice(Role.CARER.value, _l("answers for pupils' well-being")),
]


#: What each purpose means, in a guardian's words.
PURPOSE_WORDS: Final = {
    Purpose.CONTEST: (
        _l("Taking part in contests"),
        _l("The child may enter works; jurors see them without the name."),
    ),
    Purpose.PUBLICATION: (
        _l("Name in published results"),
        _l("The full name stands in public results and on certificates' check page. Otherwise: initials only."),
    ),
    Purpose.RESEARCH: (
        _l("Research"),
        _l("Answers without any name may help to improve the assessment."),
    ),
    Purpose.BOARDS: (
        _l("Class boards"),
        _l("The nickname may appear on the boards of practice games in the child's own class."),
    ),
}


SCHOOL_KINDS: Final = [
    SelectChoice("school", _l("school")),
    SelectChoice("small_school", _l("small school")),
    SelectChoice("kindergarten", _l("kindergarten")),
    SelectChoice("college", _l("college")),
    SelectChoice("additional", _l("additional education")),
    SelectChoice("special", _l("special education")),
]


class SignInForm(FlaskForm):
    """Log-in name and password of the staff."""

    login = StringField(_l("Log-in name"), [InputRequired(_l("Type your log-in name.")), Length(max=NAME_LENGTH)])
    password = PasswordField(_l("Password"), [InputRequired(_l("Type your password.")), Length(max=200)])


class SecondStepForm(FlaskForm):
    """A code of the app, or one from the paper."""

    code = StringField(
        _l("Code of the app, or a recovery code"), [InputRequired(_l("Type the code.")), Length(max=40)]
    )


class FirstCodeForm(FlaskForm):
    """The first code of an app that is being set up."""

    code = StringField(_l("Six digits that the app shows"), [InputRequired(_l("Type the code.")), Length(max=40)])


class ProtectForm(FirstCodeForm):
    """The same for somebody who is signed in: the password proves who asks."""

    password = PasswordField(_l("Password"), [InputRequired(_l("Type your password.")), Length(max=200)])


class MoveForm(FirstCodeForm):
    """The same for somebody who moves to another phone: a code of the old app, or from the paper, proves who asks."""

    present = StringField(
        _l("Code of the present app, or a recovery code"), [InputRequired(_l("Type the code.")), Length(max=40)]
    )


class SlipForm(FlaskForm):
    """The code on a pupil's slip."""

    code = StringField(_l("Code on your slip"), [InputRequired(_l("Type the code from your slip.")), Length(max=40)])


class ClassCodeForm(FlaskForm):
    """The code of a class."""

    code = StringField(_l("Class code"), [InputRequired(_l("Type the code of your class.")), Length(max=40)])


class WelcomeForm(FlaskForm):
    """A pupil's nickname, in the language chosen; the page sets the choices and which batch of them it shows."""

    language = HiddenField()
    round = HiddenField()
    nickname = RadioField(_l("Nickname"), [InputRequired(_l("Choose one of the nicknames."))])


class ClassForm(FlaskForm):
    """A new class."""

    grade = IntegerField(_l("Grade"), [InputRequired(_l("Type the grade.")), NumberRange(0, 13)])
    letter = StringField(_l("Letter"), [Length(max=6)])
    language = SelectField(_l("Language of teaching"), choices=LANGUAGE_CHOICES)


class RosterForm(FlaskForm):
    """Names of pupils, one a line."""

    names = TextAreaField(_l("Names, one a line"), [InputRequired(_l("Write at least one name."))])


class GuardianForm(FlaskForm):
    """Who answers for a pupil."""

    login = StringField(
        _l("Log-in name of the guardian"),
        [InputRequired(_l("Type the guardian's log-in name.")), Length(max=NAME_LENGTH)],
    )


class PersonForm(FlaskForm):
    """A new member of staff; the schools are set by the page."""

    display_name = StringField(_l("Name"), [InputRequired(_l("Type the name.")), Length(max=NAME_LENGTH)])
    login = StringField(_l("Log-in name"), [InputRequired(_l("Type a log-in name.")), Length(max=60)])
    roles = SelectMultipleField(
        _l("Roles"),
        [InputRequired(_l("Choose at least one role."))],
        choices=STAFF_ROLES,
        widget=ListWidget(),
        option_widget=CheckboxInput(),
    )
    language = SelectField(_l("Language"), choices=LANGUAGE_CHOICES)
    school = SelectField(_l("School"), choices=[])


class SchoolForm(FlaskForm):
    """What is known of an organization; the districts are set by the page."""

    name_kk = StringField(_l("Name in Kazakh"), [DataRequired(_l("Type the school's name.")), Length(max=120)])
    name_ru = StringField(_l("Name in Russian"), [DataRequired(_l("Type the school's name.")), Length(max=120)])
    name_en = StringField(_l("Name in English"), [Length(max=120)])
    district = SelectField(_l("City or district"))
    kind = SelectField(_l("Kind"), choices=SCHOOL_KINDS)
    is_rural = BooleanField(_l("In a village"))

    def facts(self) -> SchoolFacts:
        """Return what was typed; without an English name the Russian one stands for it."""
        names = {"kk": self.name_kk.data, "ru": self.name_ru.data, "en": self.name_en.data or self.name_ru.data}
        return SchoolFacts(
            name={language: " ".join(name.split()) for language, name in names.items()},
            district_key=self.district.data,
            kind=self.kind.data,
            is_rural=self.is_rural.data,
        )


class CarerForm(FlaskForm):
    """The adult to whom signs of distress go; the people are set by the page."""

    person = SelectField(_l("Who answers for the pupils' well-being"), choices=[])


def roster_names(text: str) -> list[str]:
    """Return the names of a roster, single-spaced, blank lines skipped.

    Raises RosterUnreadable with the line: a name too long, without a letter, or twice; too many names.
    """
    names: list[str] = []
    for row, line in enumerate(text.splitlines(), start=1):
        name = " ".join(line.split())
        if name:
            _check_name(row, name, names)
            names.append(name)
    return names


def _check_name(row: int, name: str, earlier: list[str]) -> None:
    if len(name) > NAME_LENGTH:
        raise RosterUnreadable(row=row, reason=N_("the name is longer than 80 letters."))
    if not any(letter.isalpha() for letter in name):
        raise RosterUnreadable(row=row, reason=N_("there is no letter in the name."))
    if name in earlier:
        raise RosterUnreadable(row=row, reason=N_("the same name stands above; add a letter to tell them apart."))
    if len(earlier) >= ROSTER_LENGTH:
        raise RosterUnreadable(row=row, reason=N_("a class takes at most 60 names at once."))
