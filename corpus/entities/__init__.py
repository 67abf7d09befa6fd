"""Entities: the names an article carries, the names a gazetteer knows, and the table of all of them."""
