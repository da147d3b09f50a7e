from __future__ import annotations

from pathlib import Path

import pytest

from contest_app.config import ROOT
from contest_app.tasks import kinds
from contest_app.tasks.bank import BankRefused, read_bank, skeleton
from contest_app.tasks.bank.skeleton import HINTS

SCHEMAS = kinds.schemas()


@pytest.mark.parametrize("kind", list(kinds.KINDS))
def test_a_new_file_is_refused_at_each_line_that_is_still_empty(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "items" / kind / "brand-new.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(skeleton(kind, "brand-new", SCHEMAS), encoding="utf-8")

    with pytest.raises(BankRefused) as refused:
        read_bank(tmp_path, SCHEMAS, beside=ROOT / "item_bank")

    lines = path.read_text(encoding="utf-8").splitlines()
    empty = {number for number, line in enumerate(lines, start=1) if line.endswith(('""', "grades: []", ": 0"))}
    reasons = [fault.reason for fault in refused.value.faults]
    assert len(empty) > 10
    assert empty <= {fault.line for fault in refused.value.faults}
    assert [reason for reason in reasons if "required property" in reason or "unexpected" in reason] == []


@pytest.mark.parametrize("kind", list(kinds.KINDS))
def test_every_field_that_a_kind_demands_is_explained(kind: str) -> None:
    explained = {line.partition(":")[0] for line in skeleton(kind, "x", SCHEMAS).splitlines() if line[0].isalpha()}

    assert explained <= set(HINTS)
    assert set(SCHEMAS[kind]["required"]) <= explained
