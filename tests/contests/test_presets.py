from __future__ import annotations

import re
from pathlib import Path

import pytest
from contests.contests_factories import BANK, SLUG

from contest_app.contests.presets import (
    BankFileUnreadable,
    award_settings,
    awarding_settings,
    formula_settings,
    read_industries,
    read_preset,
    read_presets,
)
from contest_app.contests.presets.judging import Promotion

TEXT = "{kk: Мәтін, ru: Текст, en: Text}"

STAGE = f"{{key: school, level: school, unit: school, name: {TEXT}}}"
FINAL = f"{{key: region, level: region, unit: all, name: {TEXT}}}"
WHOLE = f"""
stages:
  - key: school
    level: school
    unit: school
    name: {TEXT}
    promotes: {{by: place, value: 3}}
  - key: region
    level: region
    unit: all
    name: {TEXT}
    days: {{judging: 3}}
    reviews: 5
    on_site: {{minutes: 7, questions: 5}}
    rubric: {SLUG}
late: {{accepts: true, grace_hours: 24}}
supervisor: required
eligibility: {{one_entry_a_nomination: false, entries_a_person: 2, districts: []}}
awarding: {{way: quota, quota: {{winners_percent: 45, split: {{diploma_3: 50, diploma_2: 30, diploma_1: 20}}}}}}
"""


def bank_with(tmp_path: Path, contest: str) -> Path:
    """A bank that holds one preset and the rubric that it names."""
    for folder, text in (("contests", contest), ("rubrics", (BANK / f"rubrics/{SLUG}.yaml").read_text())):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"{SLUG}.yaml").write_text(text)
    return tmp_path


def shipped() -> str:
    return (BANK / f"contests/{SLUG}.yaml").read_text()


def line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


def test_every_shipped_preset_and_its_rubric_can_be_used() -> None:
    presets = read_presets(BANK)

    assert [preset.slug for preset in presets] == [path.stem for path in sorted((BANK / "contests").glob("*.yaml"))]
    assert all({"originality", "value"} <= {c.key for c in preset.rubric.criteria} for preset in presets)


def test_every_shipped_preset_asks_what_a_contest_of_minors_must_ask() -> None:
    for preset in read_presets(BANK):
        asked = {field.key for field in preset.form if field.required}
        assert "ai_use" in asked, preset.slug
        assert {award.scope for award in preset.awards} >= {"contest", "nomination", "group", "everyone"}, preset.slug
        if preset.is_for_adults:
            assert {"children_seen", "own_work"} <= asked, preset.slug
        assert "publication" not in asked, f"{preset.slug}: who refuses publication still takes part"


def test_no_word_of_a_contest_mixes_latin_and_cyrillic_letters() -> None:
    texts = [
        path.read_text(encoding="utf-8")
        for folder in ("contests", "rubrics")
        for path in BANK.glob(f"{folder}/*.yaml")
    ]
    words = {word for text in texts for word in re.findall(r"[^\W\d_]+", text)}

    assert {word for word in words if re.search("[A-Za-z]", word) and re.search("[\u0400-\u04ff]", word)} == set()


def test_degrees_of_diplomas_stand_in_cyrillic_letters_in_kazakh() -> None:
    degrees = {
        award.name.kk.split()[0] for preset in read_presets(BANK) for award in preset.awards if award.scope == "group"
    }

    assert degrees == {"І", "ІІ", "ІІІ"}


def test_stages_formula_quota_and_fields_of_the_newer_kinds_are_read(tmp_path: Path) -> None:
    fields = f"""form:
  - {{key: rules, kind: consent, required: true, label: {TEXT}}}
  - {{key: machine, kind: ai_use, required: true, label: {TEXT}}}
  - {{key: photos, kind: file, required: false, types: [jpg], max_mb: 5, count: 3, label: {TEXT}}}
"""
    text = shipped().replace("form:\n", fields, 1) + WHOLE
    text = text.replace("formula: mean", "formula: {kind: best, keep: 2, threshold_percent: 50, ties: [value]}")

    preset = read_preset(bank_with(tmp_path, text), SLUG)

    school, region = preset.stages
    assert (school.promotes, region.promotes) == (Promotion(by="place", value=3), None)
    assert (region.rubric, region.reviews) == (preset.rubric, 5)
    assert [field.kind for field in preset.form][:3] == ["consent", "ai_use", "file"]
    assert formula_settings(preset.formula) == {"kind": "best", "count": 2}
    assert awarding_settings(preset) == {
        "quota": {"share": "45 %"},
        "thresholds": [{"share": "50 %"}],
        "tie_breaks": [{"criterion": "value"}],
    }
    shares = {award["key"]: award["share"] for award in award_settings(preset) if "share" in award}
    assert shares == {"diploma_1": "20 %", "diploma_2": "30 %", "diploma_3": "50 %"}


