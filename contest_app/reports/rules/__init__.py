"""How a region's report is counted: no database, no request."""
