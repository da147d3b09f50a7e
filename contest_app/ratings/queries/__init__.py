"""Reads of the raters' queue and of what raters gave."""
