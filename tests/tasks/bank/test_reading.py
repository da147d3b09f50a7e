from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from contest_app.config import ROOT
from contest_app.tasks import kinds
from contest_app.tasks.bank import BankRefused, content_hash, read_bank

BANK = ROOT / "item_bank"
SPOOL_FILE = "items/alternative_uses/thread-spool.yaml"
SPOOL = (BANK / SPOOL_FILE).read_text(encoding="utf-8")


def write(folder: Path, text: str, name: str = SPOOL_FILE) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return folder


def faults(folder: Path) -> list[str]:
    with pytest.raises(BankRefused) as refused:
        read_bank(folder, kinds.schemas(), beside=BANK)
    return [str(fault) for fault in refused.value.faults]


def line_of(text: str, start: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), start=1) if line.startswith(start))


def test_own_bank_is_sound_and_knows_its_kinds() -> None:
    items = read_bank(BANK, kinds.schemas())

    assert [item.slug for item in items] == sorted(path.stem for path in BANK.glob("items/*/*.yaml"))
    assert {item.fields["kind"] for item in items} <= set(kinds.KINDS)


def test_wrong_value_is_named_by_file_line_and_reason(tmp_path: Path) -> None:
    text = SPOOL.replace("seconds: 150", "seconds: -5")

    assert faults(write(tmp_path, text)) == [
        f"{SPOOL_FILE}:{line_of(text, 'seconds')}: seconds: -5 is less than the minimum of 30"
    ]


def test_missing_language_is_named_at_its_text(tmp_path: Path) -> None:
    text = SPOOL.replace("  en: An empty thread spool\n", "")

    place = line_of(text, "title:") + 1
    assert faults(write(tmp_path, text)) == [f"{SPOOL_FILE}:{place}: title: 'en' is a required property"]


def test_field_of_the_kind_is_checked_too(tmp_path: Path) -> None:
    text = SPOOL.replace("  - key: wheels\n", "  - key: wheels and cars\n")

    [fault] = faults(write(tmp_path, text))

    assert fault.startswith(f"{SPOOL_FILE}:{line_of(text, '  - key: wheels')}: themes.0.key")


def test_unknown_field_is_refused_so_that_a_slip_of_the_pen_is_seen(tmp_path: Path) -> None:
    [fault] = faults(write(tmp_path, SPOOL + "licnse: CC0\n"))

    assert "'licnse' was unexpected" in fault


def test_key_given_twice_is_refused_at_its_second_line(tmp_path: Path) -> None:
    text = SPOOL + "seconds: 600\n"

    assert faults(write(tmp_path, text)) == [f"{SPOOL_FILE}:{len(text.splitlines())}: seconds: given twice"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", ":1: empty"),
        ("slug: [", "not YAML"),
        ("a: &x [1]\nb: *x\n", ":2: empty, or uses a YAML alias"),
        ("- 1\n- 2\n", "is not of type 'object'"),
        ("slug: 2026-01-01\n", "is not of type 'string'"),
        ("slug: !!python/object/apply:os.system ['true']\n", "could not determine a constructor"),
    ],
)
def test_file_that_is_no_item_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    assert any(reason in fault for fault in faults(write(tmp_path, text)))


def test_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "")
    (tmp_path / SPOOL_FILE).write_bytes("slug: жіп".encode("cp1251", "replace"))

    assert faults(tmp_path) == [f"{SPOOL_FILE}:1: not written in UTF-8"]


def test_unknown_kind_is_named(tmp_path: Path) -> None:
    text = SPOOL.replace("kind: alternative_uses", "kind: riddles")

    assert faults(write(tmp_path, text, "items/riddles/thread-spool.yaml")) == [
        "items/riddles/thread-spool.yaml:3: kind: there is no kind 'riddles'"
    ]


