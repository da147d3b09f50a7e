"""The shape of what is asked for in a report."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, ValidationError
from wtforms.fields.choices import SelectChoice

from contest_app.reports.rules.period import Month, Period, PeriodUnfit


class PeriodForm(FlaskForm):
    """From which month to which; the page sets the choices."""

    first = SelectField(_l("First month"))
    last = SelectField(_l("Last month, included"))

    def offer(self, months: Sequence[SelectChoice]) -> None:
        """Let the reader choose among these months."""
        self.first.choices = self.last.choices = list(months)

    def validate_last(self, _last: SelectField) -> None:
        """Refuse months that are no period; what is no month is refused by the choices."""
        try:
            self.period()
        except PeriodUnfit as refusal:
            raise ValidationError(gettext(refusal.message)) from refusal
        except ValueError:
            return

    def period(self) -> Period:
        """Return the months that were chosen. Raises PeriodUnfit."""
        return Period(Month.parse(str(self.first.data)), Month.parse(str(self.last.data)))
