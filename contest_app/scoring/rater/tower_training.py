"""Fine-tuning of the tower: squared error against the mean rating, a few passes over the ratings.

The recipe: AdamW with a rate that rises over the first steps and falls to nothing, smaller in the
lower layers; batches of answers of like length; half precision in the products alone. With the same
seed and machine the same tower comes out.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from contest_app.scoring.encoders.sentence_transformer import Backbone, bundled_backbone
from contest_app.scoring.rater.tower import HEAD, MAX_TOKENS, SCALE, Pair, Tower, differences

_LAYERS = 6
_MEGABATCH = 50  # batches sorted by length together


@dataclass(frozen=True, slots=True)
class Recipe:
    """How long and how fast to learn.

    Attributes
    ----------
    epochs : passes over the ratings; may be a fraction.
    rate : highest learning rate of the upper layers; layer_decay : its factor a layer downwards.
    batch : pairs a step. warm_up : share of the steps in which the rate rises.
    seed : of the order, the head and the dropout.

    """

    epochs: float = 6.0
    rate: float = 1.5e-4
    layer_decay: float = 1.0
    batch: int = 32
    warm_up: float = 0.06
    weight_decay: float = 0.01
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Learner:
    """A tower that learns.

    Attributes
    ----------
    backbone : reads pairs.
    head : linear, from the backbone's width to one number in standard units.
    mean, spread : of the ratings, to return from standard units.

    """

    backbone: Backbone
    head: nn.Linear
    mean: float
    spread: float

    def standard(self, pairs: Sequence[Pair]) -> Tensor:
        """Return the (n,) ratings in standard units, with their gradients."""
        tokens = self.backbone.tokenizer(
            [prompt for prompt, _ in pairs],
            [answer for _, answer in pairs],
            padding=True,
            truncation=True,
            max_length=MAX_TOKENS,
            return_tensors="pt",
        )
        with torch.autocast("cpu", dtype=torch.bfloat16):
            states = self.backbone.model(**tokens).last_hidden_state
        mask = tokens["attention_mask"][..., None].float()
        means = (states.float() * mask).sum(dim=1) / mask.sum(dim=1)
        rating: Tensor = self.head(means)[:, 0]
        return rating

    def tower(self) -> Tower:
        """Return what it has learnt."""
        scale = np.array([float(self.head.bias.detach()[0]), self.mean, self.spread])
        arrays: dict[str, npt.NDArray[np.generic]] = {HEAD: self.head.weight.detach().numpy()[0], SCALE: scale}
        tuned = {name: values.detach().numpy() for name, values in _changeable(self.backbone)}
        return Tower(arrays | differences(tuned))


def untrained(mean: float, spread: float) -> Learner:
    """Return the bundled model with a fresh head."""
    backbone = bundled_backbone()
    return Learner(backbone, nn.Linear(backbone.width, 1), mean, spread)


def averaged(learners: Sequence[Learner]) -> Learner:
    """Return the learner whose every weight is the mean of the learners'.

    Towers tuned from the same model with other seeds lie in one basin: their mean rates about as well
    as the mean of their ratings, for the work of one (Wortsman et al. 2022, *Model soups*, ICML).
    """
    mean = untrained(learners[0].mean, learners[0].spread)
    with torch.no_grad():
        for part in ("backbone.model", "head"):
            modules = [attrgetter(part)(learner).parameters() for learner in (mean, *learners)]
            for parameter, *others in zip(*modules, strict=True):
                parameter.copy_(torch.stack([other.detach() for other in others]).mean(dim=0))
    return mean


def fine_tune(
    pairs: Sequence[Pair],
    ratings: Sequence[float],
    recipe: Recipe = Recipe(),
    progress: Callable[[int], None] = lambda _: None,
) -> Learner:
    """Return what learnt the ratings of the pairs; ``progress`` is told the pairs of each step."""
    torch.manual_seed(recipe.seed)
    order = random.Random(recipe.seed)  # noqa: S311 -- no secret
    learner = untrained(float(np.mean(ratings)), float(np.std(ratings)) or 1.0)
    learner.backbone.model.train()
    steps = max(1, round(recipe.epochs * len(pairs) / recipe.batch))
    optimizer = torch.optim.AdamW(_groups(learner, recipe))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step, steps, recipe.warm_up))
    parameters = [parameter for group in optimizer.param_groups for parameter in group["params"]]
    for batch in _batches(pairs, recipe.batch, steps, order):
        target = torch.tensor([(ratings[row] - learner.mean) / learner.spread for row in batch], dtype=torch.float32)
        loss = (learner.standard([pairs[row] for row in batch]) - target).square().mean()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        progress(len(batch))
    return learner


def _groups(learner: Learner, recipe: Recipe) -> list[dict[str, object]]:
    """Return AdamW's groups: slower lower layers, no decay of biases, a faster head, a fixed word table."""
    groups: list[dict[str, object]] = [
        {"params": list(learner.head.parameters()), "lr": 5 * recipe.rate, "weight_decay": 0.0}
    ]
    learner.backbone.model.requires_grad_(requires_grad=False)
    for name, parameter in _changeable(learner.backbone):
        parameter.requires_grad_()
        depth = int(name.split(".")[2]) + 1 if name.startswith("encoder") else 0
        rate = recipe.rate * recipe.layer_decay ** (_LAYERS - depth)
        decay = recipe.weight_decay if parameter.ndim > 1 else 0.0
        groups.append({"params": [parameter], "lr": rate, "weight_decay": decay})
    return groups


def _changeable(backbone: Backbone) -> Iterator[tuple[str, nn.Parameter]]:
    """Yield the parameters that fine-tuning may change: all but the word table and the unused pooler."""
    for name, parameter in backbone.model.named_parameters():
        if "word_embeddings" not in name and not name.startswith("pooler"):
            yield name, parameter


def _rate(step: int, steps: int, warm_up: float) -> float:
    rising = (step + 1) / max(1.0, warm_up * steps)
    return min(1.0, rising) * max(0.0, (steps - step) / steps)


def _batches(pairs: Sequence[Pair], size: int, steps: int, order: random.Random) -> Iterator[list[int]]:
    """Yield ``steps`` batches of rows, pass by pass in a new order, each of answers of like length."""
    given = 0
    while given < steps:
        rows = list(range(len(pairs)))
        order.shuffle(rows)
        found = []
        for start in range(0, len(rows), size * _MEGABATCH):
            alike = sorted(rows[start : start + size * _MEGABATCH], key=lambda row: len(pairs[row][1]))
            found += [alike[first : first + size] for first in range(0, len(alike), size)]
        order.shuffle(found)
        yield from found[: steps - given]
        given += len(found)
