"""Graphs are what their scripts make, and texts go through them in batches of one length."""

import onnx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.scoring_encoders import bert_graph, use_graph
from benchmarks.scoring_encoders.graph import FOLDER
from contest_app.scoring.encoders.network import batches


@given(st.lists(st.integers(1, 600), max_size=400))
def test_batches_hold_every_row_once_each_of_one_length_and_few_tokens(lengths: list[int]) -> None:
    found = list(batches(lengths))

    assert sorted(row for batch in found for row in batch) == list(range(len(lengths)))
    for batch in found:
        assert len({lengths[row] for row in batch}) == 1
        assert len(batch) == 1 or sum(lengths[row] for row in batch) <= 512


@pytest.mark.parametrize("made", [bert_graph.made(), use_graph.made()], ids=lambda made: made.graph.name)
def test_the_graph_that_ships_is_the_one_that_is_made(made: onnx.ModelProto) -> None:
    assert onnx.load_model_from_string((FOLDER / f"{made.graph.name}.onnx").read_bytes()) == made
