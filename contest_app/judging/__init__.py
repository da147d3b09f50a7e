"""Rounds of judging: assignment, score sheets, marks, results."""
