"""What a teacher chooses before printing, and types off a sheet afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Self
from uuid import UUID, uuid4, uuid5

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
    validators,
)
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from contest_app.accounts.models import Student
from contest_app.accounts.rules import typed_code
from contest_app.languages import LANGUAGES
from contest_app.tasks.rules.paper import Name, Taking
from contest_app.tasks.services.paper import Entry, Written

NAMES: Final = (
    SelectChoice(Name.PRINTED.value, _l("The pupil's name, printed")),
    SelectChoice(Name.LINE.value, _l("An empty line for the name")),
    SelectChoice(Name.NONE.value, _l("No name: the code is enough")),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A text as it stands on the page, to be changed there; that of a fixed place has no key of its own."""

    key: UUID | None
    position: int
    revision: int
    text: str

    @property
    def name(self) -> str:
        """What the page sends back of it beside the text."""
        return f"{self.key or '-'} {self.position} {self.revision}"


def _new_key() -> str:
    return str(uuid4())


class PrintForm(FlaskForm):
    """What is printed for whom; no pupil chosen means all."""

    language = RadioField(_l("Language of the sheets"), choices=[SelectChoice(*pair) for pair in LANGUAGES.items()])
    name = RadioField(_l("What stands at the top"), choices=list(NAMES), default=Name.PRINTED.value)
    pupils = SelectMultipleField(
        _l("Pupils"),
        coerce=UUID,
        widget=ListWidget(),
        option_widget=CheckboxInput(),
        validators=[validators.Optional()],
    )

    def offer(self, students: Sequence[Student]) -> None:
        """Set the pupils to choose from."""
        self.pupils.choices = [SelectChoice(str(student.user_id), student.user.display_name) for student in students]


class CodeForm(FlaskForm):
    """The code of a sheet."""

    code = StringField(_l("Code on the sheet"), [validators.InputRequired(_l("Type the code of the sheet."))])

    def typed(self) -> str:
        """Return the code without what people put between."""
        return typed_code(self.code.data or "")


class RowForm(Form):
    """One text that the answer has already, or has a place for."""

    name = HiddenField()
    text = TextAreaField(_l("Text"))

    def validate_name(self, field: HiddenField) -> None:  # noqa: ARG002 -- WTForms hands it over
        """Refuse what the page did not send."""
        try:
            self.written()
        except ValueError as error:
            raise ValidationError(_l("This could not be read. Reload the page and try again.")) from error

    def written(self) -> Written:
        """Return the text with what it belongs to. Raises ValueError."""
        key, position, revision = (self.name.data or "").split(" ")
        return Written(None if key == "-" else UUID(key), int(position), int(revision), self.text.data or "")


class EntryForm(FlaskForm):
    """What a teacher types off one sheet; it may be saved in parts."""

    operation = HiddenField(default=_new_key, validators=[validators.InputRequired(), validators.UUID()])
    over = HiddenField(validators=[validators.Optional(), validators.UUID()])
    taking = HiddenField(validators=[validators.Optional(), validators.AnyOf([each.value for each in Taking])])
    rows = FieldList(FormField(RowForm), max_entries=150)
    lines = TextAreaField(_l("New ideas, one a line"))
    photo = FileField(_l("Photo of the sheet"))
    is_late = BooleanField(_l("Written after the time was over"))
    act = HiddenField()

    @classmethod
    def showing(cls, shown: Iterable[Shown], over: UUID | None, taking: Taking | None) -> Self:
        """Return the form with the texts as they are."""
        rows = [{"name": each.name, "text": each.text} for each in shown]
        return cls(formdata=None, rows=rows, over=str(over or ""), taking=taking.value if taking else "")

    def meet(self, shown: Iterable[Shown], over: UUID | None) -> None:
        """Let what was typed stand over the texts as they are now, so that saving again takes it."""
        self.over.data = str(over or "")
        present = {(each.key, each.position if each.key is None else None): each for each in shown}
        for row in self.rows:
            written = row.form.written()
            now = present.get((written.key, written.position if written.key is None else None))
            if now is not None:
                row.form.name.data = now.name

    def entry(self) -> Entry:
        """Return what was typed; the new ideas are named after the press of the button."""
        press = UUID(self.operation.data)
        lines = [line for line in (self.lines.data or "").splitlines() if line.strip()]
        new = [Written(uuid5(press, f"line {number}"), None, 0, line) for number, line in enumerate(lines)]
        return Entry(
            operation=press,
            written=[*(row.form.written() for row in self.rows), *new],
            over=UUID(self.over.data) if self.over.data else None,
            taking=Taking(self.taking.data) if self.taking.data else None,
            photo=(self.photo.data.read() or None) if self.photo.data else None,
            is_late=bool(self.is_late.data),
            is_whole=self.act.data == "finish",
        )
