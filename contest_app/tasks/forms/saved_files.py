"""The file that a teacher brings in, and the same once more after looking at what is in it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, validators

from contest_app.tasks.rules.saved_files import MOST_BYTES


class FileForm(FlaskForm):
    """A file from a pupil's device."""

    file = FileField(_l("Saved file"), [FileRequired(_l("Choose the file."))])

    def content(self) -> bytes:
        """Return what was sent, no more than one byte over what is taken."""
        sent: bytes = self.file.data.read(MOST_BYTES + 1)
        return sent


class ContentForm(FlaskForm):
    """What is in the file, to be taken now."""

    content = HiddenField(validators=[validators.InputRequired()])
