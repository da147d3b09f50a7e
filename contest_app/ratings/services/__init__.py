"""Acts of raters."""
