"""What comes with an invitation into a jury: whom the organizer invites, and what the person invited sends."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    validators,
)
from wtforms.fields.choices import SelectChoice

from contest_app.accounts.models import School
from contest_app.accounts.rules import PASSWORD_LENGTH, PasswordTooShort
from contest_app.contests.models import Contest
from contest_app.judging.forms.jury import DUTIES, CheckList
from contest_app.judging.queries.joining import OwnSeat
from contest_app.judging.rules import Duty
from contest_app.judging.services.invitations import Guest, NewAccount
from contest_app.judging.services.joining import Knowledge
from contest_app.languages import LANGUAGES, sort_key
from contest_app.web.i18n import language, localised

NAME_LENGTH: Final = 80
NOTE_LENGTH: Final = 200


class InvitationForm(FlaskForm):
    """Whom the organizer invites."""

    name = StringField(
        _l("Name"), [validators.InputRequired(_l("Type the name.")), validators.Length(max=NAME_LENGTH)]
    )
    contact = StringField(_l("E-mail or phone"), [validators.Length(max=NAME_LENGTH)])
    duty = RadioField(
        _l("Duty"),
        choices=[SelectChoice(duty.value, words) for duty, words in DUTIES.items()],
        default=Duty.JUDGE.value,
    )

    def guest(self) -> Guest:
        """Return who was typed."""
        name, contact = (" ".join((field.data or "").split()) for field in (self.name, self.contact))
        return Guest(name, contact, Duty(self.duty.data))


class NewJurorForm(FlaskForm):
    """The account of somebody who is invited and has none."""

    display_name = StringField(
        _l("Your name"), [validators.InputRequired(_l("Type your name.")), validators.Length(max=NAME_LENGTH)]
    )
    login = StringField(
        _l("Log-in name"), [validators.InputRequired(_l("Type a log-in name.")), validators.Length(max=60)]
    )
    password = PasswordField(
        _l("Password"),
        [
            validators.InputRequired(_l("Type a password.")),
            validators.Length(PASSWORD_LENGTH, 200, _l(PasswordTooShort.message)),
        ],
    )

    def account(self) -> NewAccount:
        """Return what was typed; the account speaks the language of the page."""
        name = " ".join(self.display_name.data.split())
        return NewAccount(name, self.login.data.strip(), self.password.data, language())


class KnowledgeForm(FlaskForm):
    """What a member of the jury reads, knows and can take on."""

    languages = CheckList(
        _l("I read entries in"), choices=[SelectChoice(code, name) for code, name in LANGUAGES.items()]
    )
    expertise = CheckList(_l("I know these nominations well"))
    max_load = IntegerField(
        _l("At most this many entries"), [validators.Optional(), validators.NumberRange(min=1, max=2000)]
    )

    @classmethod
    def of(cls, seat: OwnSeat) -> KnowledgeForm:
        """Return the form as it is first shown: what the person told before."""
        profile, contest = seat.profile, seat.member.round.contest
        form = cls(
            languages=profile.languages if profile else [],
            expertise=profile.expertise if profile else [],
            max_load=seat.member.max_load,
        )
        form.offer(contest)
        return form

    def offer(self, contest: Contest) -> None:
        """Offer the nominations of the contest."""
        self.expertise.choices = [SelectChoice(each.key, localised(each.name)) for each in contest.nominations]

    def knowledge(self) -> Knowledge:
        """Return what was told."""
        return Knowledge(self.languages.data, self.expertise.data, self.max_load.data)


class TieForm(FlaskForm):
    """A school or a person that a member of the jury is close to."""

    school = SelectField(_l("School"))
    person = StringField(_l("Or a person: pupil, teacher, relative"), [validators.Length(max=NAME_LENGTH)])
    note = TextAreaField(_l("What connects you"), [validators.Length(max=NOTE_LENGTH)])

    def offer(self, schools: Iterable[School]) -> None:
        """Offer the schools in alphabetical order."""
        named = sorted(((localised(each.name), str(each.id)) for each in schools), key=lambda pair: sort_key(pair[0]))
        self.school.choices = [SelectChoice("", "–"), *(SelectChoice(key, name) for name, key in named)]


class SignatureForm(FlaskForm):
    """The signature under the declaration."""

    name = StringField(
        _l("Your full name, as a signature"),
        [validators.InputRequired(_l("Type your name.")), validators.Length(max=NAME_LENGTH)],
    )
    agreed = BooleanField(
        _l("I have read it and I promise this"), [validators.InputRequired(_l("Tick the box to sign."))]
    )
