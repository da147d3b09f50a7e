"""The examples in the docstrings are true."""

import doctest
import importlib
import pkgutil

import pytest

from contest_app import scoring

MODULES = sorted(module.name for module in pkgutil.walk_packages(scoring.__path__, "contest_app.scoring."))


@pytest.mark.parametrize("name", [name for name in MODULES if not name.endswith("__main__")])
def test_the_examples_in_the_docstrings_are_true(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
