"""The names of all articles: facts, grouping, decisions, ids."""
