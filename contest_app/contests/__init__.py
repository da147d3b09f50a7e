"""Contests from the call to the closing of entries."""
