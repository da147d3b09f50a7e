"""The shape of what people type about contests and entries."""
