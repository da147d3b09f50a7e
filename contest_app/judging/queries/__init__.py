"""Reads of judging: one a function, each with what it loads."""
