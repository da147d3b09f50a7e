"""What a teacher says about groups of ideas; the page sets which groups and ideas there are."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from contest_app.tasks.rules.groups import LONGEST_NAME, LONGEST_REASON, Group, Merge, Rename, Split, Wish


def _reason() -> StringField:
    return StringField(_l("Why"), [DataRequired(_l("Write in a few words why.")), Length(max=LONGEST_REASON)])


class MergeForm(FlaskForm):
    """Two groups that are one."""

    one = SelectField(_l("First group"), coerce=int)
    other = SelectField(_l("Second group"), coerce=int)
    reason = _reason()

    def offer(self, groups: Sequence[Group]) -> None:
        """Set the groups to choose from."""
        self.one.choices = self.other.choices = _numbered(groups)

    def wish(self) -> Wish:
        """Return what was asked for."""
        return Merge(self.one.data, self.other.data)


class SplitForm(FlaskForm):
    """An idea that belongs elsewhere."""

    text = SelectField(_l("Idea that gets a group of its own"))
    reason = _reason()

    def offer(self, groups: Sequence[Group]) -> None:
        """Set the ideas to choose from: those that do not stand alone."""
        self.text.choices = [
            SelectChoice(text, text, optgroup=group.name)
            for group in groups
            if len(group.wordings) > 1
            for text in group.wordings
        ]

    def wish(self) -> Wish:
        """Return what was asked for."""
        return Split(self.text.data)


class RenameForm(FlaskForm):
    """A better name for a group."""

    group = SelectField(_l("Group to rename"), coerce=int)
    name = StringField(_l("Better name"), [DataRequired(_l("Write a name for the group.")), Length(max=LONGEST_NAME)])
    reason = _reason()

    def offer(self, groups: Sequence[Group]) -> None:
        """Set the groups to choose from."""
        self.group.choices = _numbered(groups)

    def wish(self) -> Wish:
        """Return what was asked for."""
        return Rename(self.group.data, self.name.data.strip())


def _numbered(groups: Sequence[Group]) -> list[SelectChoice]:
    return [SelectChoice(str(group.number), group.name) for group in groups]
