"""Kazakh understood by gloss: a lexicon, a grammar of suffixes, and texts told word by word in Russian and English.

Nothing is imported here: the lexicon and its indexes are made when they are first asked for.
"""
