from __future__ import annotations

from dataclasses import replace

import pytest

from contest_app.contests.eligibility import Applicant, DistrictOutside, EntriesUsedUp, Terms

TERMS = Terms(
    grades={5, 6, 7},
    districts=["abay"],
    entries_a_person=2,
    one_entry_a_nomination=True,
    nominations=3,
    supervisor="required",
)
PUPIL = Applicant(grade=6, district="abay", entries={"crafts": 1})


def test_who_meets_every_condition_may_enter_and_reads_why() -> None:
    TERMS.check(PUPIL)

    assert [condition.is_met for condition in TERMS.conditions(PUPIL)] == [True, True, True, True, None]


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        (replace(PUPIL, district="shet"), DistrictOutside),
        (replace(PUPIL, district=None), DistrictOutside),
        (replace(PUPIL, entries={"crafts": 1, "design": 1}), EntriesUsedUp),
    ],
)
def test_who_is_refused_reads_a_condition_that_is_not_met(who: Applicant, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        TERMS.check(who)

    assert False in [condition.is_met for condition in TERMS.conditions(who)]


def test_a_grade_without_an_age_group_is_told() -> None:
    [grade, *_] = TERMS.conditions(replace(PUPIL, grade=9))

    assert (grade.is_met, grade.facts) == (False, {"grade": 9})


def test_a_contest_that_asks_for_nothing_tells_only_how_many_entries_a_nomination_takes() -> None:
    free = replace(TERMS, districts=[], entries_a_person=None, supervisor="optional", one_entry_a_nomination=False)

    free.check(replace(PUPIL, district="shet", entries={"crafts": 9}))

    assert [condition.is_met for condition in free.conditions(PUPIL)] == [True, None]
