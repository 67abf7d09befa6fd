"""Suggestions: what a query may have meant, and how what is being typed may go on."""
