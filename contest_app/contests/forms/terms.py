"""The organizer's form of who may enter a contest, and until when late entries are taken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, RadioField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from contest_app.accounts.models import District
from contest_app.contests.forms.organizing import ReasonFields
from contest_app.contests.models import Contest
from contest_app.contests.services import EntryTerms
from contest_app.web.i18n import localised

LONGEST_GRACE: Final = 72


class TermsForm(ReasonFields):
    """Who may enter, and how often; `terms_form` sets the districts."""

    supervisor = RadioField(
        _l("Supervisor"),
        choices=[
            SelectChoice("none", _l("not asked for")),
            SelectChoice("optional", _l("may be named")),
            SelectChoice("required", _l("must be named")),
        ],
    )
    one_entry_a_nomination = BooleanField(_l("One entry from each pupil in a nomination"))
    entries_a_person = IntegerField(_l("Entries from one person, at most"), [Optional(), NumberRange(1, 50)])
    grace_hours = IntegerField(
        _l("Hours after the closing in which late entries are taken"),
        [InputRequired(), NumberRange(0, LONGEST_GRACE)],
    )
    districts = SelectMultipleField(
        _l("Only schools of these districts"), widget=ListWidget(), option_widget=CheckboxInput()
    )

    formal_check = BooleanField(_l("Check entries before the jury gets them"))

    def terms(self) -> EntryTerms:
        """Return what was typed."""
        return EntryTerms(
            supervisor=self.supervisor.data,
            one_entry_a_nomination=bool(self.one_entry_a_nomination.data),
            entries_a_person=self.entries_a_person.data,
            districts=list(self.districts.data or []),
            grace_hours=self.grace_hours.data,
            formal_check=bool(self.formal_check.data),
        )


def terms_form(contest: Contest, districts: Sequence[District]) -> TermsForm:
    """Return the form filled with what the contest has."""
    form = TermsForm(
        data={
            **contest.eligibility,
            "supervisor": contest.supervisor,
            "grace_hours": contest.late["grace_hours"],
            "formal_check": contest.formal_check,
        }
    )
    form.districts.choices = [SelectChoice(each.key, localised(each.name)) for each in districts]
    return form
