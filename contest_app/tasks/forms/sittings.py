"""The forms by which a teacher opens a sitting, from a ready form or from chosen items, and moves its window."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    DateTimeLocalField,
    Field,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    validators,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from contest_app.accounts.models import SchoolClass
from contest_app.tasks.form_bank import ReadyForm
from contest_app.tasks.models import Item
from contest_app.tasks.rules.live import EXTENSIONS
from contest_app.tasks.rules.sittings import FormPart, Mode, Plan, PlannedItem, Shown, Window, parts_for
from contest_app.web.boundary import settings
from contest_app.web.i18n import localised

LONGEST_MINUTES: Final = 30
_MOMENT_FORMATS: Final = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"]

MODES: Final = [
    SelectChoice(
        Mode.ASSESSMENT.value, _l("Assessment: alone and in silence, the same tasks for everybody, each once")
    ),
    SelectChoice(Mode.PRACTICE.value, _l("Practice: to try it out; a pupil may do a task again")),
]
SHOWN: Final = [
    SelectChoice(Shown.AT_ONCE.value, _l("The comments, at once")),
    SelectChoice(Shown.AFTER_CLOSING.value, _l("The comments, when the work is closed")),
    SelectChoice(Shown.NEVER.value, _l("Nothing but the receipt")),
]


def _key(value: object) -> UUID:
    """Return a key that was sent as text, or is offered as it is. Raises ValueError."""
    return value if isinstance(value, UUID) else UUID(str(value))


class WindowForm(FlaskForm):
    """When pupils may begin, in the local time of the region; an empty field leaves that side open."""

    opens_at = DateTimeLocalField(_l("Opens"), [Optional()], format=_MOMENT_FORMATS)
    closes_at = DateTimeLocalField(_l("Closes by itself"), [Optional()], format=_MOMENT_FORMATS)

    @classmethod
    def showing(cls, window: Window) -> WindowForm:
        """Return the form with the window that a sitting has."""
        return cls(opens_at=_local(window.opens_at), closes_at=_local(window.closes_at))

    def window(self) -> Window:
        """Return what was typed as moments."""
        return Window(_moment(self.opens_at.data), _moment(self.closes_at.data))


class ExtendForm(FlaskForm):
    """More minutes for the running tasks of one pupil, or of all."""

    minutes = SelectField(
        _l("Minutes"), coerce=int, choices=[SelectChoice(minutes, f"+{minutes}") for minutes in EXTENSIONS], default=5
    )
    pupil = HiddenField(validators=[Optional(), validators.UUID()])

    def student(self) -> UUID | None:
        """Return the pupil who gets the minutes; None for all."""
        return UUID(self.pupil.data) if self.pupil.data else None


class SittingForm(WindowForm):
    """Which classes, when, what for, and what the pupils see afterwards; `offering` adds the time of each item."""

    classes = SelectMultipleField(_l("Classes"), coerce=_key, widget=ListWidget(), option_widget=CheckboxInput())
    mode = RadioField(_l("What for"), choices=MODES, default=Mode.ASSESSMENT.value)
    shown = RadioField(_l("What pupils see after a task"), choices=SHOWN, default=Shown.AT_ONCE.value)

    @classmethod
    def offering(cls, classes: Iterable[SchoolClass], times: Mapping[UUID, int], **defaults: Any) -> SittingForm:
        """Return the form with the classes to choose from, and the seconds that each item asks for."""
        choices = [SelectChoice(school_class.id, school_class.name) for school_class in classes]
        minutes = {_name(item_id): _minutes_field(seconds) for item_id, seconds in times.items()}
        form: SittingForm = type(cls.__name__, (cls,), minutes)(**defaults)
        form.classes.choices = choices
        if len(choices) == 1 and not form.is_submitted():
            form.classes.data = [choices[0].value]
        return form

    def minutes_of(self, item_id: UUID) -> Field:
        """Return the field with the minutes for an item."""
        return self[_name(item_id)]

    def seconds_for(self, item_id: UUID, usual: int) -> int:
        """Return the time for an item: what was typed; the item's own where nothing was, or it was not changed."""
        minutes = self.minutes_of(item_id).data
        return usual if minutes in {None, _rounded(usual)} else 60 * int(minutes)


class ChosenForm(SittingForm):
    """A sitting of items that the teacher chooses."""

    items = SelectMultipleField(_l("Tasks"), coerce=_key, widget=ListWidget(), option_widget=CheckboxInput())

    def offer(self, items: Sequence[Item]) -> None:
        """Let these items be chosen."""
        self.items.choices = [SelectChoice(item.id, localised(item.title)) for item in items]

    def tick(self, items: Sequence[UUID], class_id: UUID | None) -> None:
        """Choose these items beforehand, for practice of one class; the teacher may still change everything."""
        self.items.data = list(items)
        self.mode.data = Mode.PRACTICE.value
        if class_id in {choice.value for choice in self.classes.choices}:
            self.classes.data = [class_id]

    def plan(self, items: Mapping[UUID, Item]) -> Plan:
        """Return what was chosen, in the order of the bank."""
        chosen = [items[item_id] for item_id in self.items.data or []]
        planned = [PlannedItem(item.id, self.seconds_for(item.id, item.seconds)) for item in chosen]
        return Plan(Mode(self.mode.data), planned, self.window(), Shown(self.shown.data))


class ReadySittingForm(SittingForm):
    """One or more sittings of a ready form."""

    def plans(self, ready: ReadyForm, items: Mapping[str, Item], grade: int, now: datetime) -> list[Plan]:
        """Return a plan for each sitting that the form becomes for a grade; each opens a day after the one before."""
        mode, shown, window = Mode(self.mode.data), Shown(self.shown.data), self.window()
        sittings = [
            [self._planned(items[place.item], place.seconds) for place in sitting] for sitting in ready.sittings
        ]
        return [
            Plan(mode, part, window.days_later(days, now), shown, FormPart(ready.slug, ready.version, number))
            for days, (number, part) in enumerate(parts_for(grade, sittings))
        ]

    def _planned(self, item: Item, seconds: int) -> PlannedItem:
        return PlannedItem(item.id, self.seconds_for(item.id, seconds))


def _name(item_id: UUID) -> str:
    return f"minutes_{item_id.hex}"


def _rounded(seconds: int) -> int:
    """Return whole minutes as pages show them: a begun one counts."""
    return -(-seconds // 60)


def _minutes_field(seconds: int) -> IntegerField:
    bounds = [Optional(), NumberRange(1, LONGEST_MINUTES)]
    return IntegerField(_l("Minutes"), bounds, default=_rounded(seconds))


def _zone() -> ZoneInfo:
    return ZoneInfo(settings().time_zone)


def _local(moment: datetime | None) -> datetime | None:
    return moment.astimezone(_zone()) if moment else None


def _moment(typed: datetime | None) -> datetime | None:
    return typed.replace(tzinfo=_zone()) if typed else None
