"""Indexing: articles in, a Whoosh index on disk out."""
