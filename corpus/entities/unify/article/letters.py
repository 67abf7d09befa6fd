"""Which words a short form is made of, letter by letter.

Each letter is the first one of a word, or, at a cost, a later letter of a word whose first one is a letter of the
short form too. Small words may be left out. The words whose letters cost least are the long form.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

from corpus.entities.unify.spelling.words import LEGAL
from corpus.entities.unify.spelling.words import words as of_text
from corpus.text import fold

_AS_WORD = re.compile(r"[A-Z][a-z]{3,6}")
_FEWEST, _MOST = 2, 10
"""Letters of a short form."""

_INNER, _SKIPPED, _CAPITAL = 0.5, 0.6, 0.1
"""What a letter inside a word costs, a word left out, a capital inside a word."""

_ALLOWED = 1.1
_SHORT = 3
"""Letters of short forms that may cost nearly nothing."""

_WORDS = 16
_SMALL: Final = of_text(
    "of the and for in on at to by with from a an de del della di da do dos du des la le les el los las der die das "
    "und et y e i al ul as ad ar az ash für pour para sur von van van's s"
)
_NONE: Final = of_text(
    "usa us uk gmt utc est pst am pm bc ad bce ce jr sr pdf http https www mr mrs dr st no vs ap afp upi"
)
_HEADS: Final = of_text(
    "party army forces force front union service committee organization organisation agency movement association "
    "federation ministry council commission league brigade brigades corps congress alliance coalition bureau "
    "institute authority administration police guard network"
)
_LETTERS_OF_OTHERS = 0.6
"""Of a short form that stands for words of another language (PKK): so many of its letters must begin words."""

_FOREIGN_FEWEST, _FOREIGN_MOST, _FOREIGN_WORDS = 3, 6, 2


class Word(NamedTuple):
    """A word and where it stands."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters of a short form, folded; ``is_word`` tells that it is written as a word: Nato, Opec."""

    keys: str
    is_word: bool = False

    @classmethod
    def of(cls, text: str, *, as_word: bool = False) -> "Letters | None":
        """Return those of a text, None where it is no short form: no capitals, a numeral, a party and a state.

        With ``as_word`` it may be written as a word.
        """
        if as_word and _AS_WORD.fullmatch(text):
            return cls(fold(text), is_word=True)
        bare = "".join(c for c in text if c.isalnum())
        if len(bare) > _FEWEST and bare.endswith("s") and bare[:-1].isupper():
            bare = bare[:-1]
        capitals = sum(c.isupper() or c.isdigit() for c in bare) if bare[:1].isupper() else sum(map(str.isupper, bare))
        if not _FEWEST <= len(bare) <= _MOST or capitals < _FEWEST or capitals * 2 < len(bare):
            return None
        if set(bare) <= set("IVX") or ("-" in text and text[:1] in "RDI" and text[1:2] == "-"):
            return None
        keys = fold(bare)
        return cls(keys) if keys.isalnum() else None


@dataclass(frozen=True, slots=True)
class LongForm:
    """Where the words of a long form begin."""

    first: int
    is_by_letters: bool = True


def long_form(
    words: Sequence[Word], letters: Letters, *, loosely: bool = True, exactly: bool = False
) -> LongForm | None:
    """Return with which of the words before a short form its long form begins; it ends with the last one.

    ``exactly`` takes only one whose words begin with its letters, ``loosely`` also one of another language.
    """
    window = words[-min(_WORDS, 2 * len(letters.keys) + 3) :]
    if not window:
        return None
    base = len(words) - len(window)
    begins = [(cost, -at) for at in range(len(window)) if (cost := _cost(window[at:], letters)) is not None]
    allowed = 0.0 if exactly else _allowed(letters, window)
    cost, first = min(begins, default=(allowed + 1, 0))
    if cost <= allowed:
        return LongForm(base - first)
    if loosely and not letters.is_word:
        at = _foreign(window, letters)
        return None if at is None else LongForm(base + at, is_by_letters=False)
    return None


