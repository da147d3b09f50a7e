"""Graphs of sentence encoders without their weights, written as ONNX.

A graph reads ``vectors``, (texts, tokens, width) without padding, and gives ``rows``, one a text. Whoever loads it
gives the weights, under the names and in the shapes that the model's own file has. Standard operators alone.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import onnx
from onnx import helper, numpy_helper

FOLDER: Final = Path(__file__).parents[2] / "contest_app" / "scoring" / "encoders"
"""Where the graphs ship."""

VECTORS: Final = "vectors"
ROWS: Final = "rows"

_OPSET: Final = 20  # the first with Gelu
_IR: Final = 9


class Graph:
    """A graph in the making: nodes, fixed numbers, and the weights that it will be given."""

    def __init__(self) -> None:
        self._nodes: list[onnx.NodeProto] = []
        self._given: list[onnx.TensorProto] = []
        self._fixed: dict[str, onnx.TensorProto] = {}

    def add(self, operator: str, *inputs: str, output: str = "", **attributes: Any) -> str:
        """Add a node and return the name of its output."""
        output = output or f"{operator}_{len(self._nodes)}"
        self._nodes.append(helper.make_node(operator, inputs, [output], **attributes))
        return output

    def split(self, states: str, parts: Sequence[str], axis: int) -> None:
        """Cut states into equal parts of these names."""
        self._nodes.append(helper.make_node("Split", [states], parts, axis=axis, num_outputs=len(parts)))

    def by_text(self, states: str, last: Sequence[int]) -> str:
        """Return the (texts · tokens, width) states in the shape (texts, tokens, *last)."""
        counts = self.add("Shape", VECTORS, start=0, end=2)
        return self.add("Reshape", states, self.add("Concat", counts, self.numbers(last), axis=0))

    def flat(self, states: str, width: int) -> str:
        """Return (texts, tokens, width) states in the shape (texts · tokens, width)."""
        return self.add("Reshape", states, self.numbers([-1, width]))

    def numbers(self, numbers: Sequence[int]) -> str:
        """Fix whole numbers."""
        return self.fix("_".join(map(str, ["numbers", *numbers])), np.array(numbers, dtype=np.int64))

    def fix(self, name: str, values: npt.NDArray[np.generic]) -> str:
        """Fix an array; the same name is the same array."""
        self._fixed.setdefault(name, numpy_helper.from_array(values, name))
        return name

    def weight(self, name: str, *shape: int) -> str:
        """Name a weight that is not in the graph."""
        tensor = onnx.TensorProto(name=name, data_type=onnx.TensorProto.FLOAT, dims=shape)
        tensor.data_location = onnx.TensorProto.EXTERNAL
        tensor.external_data.add(key="location", value="given")
        self._given.append(tensor)
        return name

    def model(self, name: str, width: int, rows_width: int) -> onnx.ModelProto:
        """Return the whole."""
        vectors = helper.make_tensor_value_info(VECTORS, onnx.TensorProto.FLOAT, ["texts", "tokens", width])
        rows = helper.make_tensor_value_info(ROWS, onnx.TensorProto.FLOAT, ["texts", rows_width])
        graph = helper.make_graph(self._nodes, name, [vectors], [rows], [*self._fixed.values(), *self._given])
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=_IR)


def write(model: onnx.ModelProto) -> None:
    """Write a model where it ships: ``<its name>.onnx``."""
    (FOLDER / f"{model.graph.name}.onnx").write_bytes(model.SerializeToString(deterministic=True))
