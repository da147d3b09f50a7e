"""What an organizer asks of a plan before anything is given out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, SelectField, StringField, validators
from wtforms.fields.choices import SelectChoice

from contest_app.judging.models import Round
from contest_app.judging.queries.rounds import Member
from contest_app.judging.rules import Duty
from contest_app.judging.services.drafts import WhatIf

BANDS: Final = {
    "": _l("as equal as can be"),
    "0": _l("equal to within one entry"),
    "10": _l("within a tenth of the mean"),
    "25": _l("within a quarter of the mean"),
    "50": _l("within a half of the mean"),
}


class DraftForm(FlaskForm):
    """A plan to be tried: how many jurors an entry gets, how equal the loads are, who is left out."""

    reviews = IntegerField(_l("Jurors to an entry"), [validators.InputRequired(), validators.NumberRange(1, 10)])
    band = SelectField(_l("Loads of the jurors"), choices=[SelectChoice(key, text) for key, text in BANDS.items()])
    without = SelectField(_l("Without this juror"))
    moves_little = BooleanField(_l("Move as little as possible of what is given out"))

    @classmethod
    def of(cls, round_: Round, members: Iterable[Member]) -> DraftForm:
        """Return the form as it is first shown."""
        form = cls(formdata=None, reviews=round_.reviews, moves_little=round_.allocated_at is not None)
        form.offer(members)
        return form

    def offer(self, members: Iterable[Member]) -> None:
        """Offer the judges of the round."""
        judges = [each.member.user for each in members if each.member.duty == Duty.JUDGE]
        names = [SelectChoice(str(each.id), each.display_name) for each in judges]
        self.without.choices = [SelectChoice("", _l("nobody is left out")), *names]

    def what(self) -> WhatIf:
        """Return what was asked."""
        return WhatIf(
            reviews=self.reviews.data or 1,
            band_percent=int(self.band.data) if self.band.data else None,
            without_id=UUID(self.without.data) if self.without.data else None,
            moves_little=self.moves_little.data,
        )


class FindEntryForm(FlaskForm):
    """The code of the entry whose jurors are to be changed."""

    code = StringField(_l("Code of the entry"), [validators.InputRequired(), validators.Length(max=12)])
