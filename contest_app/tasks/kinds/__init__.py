"""Kinds of item: one file a kind, found through the registry."""
