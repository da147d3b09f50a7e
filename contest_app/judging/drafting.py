"""What a draft of a plan tells: figures of the plan, of each judge's work, and of what would move. No database."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from fractions import Fraction
from typing import Any

from contest_app.errors import Refusal
from contest_app.judging.allocation.problem import Change, Pair, Plan, Problem, change
from contest_app.languages import N_


class DraftOutdated(Refusal):
    """Entries are to be given out by a plan that was made for another state of the round."""

    status = 409
    message = N_(
        "Since this plan was made something has changed: a juror began, or a conflict or a seat is new. Make it anew."
    )


class DraftEmpty(Refusal):
    """Entries are to be given out by a draft that holds no plan."""

    status = 409
    message = N_("There is no plan here yet.")


def without(problem: Problem, judge: str, submitted: frozenset[str]) -> Problem:
    """Return the problem as it is when a judge goes, of whose entries only those ``submitted`` stay."""
    return replace(
        problem,
        judges=tuple(each for each in problem.judges if each.judge != judge),
        fixed=frozenset(pair for pair in problem.fixed if pair[0] != judge or pair[1] in submitted),
        present=frozenset(pair for pair in problem.present if pair[0] != judge),
        lapsed=frozenset(pair for pair in problem.lapsed if pair[0] != judge),
    )


def fingerprint(problem: Problem) -> str:
    """Return the SHA-256 of a problem; the order of its pairs does not matter."""
    facts = json.dumps(asdict(problem), default=_plain, sort_keys=True)
    return hashlib.sha256(facts.encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Fraction):
        return str(value)
    raise TypeError(value)


def by_judge(pairs: Iterable[Pair]) -> dict[str, list[str]]:
    """Return each judge's entries."""
    found: dict[str, list[str]] = defaultdict(list)
    for judge, entry in sorted(pairs):
        found[judge].append(entry)
    return dict(found)


def pairs_of(lists: Mapping[str, Iterable[str]]) -> frozenset[Pair]:
    """Return the pairs that ``by_judge`` has gathered."""
    return frozenset((judge, entry) for judge, entries in lists.items() for entry in entries)


def summary(problem: Problem, plan: Plan, before: Iterable[Pair], leaver: str | None) -> dict[str, Any]:
    """Return what is told of a plan; ``before`` is what is given out now, ``leaver`` the judge who is left out."""
    moved = change(before, plan.pairs)
    return {
        "pairs": len(plan.pairs),
        "planned": len(plan.pairs - problem.fixed),
        "outside_field": plan.cost,
        "gap": plan.gap,
        "is_proved": plan.is_proved,
        "band": [plan.band.least, plan.band.most],
        "pieces": max(plan.components.values(), default=0),
        "one_school": list(plan.one_school),
        "languages": _languages(problem),
        "judges": _judges(problem, plan, moved),
        "change": _moved(moved, leaver),
    }


def _languages(problem: Problem) -> dict[str, dict[str, int]]:
    entries = Counter(each.language for each in problem.entries)
    readers = Counter(language for each in problem.judges for language in each.languages)
    return {language: {"entries": count, "judges": readers[language]} for language, count in sorted(entries.items())}


def _judges(problem: Problem, plan: Plan, moved: Change) -> list[dict[str, Any]]:
    entries, lists = {each.entry: each for each in problem.entries}, by_judge(plan.pairs)
    added, dropped = (Counter(judge for judge, _ in pairs) for pairs in (moved.added, moved.dropped))
    told = []
    for judge in problem.judges:
        own = [entries[key] for key in lists.get(judge.judge, ()) if key in entries]
        told.append(
            {
                "judge": judge.judge,
                "load": len(own),
                "languages": dict(sorted(Counter(each.language for each in own).items())),
                "in_field": sum(each.nomination in judge.expertise for each in own),
                "added": added[judge.judge],
                "dropped": dropped[judge.judge],
                "is_outside": judge.judge in plan.outside,
            }
        )
    return told


def _moved(moved: Change, leaver: str | None) -> dict[str, int]:
    released = sum(judge == leaver for judge, _ in moved.dropped)
    return {
        "kept": len(moved.kept),
        "dropped": len(moved.dropped) - released,
        "added": len(moved.added),
        "released": released,
    }
