"""Templates: the lines that a source puts around its stories, learned from many of its articles."""
