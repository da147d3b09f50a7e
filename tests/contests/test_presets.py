from __future__ import annotations

import re
from pathlib import Path

import pytest
from contests.contests_factories import BANK, SLUG

from contest_app.contests.presets import BankFileUnreadable, read_industries, read_preset, read_presets

TEXT = "{kk: Мәтін, ru: Текст, en: Text}"


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


def test_the_catalogue_of_industries_gives_options_with_codes() -> None:
    codes = [option.key for option in read_industries(BANK)]

    assert "62.01.1" in codes
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(
    ("found", "put", "reason"),
    [
        ("reviews: 3", "reviews: 0", "reviews: Input should be greater than or equal to 1"),
        ("formula: mean", "formula: median", "formula: Input should be 'mean' or 'sum'"),
        ("    types: [pdf, png, jpg]", "    types: [pdf, svg, jpg]", "form.6.file.types.1: Input should be"),
        ("key: title", "key: heading", "the form needs a required text field with the key title"),
        ("grades: [5, 6, 7]", "grades: [4, 5, 6, 7]", "given twice: 4"),
        ("key: design", "key: crafts", "given twice: crafts"),
        (f"rubric: {SLUG}", "rubric: unknown", "there is no such rubric"),
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
