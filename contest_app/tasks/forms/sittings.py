"""The form by which a teacher opens a sitting."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from contest_app.accounts.models import SchoolClass
from contest_app.tasks.models import Item
from contest_app.tasks.rules.sittings import Mode, Plan, PlannedItem
from contest_app.web.i18n import localised


def _key(value: object) -> UUID:
    """Return a key that was sent as text, or is offered as it is. Raises ValueError."""
    return value if isinstance(value, UUID) else UUID(str(value))


#: What may be chosen instead of the time that each item asks for; 0 keeps it.
MINUTES: Final = (0, 2, 3, 4, 5, 6, 8, 10)


class SittingForm(FlaskForm):
    """Which class does which items, how long, and what for."""

    class_id = SelectField(_l("Class"), coerce=_key, validators=[InputRequired()])
    items = SelectMultipleField(_l("Tasks"), coerce=_key, widget=ListWidget(), option_widget=CheckboxInput())
    minutes = SelectField(_l("Time for each task"), coerce=int, default=0)
    mode = RadioField(_l("What for"), default=Mode.ASSESSMENT.value)

    @classmethod
    def offering(cls, classes: Iterable[SchoolClass], items: Sequence[Item]) -> SittingForm:
        """Return the form with what this teacher may choose from."""
        form = cls()
        form.class_id.choices = [(school_class.id, school_class.name) for school_class in classes]
        form.items.choices = [(item.id, localised(item.title)) for item in items]
        form.minutes.choices = [(minutes, _time(minutes)) for minutes in MINUTES]
        form.mode.choices = [
            (Mode.ASSESSMENT.value, _l("Assessment: alone and in silence, the same tasks for everybody")),
            (Mode.PRACTICE.value, _l("Practice: to try it out")),
        ]
        return form

    def plan(self, items: Mapping[UUID, Item]) -> Plan:
        """Return what was chosen, in the order of the bank."""
        chosen = [items[item_id] for item_id in self.items.data or []]
        seconds = 60 * self.minutes.data
        return Plan(Mode(self.mode.data), [PlannedItem(item.id, seconds or item.seconds) for item in chosen])


def _time(minutes: int) -> object:
    if not minutes:
        return _l("As the task says")
    return ngettext("%(num)d minute", "%(num)d minutes", minutes)
