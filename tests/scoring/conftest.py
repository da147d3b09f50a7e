"""The real encoders, loaded once: the fast one takes less than a second."""

from pathlib import Path

import pytest

from contest_app.scoring.encoders import Encoder, load_encoder

DATA = Path(__file__).parents[3] / "shared" / "data"


@pytest.fixture(scope="session")
def fast() -> Encoder:
    return load_encoder("fast")


@pytest.fixture(scope="session")
def data() -> Path:
    """The published data sets, kept beside the repository."""
    if not DATA.is_dir():
        pytest.skip("the data sets are not beside the repository")
    return DATA
