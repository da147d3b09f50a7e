"""Kazakh encoded by its glosses: the same idea in other words, spellings and scripts."""

import csv
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from contest_app.scoring.encoders import Encoder, load_encoder
from contest_app.scoring.encoders.kazakh import MULTILINGUAL_VIEWS, KazakhEncoder
from contest_app.scoring.encoders.use import UniversalSentenceEncoder
from contest_app.scoring.kazakh.gloss import Glosser
from contest_app.scoring.kazakh.lexicon import BadWords, Entry, bundled_lexicon
from contest_app.scoring.kazakh.reading import reader_over

CORPORA = Path(__file__).parents[1] / "corpora"

Row = dict[str, str]


def dev_rows(name: str) -> list[Row]:
    with (CORPORA / name).open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file, delimiter="\t") if row["split"] == "dev"]


def pair_auc(rows: list[Row], encoder: Encoder, column: str = "text") -> float:
    """Return how well cosines tell pairs of the same idea from pairs of others, within prompts."""
    same, cosines = [], []
    vectors = encoder.encode([row[column] for row in rows], "kk")
    for prompt in sorted({row["prompt"] for row in rows}):
        own = [place for place, row in enumerate(rows) if row["prompt"] == prompt]
        ideas = np.array([rows[place]["group_id"] for place in own])
        upper = np.triu_indices(len(own), 1)
        same.append((ideas[:, None] == ideas)[upper])
        cosines.append((vectors[own] @ vectors[own].T)[upper])
    return float(roc_auc_score(np.concatenate(same), np.concatenate(cosines)))


@pytest.fixture(scope="module")
def kazakh() -> KazakhEncoder:
    return KazakhEncoder(UniversalSentenceEncoder(), Glosser(reader_over(bundled_lexicon())), MULTILINGUAL_VIEWS)


def test_the_same_idea_is_nearer_than_another_with_the_same_words(fast: Encoder) -> None:
    assert pair_auc(dev_rows("same_idea_hard_kk.tsv"), fast) >= 0.78


@pytest.mark.parametrize("column", ["plain", "latin", "mixed"])
def test_other_spellings_and_russian_words_cost_little(fast: Encoder, column: str) -> None:
    rows = dev_rows("kazakh_spellings.tsv")

    assert pair_auc(rows, fast, column) >= pair_auc(rows, fast) - 0.03


def test_a_text_and_its_other_spellings_are_one_point(kazakh: KazakhEncoder) -> None:
    rows = kazakh.encode(["есікті жабу", "есикти жабу", "esikti jabu", "есікті жабу"], "kk")

    assert rows @ rows[0] == pytest.approx(np.ones(4), abs=1e-6)


def test_words_that_mean_the_same_are_near_without_sharing_letters(kazakh: KazakhEncoder) -> None:
    shoes, boots, soup = kazakh.encode(["аяқ киім", "бәтеңке", "сорпа"], "kk")

    assert shoes @ boots > shoes @ soup + 0.3


@pytest.mark.parametrize("text", ["", "!!!", "123", "ә", "қ" * 1000, "есікті жабу"])
def test_any_text_becomes_a_unit_row_alone_as_in_company(kazakh: KazakhEncoder, text: str) -> None:
    alone = kazakh.encode([text], "kk")
    company = kazakh.encode(["доп", text, "су"], "kk")

    assert np.linalg.norm(alone) == pytest.approx(1.0, abs=1e-5)
    assert company[1] == pytest.approx(alone[0], abs=1e-5)


def test_another_word_in_the_lexicon_makes_another_version(kazakh: KazakhEncoder) -> None:
    lexicon = bundled_lexicon().with_words([Entry("тулпаркөз", "n", "фара", "headlight")])

    other = KazakhEncoder(UniversalSentenceEncoder(), Glosser(reader_over(lexicon)), MULTILINGUAL_VIEWS)

    assert other.version != kazakh.version
    assert (
        other.version
        == KazakhEncoder(UniversalSentenceEncoder(), Glosser(reader_over(lexicon)), MULTILINGUAL_VIEWS).version
    )


def test_other_views_make_another_version(kazakh: KazakhEncoder) -> None:
    fewer = KazakhEncoder(UniversalSentenceEncoder(), Glosser(reader_over(bundled_lexicon())), MULTILINGUAL_VIEWS[:1])

    assert fewer.version != kazakh.version


def test_a_schools_table_teaches_the_fast_encoder_its_words(tmp_path: Path) -> None:
    table = tmp_path / "words.tsv"
    table.write_text("kk\tpos\tru\ten\nтулпаркөз\tn\tфара\theadlight\n", encoding="utf-8")
    pair = ["тулпаркөзді жуу", "фараны жуу"]

    taught, bundled = load_encoder("fast", table), load_encoder("fast")

    near, far = ((rows := encoder.encode(pair, "kk"))[0] @ rows[1] for encoder in (taught, bundled))
    assert near == pytest.approx(1.0, abs=1e-5) != far
    assert taught.version != bundled.version


def test_a_bad_table_of_words_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "words.tsv"
    table.write_text("слово;значение\n", encoding="utf-8")

    with pytest.raises(BadWords, match="line 1"):
        load_encoder("fast", table)
