"""What a pupil's work shows over time, for the pupil and the guardian: domains, facets, growth, where to go next."""
