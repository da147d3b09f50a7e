from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from contest_app.config import ROOT
from contest_app.tasks import kinds
from contest_app.tasks.bank import BankRefused, as_written, item_yaml, read_bank, write_items
from contest_app.tasks.bank.writing import WIDTH

BANK = read_bank(ROOT / "item_bank", kinds.schemas())
[SPOOL] = [item for item in BANK if item.slug == "thread-spool"]
[CAMEL] = [item for item in BANK if item.slug == "camel-at-the-window"]
TEXTS = st.text(st.characters(min_codepoint=32, codec="utf-8", exclude_characters="\x7f\ufeff"), min_size=1)


@given(
    text=TEXTS | st.sampled_from(["yes", "null", "1e3", "- a", "a: b", "a #b", "«Иә!»", "ә" * 400, "а " * 90 + "б"])
)
def test_any_text_is_read_back_as_it_was(text: str) -> None:
    fields = {
        "slug": "x",
        "title": {"kk": text},
        "examples": {"kk": [text, text]},
        "themes": [{"name": {"kk": text}}],
    }
    try:
        written = item_yaml(fields)
    except (ValueError, yaml.YAMLError):
        assert not text.isprintable()
        return

    assert yaml.safe_load(written) == fields


def test_the_fields_stand_in_the_order_of_the_bank_whatever_order_they_came_in() -> None:
    backwards = dict(sorted(SPOOL.fields.items(), reverse=True))

    names = [line.partition(":")[0] for line in item_yaml(backwards).splitlines() if line[0].isalpha()]

    assert names == [
        "slug", "version", "kind", "domain", "facet", "grades", "seconds", "title", "instruction", "object",
        "stimulus", "examples", "themes", "industries", "programmes", "accessibility", "licence",
    ]  # fmt: skip


def test_a_file_has_no_line_that_is_too_long_for_an_editor() -> None:
    long = [line for item in BANK for line in item_yaml(item.fields).splitlines() if len(line) > WIDTH]

    assert [line for line in long if " " in line.strip().removeprefix("- ") and not line.endswith('"')] == []


def test_two_pictures_of_one_name_are_refused_and_nothing_is_written(tmp_path: Path) -> None:
    other = dict(CAMEL.fields) | {"slug": "other", "picture": dict(CAMEL.fields["picture"]) | {"svg": "<svg/>"}}

    with pytest.raises(BankRefused, match=r"pictures/camel-at-the-window\.svg:1: other has another of this name"):
        write_items(tmp_path, [CAMEL.fields, other])

    assert list(tmp_path.iterdir()) == []


def test_a_picture_is_a_file_of_its_own() -> None:
    assert set(as_written(CAMEL.fields)["picture"]) == {"file", "shows"}
    assert "svg" in CAMEL.fields["picture"]
