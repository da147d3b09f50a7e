"""Make ``bert.onnx``, the graph of MiniLM: ``python -m benchmarks.scoring_encoders.bert_graph``.

From the sums of word, place and type vectors to the mean of the last layer's token vectors. ``Gemm`` multiplies by
the matrices as they lie in the model's file.

Source: Devlin, J., et al. (2019). BERT: Pre-training of deep bidirectional transformers. NAACL; the mean as in
Reimers, N., & Gurevych, I. (2019). Sentence-BERT. EMNLP.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import onnx

from benchmarks.scoring_encoders.graph import ROWS, VECTORS, Graph, write

LAYERS: Final = 6
HEADS: Final = 12
WIDTH: Final = 384
INNER: Final = 1536
EPSILON: Final = 1e-12  # beside a variance


def made() -> onnx.ModelProto:
    """Return the graph."""
    graph = Graph()
    states = _normalised(graph, graph.flat(VECTORS, WIDTH), "embeddings.LayerNorm")
    for layer in range(LAYERS):
        states = _layer(graph, states, f"encoder.layer.{layer}")
    graph.add("ReduceMean", graph.by_text(states, [WIDTH]), graph.numbers([1]), output=ROWS, keepdims=0)
    return graph.model("bert", WIDTH, WIDTH)


def _layer(graph: Graph, states: str, name: str) -> str:
    attended = _attended(graph, states, f"{name}.attention.self")
    told = _linear(graph, attended, f"{name}.attention.output.dense", WIDTH, WIDTH)
    states = _normalised(graph, graph.add("Add", told, states), f"{name}.attention.output.LayerNorm")
    inner = graph.add("Gelu", _linear(graph, states, f"{name}.intermediate.dense", INNER, WIDTH))
    outer = _linear(graph, inner, f"{name}.output.dense", WIDTH, INNER)
    return _normalised(graph, graph.add("Add", outer, states), f"{name}.output.LayerNorm")


def _attended(graph: Graph, states: str, name: str) -> str:
    """Let the tokens of each text look at each other."""
    query = _heads(graph, states, f"{name}.query", [0, 2, 1, 3])
    key = _heads(graph, states, f"{name}.key", [0, 2, 3, 1])
    value = _heads(graph, states, f"{name}.value", [0, 2, 1, 3])
    scale = graph.fix("scale", np.array((WIDTH // HEADS) ** -0.5, dtype=np.float32))
    looks = graph.add("Softmax", graph.add("Mul", graph.add("MatMul", query, key), scale), axis=-1)
    seen = graph.add("Transpose", graph.add("MatMul", looks, value), perm=[0, 2, 1, 3])
    return graph.flat(seen, WIDTH)


def _heads(graph: Graph, states: str, name: str, order: Sequence[int]) -> str:
    by_text = graph.by_text(_linear(graph, states, name, WIDTH, WIDTH), [HEADS, WIDTH // HEADS])
    return graph.add("Transpose", by_text, perm=order)


def _linear(graph: Graph, states: str, name: str, rows: int, columns: int) -> str:
    weight, bias = graph.weight(f"{name}.weight", rows, columns), graph.weight(f"{name}.bias", rows)
    return graph.add("Gemm", states, weight, bias, transB=1)


def _normalised(graph: Graph, states: str, name: str) -> str:
    weight, bias = graph.weight(f"{name}.weight", WIDTH), graph.weight(f"{name}.bias", WIDTH)
    return graph.add("LayerNormalization", states, weight, bias, epsilon=EPSILON)


if __name__ == "__main__":
    write(made())
