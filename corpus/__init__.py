"""Reading: files in, articles out. Knows nothing of Whoosh."""
