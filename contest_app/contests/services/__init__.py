"""Acts on contests and entries."""

from contest_app.contests.services.contests import (
    Basics,
    Group,
    change_basics,
    change_criteria,
    change_groups,
    create_contest,
    note_publication,
)

__all__ = [
    "Basics",
    "Group",
    "change_basics",
    "change_criteria",
    "change_groups",
    "create_contest",
    "note_publication",
]
