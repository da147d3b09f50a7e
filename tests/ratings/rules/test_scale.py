"""What a rater fills in."""

from __future__ import annotations

from fractions import Fraction

import pytest

from contest_app.config import ROOT
from contest_app.ratings.rubrics import IDEA, rubric_named
from contest_app.ratings.rules.scale import (
    COMMENT_LENGTH,
    CommentTooLong,
    Criterion,
    Given,
    MarkMissing,
    MarkOutsideScale,
    Scale,
    check_comment,
)

SCALE = Scale((Criterion("a", Fraction(2), 1, 5), Criterion("b", Fraction(1), 1, 5)), adds_up=True)


def test_total_is_the_weighted_share_of_the_maximum() -> None:
    assert SCALE.total(Given({"a": 5, "b": 5})) == 1
    assert SCALE.total(Given({"a": 4, "b": 1})) == Fraction(9, 15)


def test_every_question_needs_a_level_unless_it_is_no_answer() -> None:
    assert SCALE.missing(Given({"a": 3})) == ["b"]
    assert SCALE.missing(Given({}, is_answer=False)) == []
    with pytest.raises(MarkMissing):
        SCALE.check(Given({"a": 3}))


@pytest.mark.parametrize("marks", [{"a": 0, "b": 1}, {"a": 6, "b": 1}, {"a": 1, "b": 1, "c": 1}])
def test_levels_off_the_scale_and_unknown_questions_are_refused(marks: dict[str, int]) -> None:
    with pytest.raises(MarkOutsideScale):
        SCALE.check(Given(marks))


def test_no_answer_has_no_levels() -> None:
    with pytest.raises(MarkOutsideScale):
        SCALE.check(Given({"a": 3, "b": 3}, is_answer=False))


def test_scale_is_read_back_as_it_was_kept() -> None:
    assert Scale.from_content(SCALE.content) == SCALE


def test_comment_has_an_end() -> None:
    check_comment("x" * COMMENT_LENGTH)
    with pytest.raises(CommentTooLong):
        check_comment("x" * (COMMENT_LENGTH + 1))


@pytest.mark.parametrize("slug", ["written-story", "picture-dialogue", "drawing", "design", IDEA])
def test_rubrics_of_raters_have_a_meaning_for_each_level_in_three_languages(slug: str) -> None:
    rubric = rubric_named(ROOT / "item_bank", slug)

    assert rubric.scale.adds_up is (slug != IDEA)
    for question, criterion in zip(rubric.questions, rubric.scale.criteria, strict=True):
        assert question.key == criterion.key
        assert [level.value for level in question.levels] == [5, 4, 3, 2, 1]
        for words in (question.name, question.question, *(level.text for level in question.levels)):
            assert all(words[code].strip() for code in ("kk", "ru", "en"))
