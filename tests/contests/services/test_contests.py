from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from contests.contests_factories import BANK, make_contest, preset
from factories import NOW, make_user
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_app.audit import AuditRow
from contest_app.contests import queries, rules, services
from contest_app.contests.models import Contest
from contest_app.contests.presets import Formula, Late, read_industries
from contest_app.contests.presets.judging import Promotion
from contest_app.contests.services import Basics, Group
from contest_app.errors import NotAllowed
from contest_app.roles import Role


def basics_of(contest: Contest) -> Basics:
    return Basics(
        name=contest.name,
        summary=contest.summary,
        description=contest.description,
        languages=contest.languages,
        schedule=contest.schedule,
        formula=contest.formula,
        formula_settings=contest.formula_settings,
        reviews=contest.reviews,
        team_min=contest.team_min,
        team_max=contest.team_max,
    )


def groups_of(contest: Contest) -> tuple[list[Group], list[Group]]:
    return (
        [Group(each.key, each.name) for each in contest.nominations],
        [Group(each.key, each.name, tuple(each.grades)) for each in contest.age_groups],
    )


def changes(session: Session) -> list[AuditRow]:
    return list(session.scalars(select(AuditRow).where(AuditRow.act == "contest.changed")))


def test_a_contest_owns_copies_of_everything_in_its_preset(session: Session) -> None:
    contest = make_contest(session, make_user(session, Role.ORGANIZER))

    assert contest.name == preset().name.model_dump()
    assert [each.key for each in contest.nominations] == [each.key for each in preset().nominations]
    assert [each.grades for each in contest.age_groups] == [each.grades for each in preset().age_groups]
    assert contest.rubric == preset().rubric.model_dump(mode="json")


def test_stages_late_entries_and_awarding_come_from_the_preset(session: Session) -> None:
    final = preset().stages[0]
    school = final.model_copy(
        update={"key": "school", "level": "school", "unit": "school", "promotes": Promotion(by="place", value=3)}
    )
    changes = {"stages": [school, final], "late": Late(accepts=True, grace_hours=24)}
    formula = Formula(kind="best", keep=2, threshold_percent=50, ties=["value"])
    own = preset().model_copy(update={**changes, "formula": formula})

    contest = make_contest(session, make_user(session, Role.ORGANIZER), own=own)

    kept = queries.stages(session, contest.id)
    assert [(stage.key, stage.promotes) for stage in kept] == [
        ("school", {"by": "place", "value": 3}),
        ("region", None),
    ]
    assert contest.late == {"accepts": True, "grace_hours": 24}
    assert (contest.formula, contest.formula_settings) == ("best", {"count": 2})
    assert contest.awarding == {
        "quota": None,
        "thresholds": [{"share": "50 %"}],
        "tie_breaks": [{"criterion": "value"}],
    }


def test_the_forms_industries_are_frozen_as_options(session: Session) -> None:
    contest = make_contest(session, make_user(session, Role.ORGANIZER))

    field = next(field for field in contest.form if field["kind"] == "industry")

    assert field["options"] == [option.model_dump() for option in read_industries(BANK)]


def test_dates_that_do_not_follow_each_other_are_refused(session: Session) -> None:
    organizer = make_user(session, Role.ORGANIZER)
    contest = make_contest(session, organizer)
    backwards = replace(contest.schedule, closes_at=contest.opens_at - timedelta(days=1))
    wanted = replace(basics_of(contest), schedule=backwards)

    with pytest.raises(rules.ScheduleDisordered):
        services.change_basics(session, contest, wanted, reason="r", actor=organizer, now=NOW)


def test_before_opening_a_contest_changes_without_a_reason(session: Session) -> None:
    organizer = make_user(session, Role.ORGANIZER)
    contest = make_contest(session, organizer, opened_days_ago=-1)

    services.change_basics(
        session, contest, replace(basics_of(contest), reviews=5), reason="", actor=organizer, now=NOW
    )

    session.flush()
    assert contest.reviews == 5
    assert [row.details for row in changes(session)] == [{"reason": "", "changed": {"reviews": [3, 5]}}]


def test_after_opening_a_change_needs_a_reason_and_the_reason_is_kept(session: Session) -> None:
    organizer = make_user(session, Role.ORGANIZER)
    contest = make_contest(session, organizer)
    wanted = replace(basics_of(contest), reviews=4)

    with pytest.raises(rules.ReasonMissing):
        services.change_basics(session, contest, wanted, reason=" ", actor=organizer, now=NOW)
    services.change_basics(session, contest, wanted, reason="Two jurors joined", actor=organizer, now=NOW)

    session.flush()
    assert [row.details for row in changes(session)] == [
        {"reason": "Two jurors joined", "changed": {"reviews": [3, 4]}}
    ]


def test_only_the_contests_own_organizer_changes_it(session: Session) -> None:
    contest = make_contest(session, make_user(session, Role.ORGANIZER))
    stranger = make_user(session, Role.ORGANIZER)

    with pytest.raises(NotAllowed):
        services.change_basics(session, contest, basics_of(contest), reason="r", actor=stranger, now=NOW)


def test_nominations_are_renamed_added_and_removed_and_keep_their_order(session: Session) -> None:
    organizer = make_user(session, Role.ORGANIZER)
    contest = make_contest(session, organizer, opened_days_ago=-1)
    nominations, age_groups = groups_of(contest)
    new = Group("cookery", {"kk": "Аспаздық", "ru": "Кулинария", "en": "Cookery"})
    renamed = replace(nominations[1], name={"kk": "А", "ru": "Б", "en": "C"})

    services.change_groups(
        session, contest, nominations=[new, renamed, *nominations[2:]], age_groups=age_groups, reason="",
        actor=organizer, now=NOW,
    )  # fmt: skip

    session.flush()
    session.expire_all()
    fresh = session.get_one(Contest, contest.id)
    session.refresh(fresh, ["nominations"])
    assert [(each.key, each.position) for each in fresh.nominations] == [
        ("cookery", 0), ("design", 1), ("media", 2), ("stage", 3), ("digital", 4),
    ]  # fmt: skip
    assert fresh.nominations[1].name == renamed.name


def test_criteria_do_not_change_once_entries_have_closed(session: Session) -> None:
    organizer = make_user(session, Role.ORGANIZER)
    contest = make_contest(session, organizer, opened_days_ago=31)

    with pytest.raises(rules.ContestFixed):
        services.change_criteria(session, contest, contest.rubric["criteria"], reason="r", actor=organizer, now=NOW)


def test_weights_of_criteria_change_and_the_change_is_kept(session: Session) -> None:
    organizer = make_user(session, Role.ORGANIZER)
    contest = make_contest(session, organizer, opened_days_ago=-1)
    heavier = [dict(each, weight=3) for each in contest.rubric["criteria"]]

    services.change_criteria(session, contest, heavier, reason="", actor=organizer, now=NOW)

    session.flush()
    assert {each["weight"] for each in contest.rubric["criteria"]} == {3}
    assert [list(row.details["changed"]) for row in changes(session)] == [["rubric"]]


def test_publication_finishes_a_contest_and_keeps_its_first_moment(session: Session) -> None:
    organizer = make_user(session, Role.ORGANIZER)
    contest = make_contest(session, organizer)

    services.note_publication(session, contest, actor=organizer, now=NOW)
    services.note_publication(session, contest, actor=organizer, now=NOW + timedelta(days=1))

    assert contest.published_at == NOW
    assert contest.phase(NOW) is rules.Phase.FINISHED
