"""Pure facts about profiles: what a number rests on, what may be said of it, what to try next."""
