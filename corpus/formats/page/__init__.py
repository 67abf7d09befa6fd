"""HTML pages: the parsed page, pruned before the article is looked for and trimmed after."""
