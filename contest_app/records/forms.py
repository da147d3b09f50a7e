"""What an organizer sends about a certificate."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import TextAreaField, validators

from contest_app.records.rules import REASON_LENGTH


class RevokeForm(FlaskForm):
    """Why a certificate is revoked."""

    reason = TextAreaField(
        _l("Reason"),
        [
            validators.InputRequired(_l("Say why: the reason is kept for good.")),
            validators.Length(max=REASON_LENGTH, message=_l("At most %(max)d characters.")),
        ],
        description=_l("Only you and the administrators see it. The public check says only that it is revoked."),
    )
