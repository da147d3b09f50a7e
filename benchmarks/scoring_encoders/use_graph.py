"""Make ``use.onnx``, the graph of Universal Sentence Encoder: ``python -m benchmarks.scoring_encoders.use_graph``.

From the vectors of the tokens to one row a text, not yet of unit length. Each of three branches looks at windows of
two, three or five tokens, twice; what they see is laid beside the tokens, summed over the text and made 512 wide.

Source: Yang, Y., et al. (2020). Multilingual universal sentence encoder for semantic retrieval. ACL demonstrations.
"""

from typing import Final

import onnx

from benchmarks.scoring_encoders.graph import ROWS, VECTORS, Graph, write

WIDTH: Final = 512
BRANCH: Final = 256
INNER: Final = 320
WINDOWS: Final = {2: 0, 3: 1, 5: 2}
"""Tokens of a branch's windows, and how many of them stand before the token itself."""

EPSILON: Final = 1e-12  # beside a variance

_ALL: Final = WIDTH + len(WINDOWS) * BRANCH
_END: Final = 2**62  # of a slice that goes to the end


def made() -> onnx.ModelProto:
    """Return the graph."""
    graph = Graph()
    tokens = graph.flat(VECTORS, WIDTH)
    graph.split(_projected(graph, tokens), [f"branch{size}" for size in WINDOWS], axis=1)
    seen = [_branch(graph, f"branch{size}", size) for size in WINDOWS]
    scale, shift = graph.weight("ln_g", _ALL), graph.weight("ln_b", _ALL)
    states = graph.add(
        "LayerNormalization", graph.add("Concat", tokens, *seen, axis=1), scale, shift, epsilon=EPSILON
    )
    _dense(graph, _summed(graph, states))
    return graph.model("use", WIDTH, WIDTH)


def _projected(graph: Graph, tokens: str) -> str:
    """Bring the tokens to the width of all branches together."""
    weight = graph.add("Concat", *(graph.weight(f"proj{size}", WIDTH, BRANCH) for size in WINDOWS), axis=1)
    bias, scale, shift = (
        graph.add("Concat", *(graph.weight(f"{name}{size}", BRANCH) for size in WINDOWS), axis=0)
        for name in ("proj_b", "ln_g", "ln_b")
    )
    return graph.add("LayerNormalization", graph.add("Gemm", tokens, weight, bias), scale, shift, epsilon=EPSILON)


def _branch(graph: Graph, states: str, size: int) -> str:
    """Look at the windows twice, and add what was there before."""
    for look in ("1", "2"):
        weight = graph.weight(f"w{look}_{size}", size * BRANCH, BRANCH)
        found = graph.add("Gemm", _windows(graph, states, size), weight, graph.weight(f"b{look}_{size}", BRANCH))
        states = graph.add("Add", graph.add("Relu", found), states)
    return states


def _windows(graph: Graph, states: str, size: int) -> str:
    """Lay the tokens of each window side by side; beyond the text there is nothing."""
    before, after = WINDOWS[size], size - 1 - WINDOWS[size]
    padded = graph.add("Pad", graph.by_text(states, [BRANCH]), graph.numbers([0, before, 0, 0, after, 0]))
    ends = [place - size + 1 or _END for place in range(size)]
    shifted = [
        graph.add("Slice", padded, graph.numbers([place]), graph.numbers([end]), graph.numbers([1]))
        for place, end in enumerate(ends)
    ]
    return graph.flat(graph.add("Concat", *shifted, axis=2), size * BRANCH)


def _summed(graph: Graph, states: str) -> str:
    """Return the (texts, width) sums over the t tokens of each text, divided by the root of t."""
    sums = graph.add("ReduceSum", graph.by_text(states, [_ALL]), graph.numbers([1]), keepdims=0)
    count = graph.add("Cast", graph.add("Shape", VECTORS, start=1, end=2), to=onnx.TensorProto.FLOAT)
    constant = graph.add("Mul", count, graph.weight("cnn_b", WIDTH))
    told = graph.add("Add", graph.add("MatMul", sums, graph.weight("cnn_W", _ALL, WIDTH)), constant)
    return graph.add("Div", told, graph.add("Sqrt", count))


def _dense(graph: Graph, states: str) -> None:
    """Add the last layers, each beside a way around it."""
    first = graph.add("Relu", graph.add("MatMul", states, graph.weight("d0", WIDTH, INNER)))
    around = graph.add("MatMul", states, graph.weight("p1", WIDTH, INNER))
    second = graph.add("MatMul", first, graph.weight("d1", INNER, INNER))
    middle = graph.add("Relu", graph.add("Add", around, second))
    third = graph.add("Relu", graph.add("MatMul", middle, graph.weight("d2", INNER, WIDTH)))
    around = graph.add("MatMul", middle, graph.weight("p3", INNER, WIDTH))
    graph.add(
        "Tanh", graph.add("Add", around, graph.add("MatMul", third, graph.weight("d3", WIDTH, WIDTH))), output=ROWS
    )


if __name__ == "__main__":
    write(made())
