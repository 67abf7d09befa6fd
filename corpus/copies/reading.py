"""A text as it is compared with others."""

from dataclasses import dataclass

from corpus.copies.words import Hashes, lowered, shingles


@dataclass(frozen=True, slots=True)
class Reading:
    """The words of a text as written and in lower case, and the hashes of the shingles that begin at each."""

    words: list[str]
    lower: list[str]
    shingles: Hashes

    @classmethod
    def of(cls, words: list[str]) -> "Reading":
        """Return the reading of a text with these words."""
        lower = lowered(words)
        return cls(words, lower, shingles(lower))
