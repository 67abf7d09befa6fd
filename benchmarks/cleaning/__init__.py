"""Cleaning measured on pages and texts that were labelled by hand."""
