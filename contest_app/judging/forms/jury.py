"""What an organizer sends about the jury: a seat, a conflict."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField, validators
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from contest_app.contests.models import Contest
from contest_app.judging.models import JudgeProfile, JuryMember
from contest_app.judging.queries.rounds import Member
from contest_app.judging.rules import REASON_LENGTH, Duty
from contest_app.judging.services.rounds import Seat
from contest_app.languages import LANGUAGES
from contest_app.web.i18n import localised

DUTIES: Final = {
    Duty.JUDGE: _l("Juror: marks entries"),
    Duty.CHAIR: _l("Chair: leads, sees all marks, gives none"),
    Duty.SECRETARY: _l("Secretary: keeps the records, gives no marks"),
}


def _choices(pairs: Iterable[tuple[str, object]]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in pairs]


class CheckList(SelectMultipleField):
    """Several choices as check boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class SeatForm(FlaskForm):
    """A person's seat in the jury."""

    duty = RadioField(_l("Duty"), choices=_choices(DUTIES.items()), default=Duty.JUDGE.value)
    languages = CheckList(_l("Reads entries in"), choices=_choices(LANGUAGES.items()))
    expertise = CheckList(_l("Knows these nominations well"))
    max_load = IntegerField(
        _l("At most this many entries"), [validators.Optional(), validators.NumberRange(min=1, max=2000)]
    )

    @classmethod
    def of(cls, contest: Contest, profile: JudgeProfile | None, member: JuryMember | None) -> SeatForm:
        """Return the form as it is first shown: what is known of the person."""
        form = cls(
            duty=member.duty if member else Duty.JUDGE.value,
            languages=profile.languages if profile else contest.languages,
            expertise=profile.expertise if profile else [],
            max_load=member.max_load if member else None,
        )
        form.offer(contest)
        return form

    def offer(self, contest: Contest) -> None:
        """Offer the nominations of the contest."""
        self.expertise.choices = _choices((each.key, localised(each.name)) for each in contest.nominations)

    def seat(self) -> Seat:
        """Return what was chosen."""
        return Seat(Duty(self.duty.data), self.languages.data, self.expertise.data, self.max_load.data)


class ConflictForm(FlaskForm):
    """A juror, an entry, and why the one may not judge the other."""

    judge = SelectField(_l("Juror"))
    code = StringField(_l("Code of the entry"), [validators.InputRequired(), validators.Length(max=12)])
    reason = TextAreaField(_l("Reason"), [validators.InputRequired(), validators.Length(max=REASON_LENGTH)])

    def offer(self, members: Iterable[Member]) -> None:
        """Offer the jury's people."""
        self.judge.choices = _choices((str(each.member.user_id), each.member.user.display_name) for each in members)
