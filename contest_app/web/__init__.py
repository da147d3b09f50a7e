"""What every page shares: session, headers, errors, language, templates."""
