"""Exporting: all that matches a query, article by article, and as tables."""
