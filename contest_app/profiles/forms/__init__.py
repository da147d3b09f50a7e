"""What people write on pages of profiles."""
