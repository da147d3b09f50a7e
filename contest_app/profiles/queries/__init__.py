"""Reads of profiles: one a function, each with what it loads."""
