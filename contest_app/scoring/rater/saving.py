"""A rater as an artefact, and back."""

from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from contest_app.scoring.rater.artefact import Artefact, lengthened, opened, shortened
from contest_app.scoring.rater.model import Rater, Reader, Stack
from contest_app.scoring.rater.process import GaussianProcess, Kernel
from contest_app.scoring.rater.uncertainty import ErrorModel
from contest_app.scoring.scored import Basis

_PROCESSES = ("rated", "new", "other")
_TOWER = "tower/"

Arrays = Mapping[str, npt.NDArray[np.generic]]


def artefact_of(rater: Rater, about: Mapping[str, Any]) -> Artefact:
    """Return what to save of a rater; ``about`` are its sources and figures."""
    arrays: dict[str, npt.NDArray[np.generic]] = {}
    kernels = {}
    for name in _PROCESSES:
        process: GaussianProcess = getattr(rater, name)
        arrays[f"{name}/rows"], arrays[f"{name}/steps"] = shortened(process.anchors_)
        arrays[f"{name}/groups"] = process.groups_.astype(np.int16)
        arrays[f"{name}/weights"] = process.weights_
        kernels[name] = {"mean": process.mean_, **asdict(process.kernel)}
    if rater.tower is not None:
        arrays.update({f"{_TOWER}{name}": values for name, values in rater.tower.arrays().items()})
    card = {
        **about,
        "prompts": sorted(rater.prompts, key=lambda prompt: rater.prompts[prompt]),
        "kernels": kernels,
        "centre": rater.centre,
        "spread": rater.spread,
        "stack": asdict(rater.stack),
        "errors": {basis.value: asdict(model) for basis, model in rater.errors.items()},
    }
    return Artefact(card, arrays)


def rater_of(artefact: Artefact, profile: str) -> Rater:
    """Return the rater of an artefact, its tower rebuilt."""
    card, arrays = artefact.card, artefact.arrays
    tower = _tower(arrays)  # first: while it is made it takes more memory than it keeps
    processes = {name: _process(card["kernels"][name], arrays, name) for name in _PROCESSES}
    return Rater(
        version=f"{profile} {card['arrays'][:8]}",
        prompts={prompt: number for number, prompt in enumerate(card["prompts"])},
        **processes,
        centre=card["centre"],
        spread=card["spread"],
        stack=Stack(card["stack"]["intercept"], tuple(card["stack"]["weights"])),
        errors={Basis(name): _error_model(model) for name, model in card["errors"].items()},
        tower=tower,
    )


def load_rater(folder: Path, profile: str) -> Rater:
    """Return the rater saved in a folder. Raises BadRater."""
    with opened(folder, profile) as artefact:
        return rater_of(artefact, profile)


@cache
def shipped_rater(profile: str) -> Rater:
    """Return the rater that ships for a profile. Raises BadRater where there is none."""
    return load_rater(Path(str(files(__package__) / "trained")), profile)


def _process(kernel: Mapping[str, float], arrays: Arrays, name: str) -> GaussianProcess:
    settings = {key: value for key, value in kernel.items() if key != "mean"}
    return GaussianProcess.learnt(
        Kernel(**settings),
        lengthened(arrays[f"{name}/rows"], arrays[f"{name}/steps"]),
        arrays[f"{name}/groups"].astype(np.int64),
        arrays[f"{name}/weights"].astype(np.float32),
        kernel["mean"],
    )


def _error_model(model: Mapping[str, Any]) -> ErrorModel:
    return ErrorModel(tuple(model["coefficients"]), model["factor"])


def _tower(arrays: Arrays) -> Reader | None:
    changes = {name.removeprefix(_TOWER): values for name, values in arrays.items() if name.startswith(_TOWER)}
    if not changes:
        return None
    from contest_app.scoring.rater.tower import Tower  # noqa: PLC0415 -- the profile that has one needs its door

    return Tower(changes)
