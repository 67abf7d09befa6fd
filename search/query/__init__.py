"""The query language: text to a tree, names expanded, the tree compiled to what ranking takes."""
