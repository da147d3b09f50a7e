"""The measurements of the scorer: what they count is right, and the document keeps what is not measured again."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from benchmarks.scoring_figures.gate import distress
from benchmarks.scoring_figures.report import Section, finely, renewed, share, shown
from benchmarks.scoring_figures.same_idea import pairs_of
from contest_app.scoring.encoders.characters import CharacterEncoder


def section(title: str, *cells: str) -> Section:
    return Section(title, "What it is.", ("one",), [(cell,) for cell in cells])


def test_a_figure_is_told_without_the_nought_before_its_point() -> None:
    assert [shown(value) for value in (0.5, -0.042, 1.0, 0.0, None)] == [".50", "-.04", "1.00", ".00", "-"]
    assert (finely(0.8158), share(1, 8), share(0, 0)) == (".816", "12.5 %", "-")


def test_tables_that_are_not_measured_again_stay_as_they_were() -> None:
    old = renewed("", {"A": section("A", "1"), "B": section("B", "2")})

    new = renewed(old, {"A": None, "B": section("B", "3"), "C": section("C", "4")})

    assert new == renewed("", {"A": section("A", "1"), "B": section("B", "3"), "C": section("C", "4")})


@given(st.lists(st.text("abc", min_size=1, max_size=3), min_size=1, max_size=4, unique=True))
def test_a_document_read_and_written_again_is_the_same(titles: list[str]) -> None:
    document = renewed("", {title: section(title, title) for title in titles})

    assert renewed(document, dict.fromkeys(titles)) == document


def test_pairs_are_those_of_one_prompt() -> None:
    rows = [
        {"prompt": prompt, "group_id": f"{prompt}/{idea}", "text": text}
        for prompt in ("hat", "rope")
        for idea, text in (("bowl", "a soup bowl"), ("bowl", "soup bowls"), ("kite", "kite tail"))
    ]

    found = pairs_of(rows, "text", "en", CharacterEncoder())

    assert len(found.same) == 6
    assert (found.same.sum(), found.auc) == (2, 1.0)


def test_signs_of_distress_are_counted_by_language_and_half() -> None:
    table = distress(Path())

    assert [row[:2] for row in table.rows] == [
        (language, half) for half in ("dev", "test", "fresh") for language in ("en", "ru", "kk")
    ]
    assert all(float(cell.removesuffix(" %")) <= 100 for row in table.rows for cell in row[2:])


def test_the_document_holds_every_table_in_its_order() -> None:
    from benchmarks.scoring_figures.__main__ import TABLES  # noqa: PLC0415 -- a command

    document = (Path(__file__).parents[2] / "docs" / "scoring" / "figures.md").read_text(encoding="utf-8")
    headings = [line.removeprefix("## ") for line in document.splitlines() if line.startswith("## ")]

    assert headings == list(TABLES)
