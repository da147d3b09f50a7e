"""What guardians ask for, and what teachers answer."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from contest_app.profiles.rules.corrections import LONGEST


class RequestForm(FlaskForm):
    """A request to look at something again."""

    text = TextAreaField(
        _l("What should be looked at again, and why?"),
        [DataRequired(_l("Write a few words: which task it is, and what seems wrong.")), Length(max=LONGEST)],
    )


class AnswerForm(FlaskForm):
    """The answer to a request."""

    text = TextAreaField(
        _l("Your answer to the family"),
        [DataRequired(_l("Write a few words: what you looked at and what follows.")), Length(max=LONGEST)],
    )
