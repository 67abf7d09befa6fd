"""Comparing two names: are they one, and why."""
