"""Entries that look alike, within a contest and with earlier ones: found by a job, judged by people."""
