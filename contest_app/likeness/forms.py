"""What an organizer says of a pair, as a page sends it."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from contest_app.likeness.rules.verdicts import LONGEST_WORDS, Verdict

VERDICTS: Final = {
    Verdict.NOTHING: _l("Nothing: each is a work of its own"),
    Verdict.OWN: _l("The same authors' own earlier work"),
    Verdict.COPIED: _l("Copied"),
}


class VerdictForm(FlaskForm):
    """The verdict on a pair, and why."""

    verdict = RadioField(
        _l("What is it?"),
        [InputRequired(_l("Choose one."))],
        choices=[SelectChoice(str(key), said) for key, said in VERDICTS.items()],
    )
    words = TextAreaField(_l("Why"), [Length(max=LONGEST_WORDS)])

    def said(self) -> Verdict:
        """Return the verdict that was chosen."""
        return Verdict(self.verdict.data)
