"""Merging: several segments to one, by whole arrays."""
