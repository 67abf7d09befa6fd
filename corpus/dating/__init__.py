"""Dating: when an article was published, where that is said, and how sure it is."""
