"""How well articles are ranked, on collections of queries whose answers people have judged."""