def _allowed(letters: Letters, window: Sequence[Word]) -> float:
    if len(letters.keys) == _FEWEST or not any(word.text[0].isupper() for word in window):
        return 0.0
    return _ALLOWED / 2 if letters.is_word or len(letters.keys) <= _SHORT else _ALLOWED


def spells(words: Sequence[Word], letters: Letters, *, whole: bool) -> int:
    """Return how many words, from the first on, a short form before them is made of, 0 if it is not."""
    if not words or not (whole or words[0].text[0].isupper()):
        return 0
    counts = [len(words)] if whole else range(len(words), 0, -1)
    for count in counts:
        if count > _WORDS or count < _FEWEST:
            continue
        cost = _cost(words[:count], letters)
        allowed = _allowed(letters, words) if whole else 0.0
        if cost is not None and cost <= allowed and (whole or len(letters.keys) >= _SHORT):
            return count
    return 0


def _cost(words: Sequence[Word], letters: Letters) -> float | None:
    """Return what it costs to make a short form of words, None if the first or the last one cannot be of it."""
    keys = [fold(word.text) for word in words]
    if len(keys) < _FEWEST and words[0].text[1:] == words[0].text[1:].lower():
        return None
    if not keys[0] or keys[0][0] != letters.keys[0] or (keys[0] in _SMALL and not words[0].text[0].isupper()):
        return None

    @cache
    def rest(at: int, to: int) -> float:
        """Return the least cost of the words from ``at`` on for the letters from ``to`` on."""
        if at == len(keys):
            return 0.0 if to == len(letters.keys) else float("inf")
        least = rest(at + 1, to) + _left_out(keys, at) if at else float("inf")
        for end, cost in _taken(words[at].text, keys[at], letters.keys, to):
            least = min(least, cost + rest(at + 1, end))
        return least

    found = rest(0, 0)
    return found if found != float("inf") else None


def _left_out(keys: Sequence[str], at: int) -> float:
    if keys[at] in _SMALL:
        return 0.0 if at < len(keys) - 1 else float("inf")
    if keys[at] in LEGAL:
        return 0.1
    return _SKIPPED if at < len(keys) - 1 else float("inf")


def _taken(text: str, key: str, letters: str, to: int) -> list[tuple[int, float]]:
    """Return up to which letter a word may be of a short form, and at what cost, each way once."""
    if to >= len(letters) or not key or key[0] != letters[to]:
        return []
    found = [(to + 1, 0.0)]
    cost, place = 0.0, 0
    for end in range(to + 1, len(letters)):
        next_place = key.find(letters[end], place + 1)
        if next_place < 0:
            break
        is_capital = len(text) == len(key) and (text[next_place].isupper() and not text.isupper())
        is_digit = letters[end].isdigit() and next_place == place + 1
        cost += 0.0 if is_digit else _CAPITAL if is_capital else _INNER
        place = next_place
        found.append((end + 1, cost))
    return found


def _foreign(window: Sequence[Word], letters: Letters) -> int | None:
    """Return where a long form begins whose letters are those of another language: Kurdistan Workers' Party (PKK)."""
    if not _FOREIGN_FEWEST <= len(letters.keys) <= _FOREIGN_MOST or fold(window[-1].text) in _NONE:
        return None
    at = len(window)
    while at and (window[at - 1].text[0].isupper() or (at < len(window) and fold(window[at - 1].text) in _SMALL)):
        at -= 1
    while at < len(window) and fold(window[at].text) in _SMALL:
        at += 1
    keys = [fold(word.text) for word in window[at:]]
    begun = Counter(letters.keys) & Counter(key[0] for key in keys if key)
    is_likely = begun.total() >= _LETTERS_OF_OTHERS * len(letters.keys)
    return at if is_likely and len(keys) >= _FOREIGN_WORDS and _HEADS & set(keys) else None