def test_a_preset_that_says_little_has_one_stage_of_the_region_and_no_grace() -> None:
    plain = read_preset(BANK, SLUG)

    assert [(stage.key, stage.unit) for stage in plain.stages] == [("region", "all")]
    assert (plain.late.accepts, plain.supervisor, plain.eligibility.one_entry_a_nomination) == (
        False,
        "optional",
        True,
    )


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("programmes: [nowhere]", "nowhere is not in programmes.yaml"),
        ("eligibility: {districts: [astana]}", "astana is not in districts.yaml"),
    ],
)
def test_a_programme_or_district_that_the_bank_does_not_know_is_named(tmp_path: Path, line: str, reason: str) -> None:
    bank = bank_with(tmp_path, f"{shipped()}\n{line}\n")
    for name in ("programmes", "districts"):
        (bank / f"{name}.yaml").write_text((BANK / f"{name}.yaml").read_text())

    with pytest.raises(BankFileUnreadable) as caught:
        read_preset(bank, SLUG)

    assert caught.value.facts["reason"] == reason
    assert caught.value.facts["line"] == line_of(f"{shipped()}\n{line}", line)


def test_the_catalogue_of_industries_gives_options_with_codes() -> None:
    codes = [option.key for option in read_industries(BANK)]

    assert "62.01.1" in codes
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(
    ("found", "put", "reason"),
    [
        ("reviews: 3", "reviews: 0", "reviews: Input should be greater than or equal to 1"),
        ("formula: mean", "formula: median", "formula.kind: Input should be 'mean', 'sum', 'trimmed' or 'best'"),
        ("    types: [pdf, png, jpg]", "    types: [pdf, svg, jpg]", "form.6.file.types.1: Input should be"),
        ("key: title", "key: heading", "the form needs a required text field with the key title"),
        ("grades: [5, 6, 7]", "grades: [4, 5, 6, 7]", "given twice: 4"),
        ("key: design", "key: crafts", "given twice: crafts"),
        (f"rubric: {SLUG}", "rubric: unknown", "there is no such rubric"),
        ("formula: mean", "formula: {kind: best}", "best, and nothing else, says how many it keeps"),
        ("formula: mean", "formula: {kind: mean, ties: [beauty]}", "no such criterion to break a tie: beauty"),
        ("reviews: 3", "reviews: 3\nlate: {accepts: true}", "late entries are accepted within hours of grace"),
        ("reviews: 3", f"reviews: 3\nstages: [{STAGE}, {FINAL}]", "every stage but the last says who goes on"),
        ("grades: [5, 6, 7]", "adults: true\n    grades: [5]", "an age group has grades, or is for adults"),
        (
            "reviews: 3",
            "reviews: 3\nawarding: {way: quota, quota: {winners_percent: 45, split: {diploma_1: 100}}}",
            "the split of the quota names the awards of scope group, all of them",
        ),
    ],
)
def test_a_wrong_value_is_named_with_file_and_reason(tmp_path: Path, found: str, put: str, reason: str) -> None:
    text = shipped().replace(found, put, 1)
    assert text != shipped()

    with pytest.raises(BankFileUnreadable, match=re.escape(reason)) as caught:
        read_preset(bank_with(tmp_path, text), SLUG)

    assert caught.value.facts["file"] == f"{SLUG}.yaml"


@pytest.mark.parametrize("words", ["formula: median", "grades: [0]"])
def test_a_wrong_value_is_named_with_its_line(tmp_path: Path, words: str) -> None:
    key = words.partition(":")[0]
    text = re.sub(rf"{key}: .*", words, shipped(), count=1)

    with pytest.raises(BankFileUnreadable) as caught:
        read_preset(bank_with(tmp_path, text), SLUG)

    assert caught.value.facts["line"] == line_of(text, words)


def test_a_file_that_is_not_yaml_is_named_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(BankFileUnreadable) as caught:
        read_preset(bank_with(tmp_path, "slug: a\nname: [kk, ru\nversion: 1\n"), SLUG)

    assert (caught.value.facts["file"], caught.value.facts["line"]) == (f"{SLUG}.yaml", 3)


def test_a_criterion_without_a_text_for_every_mark_is_refused(tmp_path: Path) -> None:
    bank = bank_with(tmp_path, shipped())
    rubric = bank / "rubrics" / f"{SLUG}.yaml"
    rubric.write_text(re.sub(r"^      3: .*\n", "", rubric.read_text(), count=1, flags=re.MULTILINE))

    with pytest.raises(BankFileUnreadable, match="levels must be told for every mark from 0 to 5"):
        read_preset(bank, SLUG)


@pytest.mark.parametrize("slug", ["unknown", "../items/anything", "", "*"])
def test_only_presets_of_the_bank_can_be_read(slug: str) -> None:
    with pytest.raises(KeyError):
        read_preset(BANK, slug)
