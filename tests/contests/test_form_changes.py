from __future__ import annotations

from typing import Any

import pytest

from contest_app.contests import form_changes
from contest_app.contests.form_changes import check, placed, without

NAME = {"kk": "Иә", "ru": "Да", "en": "Yes"}
TITLE = {"key": "title", "kind": "text", "required": True, "max_length": 20}
CHOICE = {"key": "how", "kind": "choice", "required": False, "options": [{"key": "a", "name": NAME}, {"key": "b"}]}
FORM: list[dict[str, Any]] = [TITLE, CHOICE]


def test_a_field_is_added_moved_and_removed_without_touching_the_form_that_is_given() -> None:
    added = placed(FORM, {"key": "new"}, 1)

    assert [field["key"] for field in added] == ["title", "new", "how"]
    assert [field["key"] for field in placed(added, added[0], 2)] == ["new", "how", "title"]
    assert without(added, "new") == FORM


@pytest.mark.parametrize(
    ("wanted", "refusal"),
    [
        ([CHOICE], form_changes.TitleNeeded),
        ([TITLE | {"required": False}, CHOICE], form_changes.TitleNeeded),
        ([TITLE, CHOICE | {"options": [{"key": "b"}]}], form_changes.OptionInUse),
        ([TITLE | {"max_length": 4}, CHOICE], form_changes.AnswersLonger),
        ([TITLE, CHOICE | {"required": True}], form_changes.RequirementUntold),
        ([*FORM, {"key": "new", "kind": "link", "required": True}], form_changes.RequirementUntold),
    ],
)
def test_what_would_orphan_answers_is_refused(wanted: list[dict[str, Any]], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        check(FORM, wanted, [{"title": "Карта", "how": "a"}], is_told=False)


def test_without_entries_everything_but_the_title_is_free_and_a_told_requirement_passes() -> None:
    stricter = [TITLE | {"max_length": 4}, {"key": "new", "kind": "link", "required": True}]

    check(FORM, stricter, [], is_told=False)
    check(FORM, [*FORM, stricter[1]], [{"title": "Карта"}], is_told=True)
