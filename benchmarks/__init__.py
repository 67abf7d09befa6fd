"""Speed measured beside peers: the same articles, the same queries, in one run."""
