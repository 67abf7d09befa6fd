"""What a hit shows: the words that matched, found by the forms that the index knows of each term."""
