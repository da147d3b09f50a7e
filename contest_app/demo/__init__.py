"""Demo data: an invented school, its sittings and contests, loaded and removed by one command each."""
