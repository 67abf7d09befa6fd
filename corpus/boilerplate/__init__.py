"""Boilerplate: what stands in a text beside its story, found by rules and by the look of the lines."""
