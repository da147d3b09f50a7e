"""Acts on contests and entries."""

from contest_app.contests.services.checking import Finding, check_entry
from contest_app.contests.services.contests import (
    Basics,
    EntryTerms,
    Group,
    change_basics,
    change_criteria,
    change_form,
    change_groups,
    change_terms,
    create_contest,
    note_export,
    note_publication,
)
from contest_app.contests.services.editing import check_editable
from contest_app.contests.services.entries import (
    Work,
    applicant,
    begin_entry,
    discard_draft,
    files_of,
    fingerprint_of,
    save_entry,
    submit_entry,
    terms_of,
    values_of,
    withdraw_entry,
)
from contest_app.contests.services.files import SentFile, attach_file, forget_later, remove_file

__all__ = [
    "Basics",
    "EntryTerms",
    "Finding",
    "Group",
    "SentFile",
    "Work",
    "applicant",
    "attach_file",
    "begin_entry",
    "change_basics",
    "change_criteria",
    "change_form",
    "change_groups",
    "change_terms",
    "check_editable",
    "check_entry",
    "create_contest",
    "discard_draft",
    "files_of",
    "fingerprint_of",
    "forget_later",
    "note_export",
    "note_publication",
    "remove_file",
    "save_entry",
    "submit_entry",
    "terms_of",
    "values_of",
    "withdraw_entry",
]
