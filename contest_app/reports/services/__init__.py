"""Acts on reports: asking for one and taking one away; ``making`` counts them, in jobs alone."""
