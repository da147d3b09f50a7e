"""Rules of a contest as its settings name them, so that a preset can carry them: formula, tie-breaks, awards.

Settings are plain: words, numbers, lists and mappings, as in YAML or JSON. A share is a whole number, or a text such
as "1/2", "45 %" or "0.45", which stays exact; a number with a point is refused, for it would not.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from contest_app.scoring.official.awarding import AwardingRules, Special
from contest_app.scoring.official.combining import combination
from contest_app.scoring.official.formulas import Criterion, MissingMark, OfficialFormula, Threshold
from contest_app.scoring.official.ladder import Rung, TieRule
from contest_app.scoring.official.order import ByCriterion, ByTopMarks, TieBreak
from contest_app.scoring.official.quota import Quota, Rounding

Settings = Mapping[str, Any]


def exact_share(content: int | str) -> Fraction:
    """Return a share.

    Raises ValueError for what is none, TypeError for a number with a point.

    >>> exact_share("45 %"), exact_share("1/2")
    (Fraction(9, 20), Fraction(1, 2))
    """
    if not isinstance(content, int | str):
        raise TypeError(f"write a share as a text, such as '1/2' or '45 %', not {content!r}")
    text = str(content).strip()
    share = Fraction(text.removesuffix("%").strip()) / (100 if text.endswith("%") else 1)
    if not 0 <= share <= 1:
        raise ValueError(f"a share lies from 0 to 1, not {content!r}")
    return share


def official_formula(criteria: Sequence[Settings], formula: str | Settings) -> OfficialFormula:
    """Return the formula over a rubric's criteria, each with ``key``, ``weight`` and ``max``.

    A formula is a word of `combining.combination`, or a mapping with it under ``kind``, its settings, and perhaps
    ``missing``. Raises ValueError and TypeError for what is none.

    >>> rubric = [{"key": "idea", "weight": "1.5", "max": 5}]
    >>> official_formula(rubric, {"kind": "trimmed_mean", "drop": 1, "missing": "by_criterion"}).judges
    TrimmedMean(drop=1)
    """
    settings = {"kind": formula} if isinstance(formula, str) else dict(formula)
    missing = MissingMark(settings.pop("missing", MissingMark.SHEET_OUT))
    scales = {each["key"]: Criterion(Fraction(str(each["weight"])), Fraction(str(each["max"]))) for each in criteria}
    return OfficialFormula(scales, combination(settings), missing)


def tie_breaks(content: Sequence[str | Settings]) -> list[TieBreak]:
    """Return the tie-breaks, in their order: ``top_marks``, or a mapping ``{"criterion": key}``.

    Raises ValueError for another.

    >>> tie_breaks([{"criterion": "idea"}, "top_marks"])
    [ByCriterion(criterion='idea'), ByTopMarks()]
    """
    return [_tie_break(each) for each in content]


def _tie_break(content: str | Settings) -> TieBreak:
    if content == "top_marks":
        return ByTopMarks()
    if isinstance(content, Mapping) and content.keys() == {"criterion"}:
        return ByCriterion(content["criterion"])
    raise ValueError(f"no such tie-break: {content}")


def awarding_rules(
    awards: Sequence[Settings],
    quota: Settings | None = None,
    ties: str = "vote",
    thresholds: Sequence[Settings] = (),
) -> AwardingRules:
    """Return what a contest gives.

    Parameters
    ----------
    awards
        Each with ``key`` and ``scope``. Of scope ``group``, best first: ``places`` (none for all who reach ``least``,
        a share of the highest score) or, with a quota, ``share`` of the winners. Of scope ``contest`` or
        ``nomination``, by the jury's choice: ``places``, and ``instead`` where its holder leaves the place of the
        group to others. Of scope ``everyone``: at most one. Other scopes are documents and no awards of entries.
    quota
        ``share`` of the participants, and perhaps ``rounding`` and ``least``.
    ties
        What becomes of a tie across a boundary: ``vote``, ``share`` or ``enlarge``.
    thresholds
        What an entry must reach to be awarded for its place: ``share`` of the highest score, or of a ``criterion``.

    Raises ValueError, KeyError or TypeError for settings that are none.

    >>> awarding_rules([{"key": "first", "scope": "group", "places": 1, "least": "1/2"}]).groups
    (Rung(award='first', places=1, least=Fraction(1, 2)),)

    """
    of_group = [each for each in awards if each["scope"] == "group"]
    chosen = [each for each in awards if each["scope"] in {"contest", "nomination"}]
    everyone = [each["key"] for each in awards if each["scope"] == "everyone"]
    if len(everyone) > 1:
        raise ValueError("one award is for everyone")
    return AwardingRules(
        groups=_quota(of_group, quota) if quota else tuple(_rung(each) for each in of_group),
        specials=tuple(Special(each["key"], each.get("places"), bool(each.get("instead"))) for each in chosen),
        everyone=everyone[0] if everyone else None,
        tie_rule=TieRule(ties),
        thresholds=tuple(Threshold(exact_share(each["share"]), each.get("criterion")) for each in thresholds),
    )


def _rung(award: Settings) -> Rung:
    return Rung(award["key"], award.get("places"), _least(award))


def _quota(awards: Sequence[Settings], quota: Settings) -> Quota:
    split = {each["key"]: exact_share(each["share"]) for each in awards}
    return Quota(exact_share(quota["share"]), split, Rounding(quota.get("rounding", Rounding.DOWN)), _least(quota))


def _least(settings: Settings) -> Fraction | None:
    return exact_share(settings["least"]) if settings.get("least") is not None else None
