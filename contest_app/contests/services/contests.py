"""Acts of the organizer: making a contest from a preset, and changing it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from contest_app import audit
from contest_app.accounts.models import User
from contest_app.contests import form_changes, queries, rules
from contest_app.contests.models import AgeGroup, Contest, Nomination, Stage
from contest_app.contests.presets import (
    AnyField,
    Option,
    Preset,
    award_settings,
    awarding_settings,
    formula_settings,
    options_of,
)
from contest_app.contests.presets import Stage as PresetStage
from contest_app.contests.rules import Phase, Schedule
from contest_app.errors import NotAllowed

Row = TypeVar("Row", Nomination, AgeGroup)


@dataclass(frozen=True, slots=True)
class Basics:
    """What an organizer decides about a contest beside its nominations and criteria."""

    name: dict[str, str]
    summary: dict[str, str]
    description: dict[str, str]
    languages: list[str]
    schedule: Schedule
    formula: str
    formula_settings: dict[str, int]
    reviews: int
    team_min: int
    team_max: int


@dataclass(frozen=True, slots=True)
class Group:
    """A nomination or an age group as the organizer wants it; ``grades`` only for the latter."""

    key: str
    name: dict[str, str]
    grades: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class EntryTerms:
    """Who may enter, as the organizer wants it; no districts mean the whole region."""

    supervisor: str
    one_entry_a_nomination: bool
    entries_a_person: int | None
    districts: Sequence[str]
    grace_hours: int
    formal_check: bool


def create_contest(
    session: Session,
    preset: Preset,
    *,
    industries: Sequence[Option],
    schedule: Schedule,
    actor: User,
    now: datetime,
    name: Mapping[str, str] | None = None,
) -> Contest:
    """Make a contest that owns copies of everything in the preset; the form's industries become its options.

    Raises ScheduleDisordered.
    """
    schedule.check()
    formula = formula_settings(preset.formula)
    contest = Contest(
        organizer_id=actor.id,
        preset=preset.slug,
        name=dict(name or preset.name.model_dump()),
        summary=preset.summary.model_dump(),
        description=preset.description.model_dump(),
        languages=list(preset.languages),
        form=_form(preset, industries),
        rubric=preset.rubric.model_dump(mode="json"),
        awards=award_settings(preset),
        awarding=awarding_settings(preset),
        formula=formula.pop("kind"),
        formula_settings=formula,
        reviews=preset.reviews,
        team_min=preset.team.min,
        team_max=preset.team.max,
        supervisor=preset.supervisor,
        eligibility=preset.eligibility.model_dump(),
        late=preset.late.model_dump(),
        programmes=list(preset.programmes),
        documents=list(preset.documents),
        opens_at=schedule.opens_at,
        closes_at=schedule.closes_at,
        judging_closes_at=schedule.judging_closes_at,
        created_at=now,
    )
    _copy_parts(contest, preset)
    session.add(contest)
    audit.record(session, actor, "contest.created", contest, at=now, preset=f"{preset.slug} {preset.version}")
    return contest


def _copy_parts(contest: Contest, preset: Preset) -> None:
    contest.nominations = [
        Nomination(key=each.key, position=place, name=each.name.model_dump())
        for place, each in enumerate(preset.nominations)
    ]
    contest.age_groups = [
        AgeGroup(
            key=each.key, position=place, name=each.name.model_dump(), grades=list(each.grades), adults=each.adults
        )
        for place, each in enumerate(preset.age_groups)
    ]
    contest.stages = [_stage(place, each) for place, each in enumerate(preset.stages)]


def _stage(position: int, stage: PresetStage) -> Stage:
    return Stage(
        key=stage.key,
        position=position,
        level=stage.level,
        name=stage.name.model_dump(),
        unit=stage.unit,
        promotes=stage.promotes.model_dump() if stage.promotes else None,
        on_site=stage.on_site.model_dump() if stage.on_site else None,
        rubric=stage.rubric.model_dump(mode="json") if stage.rubric else None,
        reviews=stage.reviews,
        judging_days=stage.days.judging if stage.days else None,
    )


def change_basics(
    session: Session, contest: Contest, basics: Basics, *, reason: str, actor: User, now: datetime
) -> None:
    """Change texts, dates and numbers of a contest; once it is open, with a reason.

    Raises NotAllowed, ReasonMissing, ScheduleDisordered.
    """
    _check_may_change(contest, reason, actor, now)
    basics.schedule.check()
    wanted = {
        "name": basics.name,
        "summary": basics.summary,
        "description": basics.description,
        "languages": basics.languages,
        "opens_at": basics.schedule.opens_at,
        "closes_at": basics.schedule.closes_at,
        "judging_closes_at": basics.schedule.judging_closes_at,
        "formula": basics.formula,
        "formula_settings": basics.formula_settings,
        "reviews": basics.reviews,
        "team_min": basics.team_min,
        "team_max": basics.team_max,
    }
    before = {name: getattr(contest, name) for name in wanted}
    for name, value in wanted.items():
        setattr(contest, name, value)
    _record_change(session, contest, before, wanted, reason=reason, actor=actor, now=now)


def change_terms(
    session: Session, contest: Contest, terms: EntryTerms, *, reason: str, actor: User, now: datetime
) -> None:
    """Change who may enter, and until when late entries are taken; once the contest is open, with a reason.

    Raises NotAllowed, ReasonMissing.
    """
    _check_may_change(contest, reason, actor, now)
    wanted: dict[str, object] = {
        "supervisor": terms.supervisor,
        "eligibility": {
            "one_entry_a_nomination": terms.one_entry_a_nomination,
            "entries_a_person": terms.entries_a_person,
            "districts": list(terms.districts),
        },
        "formal_check": terms.formal_check,
        "late": {"accepts": terms.grace_hours > 0, "grace_hours": terms.grace_hours},
    }
    before = {name: getattr(contest, name) for name in wanted}
    for name, value in wanted.items():
        setattr(contest, name, value)
    _record_change(session, contest, before, wanted, reason=reason, actor=actor, now=now)


def change_criteria(
    session: Session, contest: Contest, criteria: list[dict[str, Any]], *, reason: str, actor: User, now: datetime
) -> None:
    """Change weights and texts of the criteria; never after entries have closed.

    Raises NotAllowed, ContestFixed, ReasonMissing.
    """
    _check_judging_not_begun(contest, now)
    _check_may_change(contest, reason, actor, now)
    rubric = {**contest.rubric, "criteria": criteria}
    _record_change(
        session, contest, {"rubric": contest.rubric}, {"rubric": rubric}, reason=reason, actor=actor, now=now
    )
    contest.rubric = rubric


def change_groups(
    session: Session,
    contest: Contest,
    *,
    nominations: Sequence[Group],
    age_groups: Sequence[Group],
    reason: str,
    actor: User,
    now: datetime,
) -> None:
    """Rename, add and remove nominations and age groups; those with entries stay.

    Raises NotAllowed, ContestFixed, ReasonMissing, NominationInUse.
    """
    _check_judging_not_begun(contest, now)
    _check_may_change(contest, reason, actor, now)
    before = _groups_told(contest)
    _check_unused(session, contest, nominations, age_groups)
    _keep(contest.nominations, nominations, Nomination)
    _keep(contest.age_groups, age_groups, AgeGroup)
    _record_change(session, contest, before, _groups_told(contest), reason=reason, actor=actor, now=now)


def change_form(
    session: Session,
    contest: Contest,
    wanted: list[dict[str, Any]],
    *,
    reason: str,
    is_told: bool,
    actor: User,
    now: datetime,
) -> None:
    """Make the fields of the entry's form what is wanted, in that order; what was answered stays with the entries.

    ``is_told``: the organizer knows that entries which are there lack what becomes required.
    Raises NotAllowed, ContestFixed, ReasonMissing and the refusals of ``form_changes.check``.
    """
    _check_judging_not_begun(contest, now)
    _check_may_change(contest, reason, actor, now)
    form_changes.check(contest.form, wanted, queries.answers(session, contest.id), is_told=is_told)
    _record_change(session, contest, {"form": contest.form}, {"form": wanted}, reason=reason, actor=actor, now=now)
    contest.form = wanted


def note_publication(session: Session, contest: Contest, *, actor: User, now: datetime) -> None:
    """Note that results have been published: from now on the contest's page leads to them."""
    contest.published_at = contest.published_at or now
    audit.record(session, actor, "contest.results_published", contest, at=now)


