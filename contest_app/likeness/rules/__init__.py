"""What it means that two works are alike: words, passages, pictures, and what an organizer says of a pair."""
