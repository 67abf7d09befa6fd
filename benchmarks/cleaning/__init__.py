"""Cleaning measured against gold text: what an article keeps of its story, and what else it lets in."""
