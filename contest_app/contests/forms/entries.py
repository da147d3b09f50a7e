"""Forms of an entry. Each contest has fields of its own, so the form of an entry is made from the contest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, cast
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, MultipleFileField
from werkzeug.datastructures import FileStorage
from wtforms import (
    BooleanField,
    Field,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    URLField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from contest_app.accounts.models import Student
from contest_app.contests.fields import LONGEST_WORDS, Problem, words_key
from contest_app.contests.models import Contest, Entry
from contest_app.contests.services import SentFile, Work, values_of
from contest_app.contests.uploads import MEDIA_TYPES
from contest_app.languages import LANGUAGES
from contest_app.web.i18n import localised

FIELD: Final = "field_"
NAME: Final = "name_"


class BeginForm(FlaskForm):
    """What is decided before a draft opens; the page sets the choices."""

    student = SelectField(_l("Pupil"), [InputRequired(_l("Choose the pupil."))])
    nomination = RadioField(_l("Nomination"), [InputRequired(_l("Choose a nomination."))])
    language = RadioField(_l("Language of the work"), [InputRequired(_l("Choose a language."))])


class EntryFields(FlaskForm):
    """The fields that the form of every entry has; `entry_form` adds those of the contest."""

    revision = IntegerField(widget=HiddenInput())
    nomination = SelectField(_l("Nomination"))
    language = RadioField(_l("Language of the work"))
    coauthors = SelectMultipleField(_l("Who made it with you"), widget=ListWidget(), option_widget=CheckboxInput())
    is_supervised = BooleanField()

    def work(self) -> Work:
        """Return what was typed."""
        return Work(
            revision=self.revision.data if self.revision.data is not None else -1,
            nomination_id=UUID(self.nomination.data),
            language=self.language.data,
            values={name: _text(field) for name, field in self._own(FIELD) if not _is_file(field)},
            coauthors=[UUID(user_id) for user_id in self.coauthors.data],
            full_names={UUID(user_id): field.data or "" for user_id, field in self._own(NAME)},
            is_supervised=bool(self.is_supervised.data),
        )

    def sent_files(self) -> list[tuple[str, SentFile]]:
        """Return the files that came with the form, each with the key of its field."""
        return [
            (key, SentFile(sent.filename or "", sent.read()))
            for key, field in self._own(FIELD)
            if _is_file(field)
            for sent in _sent(field)
        ]

    def build_on(self, revision: int) -> None:
        """Let the next save of this page follow the given revision."""
        self.revision.data = revision
        self.revision.raw_data = None  # the field would show again what was sent

    def tell(self, problems: Iterable[Problem]) -> None:
        """Put each problem below the field that it is about."""
        for problem in problems:
            self[FIELD + problem.key].errors = [gettext(problem.message, **problem.facts)]

    def _own(self, prefix: str) -> list[tuple[str, Field]]:
        return [(field.name.removeprefix(prefix), field) for field in self if field.name.startswith(prefix)]


def begin_form(contest: Contest, students: Sequence[Student]) -> BeginForm:
    """Return the form that opens a draft; a pupil is the only choice, a teacher chooses."""
    form = BeginForm()
    form.student.choices = [
        SelectChoice(str(each.user_id), f"{each.user.display_name}, {each.school_class.name}") for each in students
    ]
    form.nomination.choices = nominations(contest)
    form.language.choices = languages(contest)
    return form


def own_fields(form: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the controls of a contest's own fields by their names on the page."""
    controls = {FIELD + field["key"]: _field(field) for field in form}
    return controls | {FIELD + words_key(field): _words() for field in form if field["kind"] == "ai_use"}


def preview_form(contest: Contest) -> FlaskForm:
    """Return the contest's own fields, empty, for the organizer to look at."""
    return cast("FlaskForm", type("PreviewForm", (FlaskForm,), own_fields(contest.form))(formdata=None))


def entry_form(entry: Entry, classmates: Sequence[Student]) -> EntryFields:
    """Return the form of an entry, filled with what is saved unless a form was sent."""
    contest = entry.contest
    names = {NAME + str(author.user_id): StringField(author.user.display_name) for author in entry.authors}
    form = cast(
        "EntryFields", type("EntryForm", (EntryFields,), own_fields(contest.form) | names)(data=_saved(entry))
    )
    form.nomination.choices = nominations(contest)
    form.language.choices = languages(contest)
    form.coauthors.choices = [SelectChoice(str(each.user_id), each.user.display_name) for each in classmates]
    return form


def nominations(contest: Contest) -> list[SelectChoice]:
    """Return the nominations of a contest as choices."""
    return [SelectChoice(str(each.id), localised(each.name)) for each in contest.nominations]


def languages(contest: Contest) -> list[SelectChoice]:
    """Return the languages of a contest as choices."""
    return [SelectChoice(code, LANGUAGES[code]) for code in contest.languages]


def _field(field: Mapping[str, Any]) -> Any:
    """Return the control of one field of a contest's form, not yet bound to a form."""
    label, options = localised(field["label"]), {"description": localised(field["help"] or {})}
    match field["kind"]:
        case "text":
            return StringField(label, render_kw={"maxlength": field["max_length"]}, **options)
        case "long_text":
            return TextAreaField(label, render_kw={"rows": 8, "maxlength": field["max_length"]}, **options)
        case "choice" | "ai_use" | "industry":
            return _choice_field(field, label, options)
        case "link":
            return URLField(label, render_kw={"inputmode": "url", "placeholder": "https://"}, **options)
        case "consent":
            return BooleanField(label, **options)
        case _:
            return _file_field(field, label, options)


def _choice_field(field: Mapping[str, Any], label: str, options: Mapping[str, Any]) -> Any:
    if field["kind"] != "industry":
        return RadioField(label, choices=_options(field), validate_choice=False, **options)
    choices = [SelectChoice("", gettext("Choose…")), *_options(field)]
    return SelectField(label, choices=choices, validate_choice=False, **options)


def _file_field(field: Mapping[str, Any], label: str, options: Mapping[str, Any]) -> Any:
    accepted = ",".join(MEDIA_TYPES[extension] for extension in field["types"])
    control = MultipleFileField if field.get("count", 1) > 1 else FileField
    return control(label, render_kw={"accept": accepted}, **options)


def _words() -> Any:
    return StringField(_l("What did it do?"), render_kw={"maxlength": LONGEST_WORDS})


def _text(field: Field) -> str:
    """Return what was typed or chosen; a tick is the option ``yes``."""
    return ("yes" if field.data else "") if isinstance(field, BooleanField) else str(field.data or "")


def _sent(field: Field) -> list[FileStorage]:
    given = field.data if isinstance(field, MultipleFileField) else [field.data]
    return [sent for sent in given or [] if sent]


def _options(field: Mapping[str, Any]) -> list[SelectChoice]:
    return [SelectChoice(option["key"], localised(option["name"])) for option in field["options"]]


def _saved(entry: Entry) -> dict[str, object]:
    values: dict[str, object] = {FIELD + key: value for key, value in values_of(entry).items()}
    names = {NAME + str(author.user_id): author.full_name for author in entry.authors}
    return (
        values
        | names
        | {
            "revision": entry.revision,
            "nomination": str(entry.nomination_id),
            "language": entry.language,
            "coauthors": [str(author.user_id) for author in entry.authors if author.user_id != entry.owner_id],
            "is_supervised": entry.supervisor_id is not None,
        }
    )


def _is_file(field: Field) -> bool:
    return isinstance(field, FileField | MultipleFileField)
