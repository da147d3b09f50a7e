"""What raters give, when two of them agree, and what comes of it: no database, no request."""
