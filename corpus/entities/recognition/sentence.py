"""A sentence as the rules see it."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.entities.recognition.casing import Seen
from corpus.entities.recognition.tokens import Word

_OPENINGS = frozenset({"-", "--", "–", "—", "―", ":", "“", "„", "«"})


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words of one sentence, what the article knows of words, and whether capitals tell a name in its language."""

    words: Sequence[Word]
    forms: Sequence[str]
    known: Seen
    telling: bool = True

    def has(self, at: int, flags: int) -> bool:
        """Tell whether there is a word at a place that has one of some flags."""
        return 0 <= at < len(self.words) and bool(self.words[at].flags & flags)

    def opens(self, at: int) -> bool:
        """Tell whether a word stands where a sentence begins, as it also does behind a dash or a colon."""
        return at == 0 or self.forms[at - 1] in _OPENINGS

    def key(self, at: int) -> str:
        """Return the folded word at a place, ``""`` if there is none."""
        return self.words[at].key if 0 <= at < len(self.words) else ""

    def is_capital(self, at: int) -> bool:
        """Tell whether there is a word with a capital at a place."""
        return 0 <= at < len(self.words) and self.words[at].capital
