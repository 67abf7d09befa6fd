"""Near-duplicates: a signature for each article, candidates for copies, what is a copy, and groups of them."""
