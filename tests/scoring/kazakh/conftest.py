"""The bundled lexicon with its reader and glosser, made once."""

import pytest

from contest_app.scoring.kazakh.gloss import Glosser
from contest_app.scoring.kazakh.lexicon import Lexicon, bundled_lexicon
from contest_app.scoring.kazakh.reading import Reader, reader_over


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return bundled_lexicon()


@pytest.fixture(scope="session")
def glosser(lexicon: Lexicon) -> Glosser:
    return Glosser(reader_over(lexicon))


@pytest.fixture(scope="session")
def reader(glosser: Glosser) -> Reader:
    return glosser.reader
