"""The item bank as files: read and checked, written in its own form, and begun anew.

Every fault is named by file, line and reason; what an item says is checked alike in a file and in a form on a page.
"""

from __future__ import annotations

from contest_app.tasks.bank.catalogues import Catalogues, Criterion, catalogues_of, read_catalogues
from contest_app.tasks.bank.checks import Breach, Schemas, breaches, required_fields
from contest_app.tasks.bank.faults import BankRefused, Fault
from contest_app.tasks.bank.items import COLUMNS, BankItem, content_hash
from contest_app.tasks.bank.reading import read_bank
from contest_app.tasks.bank.skeleton import skeleton
from contest_app.tasks.bank.writing import Written, as_written, item_yaml, write_items

__all__ = [
    "COLUMNS",
    "BankItem",
    "BankRefused",
    "Breach",
    "Catalogues",
    "Criterion",
    "Fault",
    "Schemas",
    "Written",
    "as_written",
    "breaches",
    "catalogues_of",
    "content_hash",
    "item_yaml",
    "read_bank",
    "read_catalogues",
    "required_fields",
    "skeleton",
    "write_items",
]
