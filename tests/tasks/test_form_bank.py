from __future__ import annotations

from pathlib import Path

import pytest

from contest_app.config import ROOT
from contest_app.tasks import kinds
from contest_app.tasks.bank import BankItem, BankRefused, read_bank
from contest_app.tasks.form_bank import ReadyForm, check_forms, read_forms

BANK = ROOT / "item_bank"
FORM = """\
slug: trial
version: 1
title: {kk: Сынақ, ru: Проба, en: Trial}
lead: {kk: Бір отырыс, ru: Одно занятие, en: One sitting}
mode: practice
grades: [5, 6]
sittings:
  - - {item: felt-piece, seconds: 180}
    - {item: silent-dombra, seconds: 180}
"""


@pytest.fixture(scope="module")
def items() -> dict[str, BankItem]:
    return {item.slug: item for item in read_bank(BANK, kinds.schemas())}


def forms(folder: Path, **texts: str) -> list[ReadyForm]:
    """The forms of a bank in which each name has the given text."""
    for name, text in texts.items():
        path = folder / "forms" / f"{name}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return read_forms(folder)


def faults(folder: Path, items: dict[str, BankItem], **texts: str) -> list[str]:
    with pytest.raises(BankRefused) as refused:
        check_forms(forms(folder, **texts), items)
    return [str(fault) for fault in refused.value.faults]


def test_shipped_forms_can_be_sat_as_they_stand(items: dict[str, BankItem]) -> None:
    shipped = read_forms(BANK)

    check_forms(shipped, items)

    assert {form.slug.rstrip("-0123456789") for form in shipped} == {
        "screening", "profile", "change-a", "change-b", "first-steps", "contest-round",
    }  # fmt: skip
    assert all(form.seconds <= 15 * 60 for form in shipped if form.slug.startswith("screening"))
    assert all(form.covers_all for form in shipped if form.slug.startswith("profile"))
    assert all(form.parallel for form in shipped if form.slug.startswith("change"))


@pytest.mark.parametrize("family", ["screening", "profile", "change-a", "change-b", "contest-round"])
def test_each_family_serves_every_grade_from_1_to_11(family: str) -> None:
    grades = [grade for form in read_forms(BANK) if form.slug.startswith(family) for grade in form.grades]

    assert sorted(grades) == list(range(1, 12))


@pytest.mark.parametrize(
    ("change", "line", "reason"),
    [
        (("felt-piece", "felt-pice"), 8, "felt-pice: there is no such item"),
        (("silent-dombra", "felt-piece"), 9, "felt-piece: stands in this form twice"),
        (("[5, 6]", "[4, 5]"), 8, "felt-piece: is not for grade 4"),
        (("seconds: 180}\n    ", "seconds: 1800}\n    "), 8, "sitting 1 takes 1980 s, and 1500 s is the limit"),
        (("grades", "covers: all\ngrades"), 6, "no item of the domain scientific, social, visual"),
        (("grades", "parallel: other\ngrades"), 6, "parallel: other: there is no such form"),
    ],
)
def test_form_that_cannot_be_sat_is_named_by_file_line_and_reason(
    tmp_path: Path, items: dict[str, BankItem], change: tuple[str, str], line: int, reason: str
) -> None:
    assert f"forms/trial.yaml:{line}: {reason}" in faults(tmp_path, items, trial=FORM.replace(*change))


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ("{item: felt-piece, seconds: 180}", "holds one of the same items"),
        ("{item: single-mitten, seconds: 200}", "differs in grades, or in the kind, facet or time of a place"),
        ("{item: tree-and-river, seconds: 180}", "differs in grades, or in the kind, facet or time of a place"),
        ("{item: thread-pool, seconds: 180}", "holds an unknown item"),
    ],
)
def test_form_that_is_not_parallel_to_its_other_is_refused(
    tmp_path: Path, items: dict[str, BankItem], other: str, reason: str
) -> None:
    one = FORM.replace("grades", "parallel: twin\ngrades").replace("    - {item: silent-dombra, seconds: 180}\n", "")
    twin = one.replace("trial", "twin").replace("parallel: twin", "parallel: trial")

    found = faults(tmp_path, items, trial=one, twin=twin.replace("{item: felt-piece, seconds: 180}", other))

    assert f"forms/trial.yaml:6: parallel: twin: {reason}" in found


def test_parallel_forms_may_differ_in_their_items_alone(tmp_path: Path, items: dict[str, BankItem]) -> None:
    one = FORM.replace("grades", "parallel: twin\ngrades")
    swaps = (("trial", "twin"), ("parallel: twin", "parallel: trial"), ("felt-piece", "single-mitten"))
    twin = one.replace("silent-dombra", "school-corridor-in-july")
    for swap in swaps:
        twin = twin.replace(*swap)

    check_forms(forms(tmp_path, trial=one, twin=twin), items)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("mode: practice", "mode: exam"), ":5: mode: 'exam' is not one of ['assessment', 'practice']"),
        (("seconds: 180}\n    ", "seconds: 5}\n    "), ":8: sittings.0.0.seconds: 5 is less than the minimum of 30"),
        (("en: Trial", "xx: Trial"), ":3: title: "),
        (("slug: trial", "slug: other"), ":1: slug: 'other' lies where 'trial' belongs"),
        (("mode: practice", "version: 2\nmode: practice"), ":5: version: given twice"),
        (("grades: [5, 6]", "grades: *all"), ":6: empty, or uses a YAML alias"),
        (("sittings:", "sittings: ["), "not YAML"),
    ],
)
def test_file_that_is_no_form_is_refused_at_its_line(tmp_path: Path, change: tuple[str, str], told: str) -> None:
    with pytest.raises(BankRefused) as refused:
        forms(tmp_path, trial=FORM.replace(*change))

    assert any(told in str(fault) for fault in refused.value.faults), refused.value


def test_file_in_another_encoding_or_too_large_is_refused(tmp_path: Path) -> None:
    forms(tmp_path, trial=FORM)
    (tmp_path / "forms" / "old.yaml").write_bytes("slug: жіп".encode("cp1251", "replace"))
    (tmp_path / "forms" / "vast.yaml").write_text("#" * 300_000)

    with pytest.raises(BankRefused) as refused:
        read_forms(tmp_path)

    assert [str(fault) for fault in refused.value.faults] == [
        "forms/old.yaml:1: not written in UTF-8", "forms/vast.yaml:1: larger than 262144 bytes",
    ]  # fmt: skip
