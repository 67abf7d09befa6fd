"""Writing: documents in memory to segments, in several processes at once."""
