"""What the rules of a contest fix: the official score, the order, the awards. Exact: nothing is estimated."""
