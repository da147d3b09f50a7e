"""What a pupil sends from a page without scripts: the same operations, one at a time."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4, uuid5

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, TextAreaField, validators
from wtforms.widgets import HiddenInput

from contest_app.languages import LANGUAGES
from contest_app.oplog.rules import Incoming


def _new_key() -> str:
    return str(uuid4())


class StartForm(FlaskForm):
    """The language of the attempt."""

    language = HiddenField(validators=[validators.AnyOf(LANGUAGES)])


class IdeaForm(FlaskForm):
    """One idea, new or changed. Pressed twice, it is still one operation: the page names it."""

    operation = HiddenField(default=_new_key, validators=[validators.InputRequired(), validators.UUID()])
    idea = HiddenField(default=_new_key, validators=[validators.InputRequired(), validators.UUID()])
    revision = IntegerField(default=0, validators=[validators.Optional()], widget=HiddenInput())
    position = IntegerField(validators=[validators.Optional()], widget=HiddenInput())
    text = TextAreaField(_l("Your idea"))

    def fill(self) -> Incoming:
        """Return the operation that writes what was typed into a fixed place; nothing typed empties it."""
        if not (self.text.data or "").strip():
            return self.remove()
        return self._operation("put_idea", text=self.text.data, position=self.position.data)

    def put(self) -> list[Incoming]:
        """Return the operations that write what was typed: a line is an idea."""
        lines = [line for line in (self.text.data or "").splitlines() if line.strip()] or [""]
        first = self._operation("put_idea", text=lines[0])
        # The further lines are named after the first, so that pressing twice still writes them once.
        return [first, *(self._further(number, line) for number, line in enumerate(lines[1:]))]

    def remove(self) -> Incoming:
        """Return the operation that removes the idea."""
        return self._operation("remove_idea")

    def _operation(self, kind: str, **fields: Any) -> Incoming:
        told = {"idea": self.idea.data, "revision": self.revision.data or 0}
        return Incoming(UUID(self.operation.data), kind, None, told | fields)

    def _further(self, number: int, line: str) -> Incoming:
        name = uuid5(UUID(self.operation.data), str(number))
        return Incoming(name, "put_idea", None, {"idea": str(name), "revision": 0, "text": line})