def test_slug_must_be_the_name_of_the_file(tmp_path: Path) -> None:
    assert faults(write(tmp_path, SPOOL, "items/alternative_uses/spool.yaml")) == [
        "items/alternative_uses/spool.yaml:1: slug: 'thread-spool' lies where 'spool' belongs"
    ]


def test_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    write(tmp_path, "")
    write(tmp_path, "slug: [", "items/alternative_uses/other.yaml")
    write(tmp_path, SPOOL, "items/alternative_uses/good.yaml")

    assert [fault.partition(":")[0].rpartition("/")[2] for fault in faults(tmp_path)] == [
        "good.yaml", "other.yaml", "thread-spool.yaml",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "instead", "start", "reason"),
    [
        ("grades: [5, 6, 7, 8, 9]", "grades: [5, 7, 6]", "grades", "grades: not in rising order"),
        ("key: wheels", "key: wind", "  - key: wind", "'wind' is the key of another theme"),
        (
            'industries: ["',
            'industries: ["99.99.9", "',
            "industries",
            "industries.0: '99.99.9' is not in industries.yaml",
        ),
        ("programmes: [", "programmes: [roboworld, ", "programmes", "'roboworld' is not in programmes.yaml"),
        ("licence:", "rubric: none-such\nlicence:", "rubric", "rubric: there is no rubrics/none-such.yaml"),
    ],
)
def test_what_no_schema_can_tell_is_named_by_its_line(
    tmp_path: Path, said: str, instead: str, start: str, reason: str
) -> None:
    assert said in SPOOL
    text = SPOOL.replace(said, instead, 1)

    [fault] = faults(write(tmp_path, text))

    lines = [number for number, line in enumerate(text.splitlines(), start=1) if line.startswith(start)]
    assert fault.startswith(f"{SPOOL_FILE}:{lines[-1]}: ")
    assert reason in fault


@pytest.mark.parametrize(
    ("language", "own", "other"),
    [
        ("kk", "Катушкадан шам жасау", "Кілттен мөр жасау"),
        ("ru", "Катушку от старых ниток превратить в колесо", "Ключом отпечатать узор на катушке"),
        ("en", "Old thread spools: wheels of a toy", "Spoolwood: make a toy"),
    ],
)
def test_an_example_that_names_the_items_own_object_is_refused(
    tmp_path: Path, language: str, own: str, other: str
) -> None:
    fields = yaml.safe_load(SPOOL)
    fields["object"] = {"kk": "жіп катушкасы", "ru": "катушка от ниток", "en": "thread spool"}
    fields["object"]["kk"] = "катушка"
    refused = fields | {"examples": fields["examples"] | {language: [other, own]}}
    allowed = fields | {"examples": fields["examples"] | {language: [other]}}

    [fault] = faults(write(tmp_path, yaml.safe_dump(refused, allow_unicode=True)))

    assert f"examples.{language}.1: names the item's own object, {fields['object'][language]!r}" in fault
    write(tmp_path, yaml.safe_dump(allowed, allow_unicode=True))
    assert len(read_bank(tmp_path, kinds.schemas(), beside=BANK)) == 1


def test_a_bank_with_catalogues_of_its_own_goes_by_them(tmp_path: Path) -> None:
    write(tmp_path, "programmes:\n  - {key: our-own, name: {kk: а, ru: б, en: c}}\n", "programmes.yaml")
    write(tmp_path, SPOOL.replace("programmes: [", "programmes: [our-own, "))

    assert [fault.partition(": ")[2] for fault in faults(tmp_path)] == [
        f"programmes.{place}: {key!r} is not in programmes.yaml"
        for place, key in enumerate(yaml.safe_load(SPOOL)["programmes"], start=1)
    ]


def test_hash_depends_on_the_content_alone() -> None:
    assert content_hash({"a": 1, "b": "ә", "version": 1}) == content_hash({"version": 2, "b": "ә", "a": 1})
    assert content_hash({"a": 1}) != content_hash({"a": 2})
