"""Recognition: where a text names persons, organisations and places."""
