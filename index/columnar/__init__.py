"""Columnar segments: a Whoosh index whose postings and columns are memory-mapped NumPy arrays."""
