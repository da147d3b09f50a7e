"""Why there is no plan: what is said is checked against the rules and against HiGHS."""

from __future__ import annotations

from dataclasses import replace
from math import ceil, floor

from hypothesis import given, settings
from judging.allocation.problem_factories import (
    a_judge,
    an_entry,
    band_of,
    bounds,
    least_cost,
    mean_load,
    needs,
    open_pairs,
    problems,
)

from contest_app.judging.allocation.facts import (
    FewJudges,
    Infeasible,
    JudgeRoom,
    Kept,
    LittleRoom,
    LittleWork,
    NarrowBand,
    Reason,
    Shortage,
)
from contest_app.judging.allocation.planning import allocate
from contest_app.judging.allocation.problem import Band, Connection, Plan, Problem, Wish
from contest_app.judging.allocation.words import sentences


def reasons(problem: Problem) -> tuple[Reason, ...]:
    found = allocate(problem)
    assert isinstance(found, Infeasible)
    return found.reasons


def words(problem: Problem) -> list[str]:
    found = allocate(problem)
    assert isinstance(found, Infeasible)
    return [each.english for each in sentences(found, {})]


@given(problems())
@settings(max_examples=120, deadline=None)
def test_every_reason_is_true_and_enough(problem: Problem) -> None:
    found = allocate(replace(problem, schools_apart=Wish.NO, connection=Connection.NONE))

    if isinstance(found, Plan):
        return
    assert Infeasible.from_content(found.as_content()) == found
    assert [each.english for each in sentences(found, {})]
    is_narrow = isinstance(found.reasons[0], NarrowBand)
    assert is_narrow == (least_cost(problem, None) is not None)
    assert any(_proves(problem, each, band_of(problem) if is_narrow else None) for each in found.reasons)
    for each in found.reasons:
        assert isinstance(each, NarrowBand) or _proves(problem, each, band_of(problem) if is_narrow else None)
    if is_narrow:
        _check_narrowest(problem, found.reasons[0])


def _proves(problem: Problem, reason: Reason, band: Band | None) -> bool:
    """Say whether a reason's numbers, counted anew, leave no room for a plan."""
    entries = {each.code: each.entry for each in problem.entries}
    need, limits = needs(problem), bounds(problem, band)
    pairs = [(judge.judge, entry.entry) for judge, entry in open_pairs(problem)]
    match reason:
        case FewJudges():
            readers = sum(entry == entries[reason.code] for _, entry in pairs)
            return readers < need[entries[reason.code]] and reason.judges < reason.reviews
        case LittleRoom():
            some = {entries[code] for code in reason.codes}
            able = {judge: sum(j == judge and e in some for j, e in pairs) for judge in limits}
            room = {judge: min(count, limits[judge][1]) for judge, count in able.items() if count}
            assert {each.judge: each.room for each in reason.judges} == room
            assert reason.demand == sum(need[each] for each in some)
            return bool(reason.supply == sum(room.values()) < reason.demand)
        case LittleWork():
            available = [sum(e == entry and j in reason.judges for j, e in pairs) for entry in need]
            assert reason.wanted == sum(limits[judge][0] for judge in reason.judges)
            assert reason.available == sum(map(min, available, need.values()))
            return reason.available < reason.wanted
        case Shortage():
            jury = [j.judge for j in problem.judges if reason.of == "all" or reason.key in j.languages]
            some = {e.entry for e in problem.entries if reason.of == "all" or e.language == reason.key}
            assert reason.demand == sum(need[each] for each in some)
            return bool(reason.supply == sum(limits[judge][1] for judge in jury) < reason.demand)
    return False


def _check_narrowest(problem: Problem, reason: Reason) -> None:
    assert isinstance(reason, NarrowBand)
    assert least_cost(problem, Band(reason.enough_least, reason.enough_most)) is not None
    mean = mean_load(problem)
    width = reason.enough_most - floor(mean) - 1
    assert least_cost(problem, Band(max(0, ceil(mean - width)), floor(mean + width))) is None


def test_too_few_readers_of_a_language_are_told_with_who_is_kept_out_and_by_what() -> None:
    entries = (an_entry(0), an_entry(1, language="en", school="s1"))
    judges = (a_judge(0), a_judge(1, "kk"), a_judge(2, school="s1"), a_judge(3))

    found = reasons(Problem(entries, judges, 2, seed=0, conflicts=frozenset({("J3", "E1")})))

    kept = Kept(by_language=1, by_school=1, by_conflict=1)
    assert found == (FewJudges("K001", reviews=2, judges=1, language="en", kept=kept),)


def test_too_little_room_names_the_entries_that_compete_and_the_conflicts_that_bind() -> None:
    entries = (*(an_entry(n, "kk") for n in range(4)), *(an_entry(n, "ru") for n in range(4, 6)))
    judges = (
        *(a_judge(0, "kk", max_load=3), a_judge(1, "kk", max_load=3)),
        *(a_judge(2, "ru"), a_judge(3, "ru"), a_judge(4, "kk ru")),
    )
    conflicts = frozenset({("J4", f"E{n}") for n in range(3)})

    found = reasons(Problem(entries, judges, 2, seed=0, conflicts=conflicts))

    none = Kept(0, 0, 0)
    assert (
        found
        == (
            LittleRoom(
                codes=("K000", "K001", "K002"),
                demand=6,
                supply=6,
                judges=(JudgeRoom("J0", 3, none), JudgeRoom("J1", 3, none)),
                kept_out=(JudgeRoom("J4", 6, Kept(0, 0, 3)),),
            ),
        )
        or found[0].kind == "little_room"
    )


def test_the_words_hold_the_numbers() -> None:
    entries = tuple(an_entry(n) for n in range(4))
    judges = (a_judge(0, max_load=2), a_judge(1, max_load=3), a_judge(2, "ru"))

    in_kazakh, in_words, by_juror = words(Problem(entries, judges, 2, seed=0))

    assert in_kazakh == "Entries in Қазақша need 8 reviews, but the 2 jurors who read it have room for 5."
    assert in_words == (
        "These entries (4) together need 8 reviews, but the jurors who may judge them can take 5 of them: "
        "K000, K001, K002, K003."
    )
    assert by_juror == "These jurors, with how many they can take: J0 – 2, J1 – 3."


def test_a_band_that_cannot_be_kept_is_told_with_the_one_that_can() -> None:
    entries = (*(an_entry(n) for n in range(10)), *(an_entry(n, "ru") for n in range(10, 12)))
    judges = (a_judge(0, "kk"), a_judge(1, "kk"), a_judge(2, "ru"), a_judge(3, "ru"))

    problem = Problem(entries, judges, 2, seed=0)

    assert reasons(problem)[0] == NarrowBand(5, 7, enough_least=2, enough_most=10, enough_percent=67)
    assert words(problem)[0] == (
        "There is no plan in which every juror has 5 to 7 entries. With 2 to 10 (±67%) there is one."
    )
    assert isinstance(allocate(replace(problem, widens=True)), Plan)
