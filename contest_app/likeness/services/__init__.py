"""Acts about entries that are alike. Only ``jobs.py`` imports ``comparing``: it needs numbers and pictures."""
