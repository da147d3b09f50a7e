"""The form by which a teacher grants a pupil support."""

from __future__ import annotations

from dataclasses import asdict
from typing import Final

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from contest_app.tasks.rules.accommodations import EXTRA_PERCENTS, HELPER_LENGTH, Support

UNLIMITED: Final = "unlimited"


class SupportForm(FlaskForm):
    """Time, breaks, how pages are shown, and who helps."""

    time = RadioField(
        _l("Time"),
        choices=[
            SelectChoice("0", _l("as everybody")),
            *(SelectChoice(str(percent), f"+{percent} %") for percent in EXTRA_PERCENTS if percent),
            SelectChoice(UNLIMITED, _l("no limit")),
        ],
    )
    may_pause = BooleanField(_l("Breaks that stop the clock: up to three in a task, five minutes each"))
    has_large_type = BooleanField(_l("Large type"))
    is_calm = BooleanField(_l("Calm pages: no timer in sight, nothing moves"))
    is_read_aloud = BooleanField(
        _l("The task is read aloud: by a recorded voice, or by the device where it knows the language")
    )
    helper = StringField(_l("Who types for the pupil, or how"), [Length(max=HELPER_LENGTH)])

    @classmethod
    def showing(cls, support: Support) -> SupportForm:
        """Return the form with what is granted already."""
        time = UNLIMITED if support.is_unlimited else str(support.extra_percent)
        return cls(data=asdict(support) | {"time": time})

    def support(self) -> Support:
        """Return what was chosen."""
        time = self.time.data
        return Support(
            extra_percent=0 if time == UNLIMITED else int(time),
            is_unlimited=time == UNLIMITED,
            may_pause=self.may_pause.data,
            has_large_type=self.has_large_type.data,
            is_calm=self.is_calm.data,
            is_read_aloud=self.is_read_aloud.data,
            helper=" ".join((self.helper.data or "").split()),
        )
