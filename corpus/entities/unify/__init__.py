"""Unifying: which names are one entity, inside an article and across articles, and by what evidence."""
