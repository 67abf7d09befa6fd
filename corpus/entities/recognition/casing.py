"""Casing: headlines and lines of capitals, as they would stand in running text.

Where nearly every word has a capital, a capital tells nothing. A common word is then taken as small, unless the rest of
the text writes it with a capital within its sentences; in lines of capitals, other words keep only their first.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.entities.recognition.tokens import Tokens, Word, mask, word

_COMMON = mask("common1", "common2", "common3", "verb", "noun", "adjective", "function")
_FUNCTION = mask("function")
_NAMED = mask("country", "place", "city1", "demonym", "calendar")
_TOWN = mask("country", "place", "city1", "city2", "city3")
_LEAST = 3  # words that are no function words; fewer are told by nothing
_SHARE = 0.75
_ACRONYM = 5  # letters
_PLACE_WORDS = 4  # of a dateline
_DATELINE = 10  # tokens behind its place, among which its mark stands
_DATELINE_MARKS = frozenset({"(", "—", "–", "-", "--", "―"})
_STOPS = frozenset(".:;,")
_OPENERS, _CLOSERS, _ENDS = frozenset("(["), frozenset(")]"), frozenset(".!?…")
_LABEL = 7  # tokens of a speaker's label
_ASIDE = 4  # tokens in brackets


@dataclass(frozen=True, slots=True)
class Seen:
    """How often each folded word stands within a sentence with a capital, small, and in capitals only."""

    capital: Counter[str]
    small: Counter[str]
    capitals: Counter[str]

    def is_name(self, key: str) -> bool:
        """Tell whether the text writes a word with a capital more often than not."""
        return self.capital[key] > self.small[key]


def seen(fields: Iterable[Tokens]) -> Seen:
    """Return how words are written within the ordinary sentences of some texts."""
    found = Seen(Counter(), Counter(), Counter())
    for tokens in fields:
        for start, end in tokens.spans():
            inner = tokens.text[start + 1 : end]
            if _style(tokens, start, end):
                continue
            found.small.update(token.lower() for token in inner if token.islower())
            capital = [token for token in inner if token[0].isupper()]
            found.capital.update(word(token).key for token in capital)
            found.capitals.update(word(token).key for token in capital if token.isupper() and len(token) > 1)
    return found


def truecased(tokens: Tokens, known: Seen) -> list[str]:
    """Return the tokens of a text as they would stand in running text."""
    found = list(tokens.text)
    for start, end in tokens.spans():
        style = _style(tokens, start, end)
        last = end if style else max(dateline(tokens, start, end), _label(tokens, start, end))
        for at in range(start, last):
            found[at] = _cased(found[at], known, style or "capitals")
        for at in range(start, end - 1) if not _OPENERS.isdisjoint(tokens.text[start:end]) else ():
            if found[at] in _OPENERS and _is_aside(tokens, at, end):
                found[at + 1] = _cased(found[at + 1], known, "headline")
    return found


def _may_be_place(words: Sequence[Word]) -> bool:
    if sum(len(one.key) for one in words) < _LEAST or words[-1].flags & _FUNCTION:
        return False
    return any(one.flags & _TOWN or (len(one.key) > 1 and not one.flags & _COMMON) for one in words)


def _label(tokens: Tokens, start: int, end: int) -> int:
    """Return the token behind who speaks in a line of a transcript, in capitals (``MS. PSAKI:``), else ``start``."""
    if start not in tokens.lines:
        return start
    last = start
    while last < min(end, start + _LABEL) and tokens.text[last].isupper():
        last += 1
    return last if start < last < end and tokens.text[last] == ":" else start


def _is_aside(tokens: Tokens, at: int, end: int) -> bool:
    """Tell whether a bracket opens a sentence of a few words, as directions do: ``(Laughter.)``, ``[Applause]``."""
    inside = tokens.text[at + 1 : min(end, at + 2 + _ASIDE)]
    close = next((nth for nth, token in enumerate(inside) if token in _CLOSERS), 0)
    return close > 0 and (inside[close - 1] in _ENDS or (close == 1 and not inside[0].isupper()))


def dateline(tokens: Tokens, start: int, end: int) -> int:
    """Return the token behind the place in capitals that a story begins with, ``start`` if it does not.

    ``NEW YORK (Reuters) -``, ``BAGHDAD, Iraq (AP) —``, ``VIENNA —``
    """
    if start not in tokens.lines:
        return start
    last = start
    while last < min(end, start + _PLACE_WORDS) and tokens.text[last].isupper() and tokens.text[last][0].isalpha():
        last += 1
    if last in {start, end} or not _may_be_place([word(token) for token in tokens.text[start:last]]):
        return start
    behind = tokens.text[last : last + _DATELINE]
    marked = next((token for token in behind if token in _DATELINE_MARKS), "")
    return last if behind[0] in _DATELINE_MARKS or (behind[0] == "," and marked) else start


def _style(tokens: Tokens, start: int, end: int) -> str:
    """Return ``capitals``, ``headline`` or ``""`` for an ordinary sentence."""
    sentence = tokens.text[start:end]
    words = [token for token in sentence if token[0].isalpha() and len(token) > 1 and not word(token).flags & _FUNCTION]
    is_line = start in tokens.lines and end in tokens.lines and sentence[-1] not in _STOPS
    if len(words) < _LEAST:
        # A common word that is all of a line has its capital from standing there.
        return "headline" if is_line and len(words) == 1 and word(words[0]).flags & _COMMON else ""
    if sum(token.isupper() for token in words) >= _SHARE * len(words):
        return "capitals"
    # A headline is a line of its own; there is no full stop, and not only names in it.
    if not is_line or sum(token[0].isupper() for token in words) < max(_SHARE * len(words), _LEAST + 1):
        return ""
    return "headline" if any(word(token).flags & _COMMON for token in words) else ""


def _cased(token: str, known: Seen, style: str) -> str:
    if not token[0].isupper():
        return token
    one = word(token)
    if style == "capitals" and token.isupper() and len(token) > 1 and "." not in token:
        if known.capitals[one.key] or (len(token) <= _ACRONYM and not one.flags):
            return token
        if one.flags & _COMMON and not one.flags & _NAMED and not known.is_name(one.key):
            return token.lower()
        return "-".join(part.capitalize() for part in token.split("-"))
    if one.flags & _COMMON and not one.flags & _NAMED and not known.is_name(one.key) and not token.isupper():
        return token.lower()
    return token
