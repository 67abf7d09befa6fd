"""Unifying: which names are one entity, inside an article and across articles, and by what evidence.

``spelling`` reads words of names, ``compare`` compares two names, ``article`` unifies those of one article and finds
definitions, ``archive`` those of all articles; each imports only those before it.
"""
