"""Processing in several processes: reading ahead, and sharing out what is read."""