def note_export(session: Session, contest: Contest, kind: str, *, actor: User, now: datetime) -> None:
    """Note that the list of entries, which has names, was taken away."""
    audit.record(session, actor, "entries.exported", contest, at=now, kind=kind)


def _form(preset: Preset, industries: Sequence[Option]) -> list[dict[str, Any]]:
    return [_form_field(field, industries) for field in preset.form]


def _form_field(field: AnyField, industries: Sequence[Option]) -> dict[str, Any]:
    options = options_of(field.kind, industries)
    return field.model_dump() | ({} if options is None else {"options": options})


def _check_may_change(contest: Contest, reason: str, actor: User, now: datetime) -> None:
    if actor.id != contest.organizer_id:
        raise NotAllowed
    if contest.phase(now) is not Phase.PREPARED and not reason.strip():
        raise rules.ReasonMissing


def _check_judging_not_begun(contest: Contest, now: datetime) -> None:
    if contest.phase(now) not in (Phase.PREPARED, Phase.OPEN):
        raise rules.ContestFixed


def _check_unused(
    session: Session, contest: Contest, nominations: Sequence[Group], age_groups: Sequence[Group]
) -> None:
    counts = queries.entry_counts(session, contest.id)
    used: set[UUID] = {count.nomination_id for count in counts} | {count.age_group_id for count in counts}
    kept = {("nomination", each.key) for each in nominations} | {("group", each.key) for each in age_groups}
    for kind, rows in (("nomination", contest.nominations), ("group", contest.age_groups)):
        for row in rows:
            if row.id in used and (kind, row.key) not in kept:
                raise rules.NominationInUse(name=row.name["kk"])


def _keep(rows: list[Row], wanted: Sequence[Group], row_type: type[Row]) -> None:
    """Make ``rows`` be what is wanted, in that order; a row is known by its key and keeps its entries."""
    known = {row.key: row for row in rows}
    for key in rules.removed([each.key for each in wanted], list(known)):
        rows.remove(known[key])
    for place, each in enumerate(wanted):
        row = known.get(each.key)
        if row is None:
            row = row_type(key=each.key)
            rows.append(row)
        row.position, row.name = place, each.name
        if isinstance(row, AgeGroup):
            row.grades, row.adults = list(each.grades), not each.grades


def _groups_told(contest: Contest) -> dict[str, object]:
    return {
        "nominations": {row.key: row.name for row in contest.nominations},
        "age_groups": {row.key: {"name": row.name, "grades": row.grades} for row in contest.age_groups},
    }


def _record_change(
    session: Session,
    contest: Contest,
    before: Mapping[str, object],
    after: Mapping[str, object],
    *,
    reason: str,
    actor: User,
    now: datetime,
) -> None:
    changed = {name: [_told(before[name]), _told(value)] for name, value in after.items() if before[name] != value}
    if changed:
        audit.record(session, actor, "contest.changed", contest, at=now, reason=reason.strip(), changed=changed)


def _told(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value
