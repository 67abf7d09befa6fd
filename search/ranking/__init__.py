"""Matching and scoring: a compiled query to documents and scores."""
