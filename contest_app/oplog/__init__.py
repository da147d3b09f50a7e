"""The operation log of browsers: batches in, acknowledgements out, each operation once."""
