"""Acts on profiles: reckoning them, and asking for corrections."""
