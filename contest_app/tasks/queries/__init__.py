"""Reads of items, sittings, answers and results: one a function, each with what it loads."""
