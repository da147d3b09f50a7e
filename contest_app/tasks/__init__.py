"""The pupil's side: items, sittings, attempts, ideas and their scores."""
