"""What a responsible adult writes about a case."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from contest_app.tasks.rules.care import LONGEST_NOTE


class NoteForm(FlaskForm):
    """A note with which a case is closed."""

    note = TextAreaField(
        _l("What you have done"),
        [DataRequired(_l("Write a few words: what was done, or why nothing is needed.")), Length(max=LONGEST_NOTE)],
    )
