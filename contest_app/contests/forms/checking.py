"""The form of the formal check of one entry."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateTimeLocalField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from contest_app.contests.forms.organizing import MOMENT_FORMATS, zone
from contest_app.contests.rules import Verdict
from contest_app.contests.services import Finding

WORDS_LENGTH: Final = 2000


class CheckForm(FlaskForm):
    """The verdict, the words for the author, and until when the author may mend the entry."""

    verdict = RadioField(
        _l("The entry is"),
        [InputRequired(_l("Choose one of the options."))],
        choices=[
            SelectChoice("accepted", _l("accepted: it goes to the jury")),
            SelectChoice("returned", _l("returned: the author may mend it")),
            SelectChoice("rejected", _l("the entry is not accepted")),
        ],
    )
    words = TextAreaField(_l("Words for the author"), [Length(max=WORDS_LENGTH)])
    mend_until = DateTimeLocalField(_l("May be mended until"), [Optional()], format=MOMENT_FORMATS)

    def finding(self) -> Finding:
        """Return what was typed."""
        until = self.mend_until.data
        return Finding(
            verdict=Verdict(self.verdict.data),
            words=self.words.data or "",
            mend_until=until.replace(tzinfo=zone()) if until else None,
        )
