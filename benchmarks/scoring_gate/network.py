"""The two networks of ``gate.meaning`` as they are fitted: dropout, AdamW, a learning rate that rises and falls."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from torch.nn import functional

from contest_app.scoring.encoders import Float32Array
from contest_app.scoring.gate.care import WIDTH as CARE_WIDTH
from contest_app.scoring.gate.meaning import KINDS, Weights
from contest_app.scoring.gate.pieces import PLACES, Pieces
from contest_app.scoring.gate.shape import WIDTH as SHAPE_WIDTH
from contest_app.scoring.lexicons import LANGUAGES

SENSE_WIDTH = 512

KINDS_SCALE = np.array([5.0] * 2 * SENSE_WIDTH + [1.0] * len(LANGUAGES) + [2.0] * SHAPE_WIDTH, dtype=np.float32)
DISTRESS_SCALE = np.array(
    [5.0] * SENSE_WIDTH + [2.0] * CARE_WIDTH + [1.0] * len(LANGUAGES) + [2.0] * SHAPE_WIDTH, dtype=np.float32
)
"""Bring what is known of texts to one size; the weights that ship have taken them in."""

KINDS_UNITS = 48
DISTRESS_UNITS = 40
INPUT_DROPOUT = 0.1
DROPOUT = 0.3
DECAY = 0.05
RATE = 3e-3
EPOCHS = 10
BATCH = 256


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of texts and asked about them, a row each.

    Attributes
    ----------
    kinds, distress : (n, 1030) and (n, 532) float32, see `meaning.kind_features` and `meaning.distress_features`.
    pieces : of their words.
    kind : (n,) int64, places in `KINDS`.
    sign : (n,) float32, 1 for a sign of distress.
    kind_weight, sign_weight : (n,) float32, what each counts; 0 where it tells nothing.

    """

    kinds: Float32Array
    distress: Float32Array
    pieces: Sequence[Pieces]
    kind: npt.NDArray[np.int64]
    sign: Float32Array
    kind_weight: Float32Array
    sign_weight: Float32Array


class _Network(nn.Module):
    """One of the two networks: scaled features, rectified units, logits."""

    def __init__(self, scale: Float32Array, units: int, out: int) -> None:
        super().__init__()
        self.scale = torch.from_numpy(scale)
        self.first = nn.Linear(len(scale), units)
        self.second = nn.Linear(units, out)
        self.input_dropout = nn.Dropout(INPUT_DROPOUT)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, rows: torch.Tensor) -> torch.Tensor:
        """Return the (n, out) logits."""
        units = torch.relu(self.first(self.input_dropout(rows * self.scale)))
        logits: torch.Tensor = self.second(self.dropout(units))
        return logits

    def layers(self) -> tuple[Float32Array, Float32Array]:
        """Return both layers as they ship: the scale taken in, the constants last."""
        first, second = _table(self.first), _table(self.second)
        first[:-1] *= self.scale.numpy()[:, None]
        return first, second


def _table(layer: nn.Linear) -> Float32Array:
    table: Float32Array = np.vstack([layer.weight.detach().numpy().T, layer.bias.detach().numpy()])
    return table


def fit(known: Known, chosen: npt.NDArray[np.int64], seed: int = 0) -> Weights:
    """Return the weights fitted to chosen texts, the same each time."""
    torch.manual_seed(seed)
    kinds = _Network(KINDS_SCALE, KINDS_UNITS, len(KINDS))
    distress = _Network(DISTRESS_SCALE, DISTRESS_UNITS, 1)
    pieces = nn.EmbeddingBag(PLACES, len(KINDS) + 1, mode="sum")
    nn.init.zeros_(pieces.weight)
    _train(known, chosen, kinds, distress, pieces)
    return Weights(*kinds.layers(), *distress.layers(), pieces.weight.detach().numpy())


def _train(
    known: Known, chosen: npt.NDArray[np.int64], kinds: _Network, distress: _Network, pieces: nn.EmbeddingBag
) -> None:
    parameters = [each for part in (kinds, distress, pieces) for each in part.parameters()]
    optimizer = torch.optim.AdamW(parameters, lr=RATE, weight_decay=DECAY)
    steps = EPOCHS * len(chosen) // BATCH
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps)
    for _ in range(steps):
        batch = chosen[torch.randint(0, len(chosen), (BATCH,)).numpy()]
        loss = _loss(known, batch, kinds, distress, pieces)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it without types
        optimizer.step()
        schedule.step()


def _loss(
    known: Known, batch: npt.NDArray[np.int64], kinds: _Network, distress: _Network, pieces: nn.EmbeddingBag
) -> torch.Tensor:
    added = _added([known.pieces[row] for row in batch], pieces)
    told = kinds(torch.from_numpy(known.kinds[batch])) + added[:, : len(KINDS)]
    worry = distress(torch.from_numpy(known.distress[batch]))[:, 0] + added[:, -1]
    of_kinds = functional.cross_entropy(told, torch.from_numpy(known.kind[batch]), reduction="none")
    of_signs = functional.binary_cross_entropy_with_logits(
        worry, torch.from_numpy(known.sign[batch]), reduction="none"
    )
    counted = of_kinds * torch.from_numpy(known.kind_weight[batch])
    return (counted + of_signs * torch.from_numpy(known.sign_weight[batch])).mean()


def _added(bags: Sequence[Pieces], table: nn.EmbeddingBag) -> torch.Tensor:
    """Return what pieces add, some of them left out by chance."""
    weights = torch.from_numpy(np.concatenate([bag.weights for bag in bags]))
    kept = functional.dropout(weights, DROPOUT)
    starts = np.cumsum([0, *(len(bag.places) for bag in bags[:-1])])
    places = torch.from_numpy(np.concatenate([bag.places for bag in bags]))
    added: torch.Tensor = table(places, torch.from_numpy(starts), per_sample_weights=kept)
    return added
