"""How names are spelled: folding, sounds, lists of names that are one, and how close two words are."""
