"""Acts on items, sittings, answers and scores."""
