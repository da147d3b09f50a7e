"""The door to ONNX Runtime: graphs of sentence encoders, which are given their weights.

The graphs beside this file, ``bert.onnx`` and ``use.onnx``, hold no weights; they are made by
``benchmarks/scoring_encoders``. All texts of a batch have the same number of tokens: nothing is padded or masked.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.resources import files

import numpy as np
import onnxruntime

from contest_app.scoring.encoders import Float32Array

Weights = Mapping[str, Float32Array]
"""Matrices and vectors by the names that they have in the model's own file."""

_BATCH = 512  # tokens: what a layer works on stays in the processor's cache


class Network:
    """A graph with its weights, of which it takes a copy; it uses one thread: a worker owns one core.

    Parameters
    ----------
    graph
        ``"bert"`` or ``"use"``.
    weights
        All that the graph asks for, and no others.

    """

    def __init__(self, graph: str, weights: Weights) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_mem_pattern = False  # it plans for shapes that come again
        values = [onnxruntime.OrtValue.ortvalue_from_numpy(values) for values in weights.values()]
        options.add_external_initializers(list(weights), values)
        written = (files(__package__) / f"{graph}.onnx").read_bytes()
        self._session = onnxruntime.InferenceSession(written, options, providers=["CPUExecutionProvider"])

    def rows(self, lengths: Sequence[int], width: int, vectors: Callable[[list[int]], Float32Array]) -> Float32Array:
        """Return the (n, width) rows of n texts; a text's does not depend on its company, but for rounding.

        Parameters
        ----------
        lengths
            Tokens of each text, at least one.
        width
            Of the rows.
        vectors
            Gives the (m, tokens, d) vectors of m texts of the same length, asked for by their numbers.

        """
        rows = np.empty((len(lengths), width), dtype=np.float32)
        for batch in batches(lengths):
            (rows[batch],) = self._session.run(None, {"vectors": vectors(batch)})
        return rows


def batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Yield all rows in batches of one length each, the shortest first.

    >>> list(batches([3, 2, 3]))
    [[1], [0, 2]]
    """
    batch: list[int] = []
    for row in sorted(range(len(lengths)), key=lambda row: lengths[row]):
        length = lengths[row]
        if batch and (length != lengths[batch[0]] or (len(batch) + 1) * length > _BATCH):
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch
