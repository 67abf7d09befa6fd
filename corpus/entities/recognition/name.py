"""The names that recognition finds, and the guesses on the way to them."""

from dataclasses import dataclass

PERSON, ORGANISATION, PLACE = "person", "organisation", "place"
EVENT, LAW, UNKNOWN = "event", "law", ""
KNOWN = 3
"""So sure is a guess that a full name or the lexicon makes."""
PINNED = 4
"""So sure is a guess that nothing overrules."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name in an article: ``text`` is ``field[start:end]``, in code points.

    ``kind`` is person, organisation, place, event or law, ``""`` where unknown.
    """

    start: int
    end: int
    kind: str
    text: str
    field: str = "body"


@dataclass(frozen=True, slots=True)
class Guess:
    """What may be a name: tokens from ``first`` up to ``last``, which is behind it; ``sure`` goes from 0 to PINNED."""

    first: int
    last: int
    kind: str
    sure: int

    def moved(self, by: int) -> "Guess":
        """Return the guess for a text of which its own begins at some token."""
        return Guess(self.first + by, self.last + by, self.kind, self.sure)
