"""Acts on contests and entries."""

from contest_app.contests.services.contests import (
    Basics,
    Group,
    change_basics,
    change_criteria,
    change_form,
    change_groups,
    create_contest,
    note_export,
    note_publication,
)
from contest_app.contests.services.editing import check_editable
from contest_app.contests.services.entries import (
    Work,
    begin_entry,
    discard_draft,
    files_of,
    save_entry,
    submit_entry,
    values_of,
    withdraw_entry,
)
from contest_app.contests.services.files import SentFile, attach_file, forget_later, remove_file

__all__ = [
    "Basics",
    "Group",
    "SentFile",
    "Work",
    "attach_file",
    "begin_entry",
    "change_basics",
    "change_criteria",
    "change_form",
    "change_groups",
    "check_editable",
    "create_contest",
    "discard_draft",
    "files_of",
    "forget_later",
    "note_export",
    "note_publication",
    "remove_file",
    "save_entry",
    "submit_entry",
    "values_of",
    "withdraw_entry",
]
