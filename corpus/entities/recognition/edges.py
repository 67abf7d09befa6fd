"""Edges: what a name neither begins nor ends with, and what is none by itself.

Whoever writes a name down leaves out bullets and quotes, "and" or "of" that lead nowhere, titles and letters behind a
person's name, and the company's ending or the adjective that stands alone.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.entities.recognition import flags as has
from corpus.entities.recognition.casing import Seen
from corpus.entities.recognition.lexicon import load
from corpus.entities.recognition.name import EVENT, LAW, ORGANISATION, PERSON, PINNED, PLACE, UNKNOWN, Guess
from corpus.entities.recognition.tokens import Tokens, Word, word

_STANDS_ALONE = frozenset({"house", "army", "navy"})
_ABSTRACT = ("ence", "ance", "ment", "tion", "ness", "ity", "ship", "ism")
_PLURAL = re.compile(r"[A-Z]{2,}s")
_SHORTEST = 2  # letters
_CODE = 3  # letters of a club in a table
_GLUED = 12  # tokens of an address that are looked at
_CALL = 6  # letters of what stands behind a name in capitals


@dataclass(frozen=True, slots=True)
class Edges:
    """The words of a field, and what its article says of them; ``bearers`` are the last words of its full names."""

    tokens: Tokens
    forms: Sequence[str]
    known: Seen
    bearers: frozenset[str]

    @classmethod
    def of(cls, tokens: Tokens, forms: Sequence[str], known: Seen, guesses: Iterable[Guess]) -> "Edges":
        """Return the edges of a field with some guesses."""
        full = (one for one in guesses if one.kind == PERSON and one.last - one.first > 1)
        return cls(tokens, forms, known, frozenset(word(forms[one.last - 1]).key for one in full))

    def cut(self, guesses: Iterable[Guess]) -> Iterator[Guess]:
        """Yield the guesses that are left when what is no part of a name was cut from them."""
        for guess in guesses:
            if guess.kind == UNKNOWN or guess.sure >= PINNED:
                yield guess
                continue
            bare = self._bare(guess)
            if bare.first < bare.last and not self._is_none(bare):
                yield replace(bare, kind=LAW) if self._is_law(bare) else bare

    def _is_law(self, guess: Guess) -> bool:
        flags = word(self.forms[guess.last - 1]).flags
        return guess.kind == ORGANISATION and bool(flags & has.LAW) and not flags & has.INSTITUTION

    def _bare(self, guess: Guess) -> Guess:
        first, last = guess.first, guess.last
        if guess.kind == PERSON:
            numbers = (at for at in range(first, last) if any(map(str.isdigit, self.forms[at])))
            last = next(numbers, last)
        while first < last and not self._begins(first, last, guess.kind):
            first += 1
        while last > first and not self._ends(first, last, guess.kind):
            last -= 1
        return replace(guess, first=first, last=last)

    def _begins(self, at: int, last: int, kind: str) -> bool:
        form, one = self.forms[at], word(self.forms[at])
        if not form[0].isalnum() or self._is_address(at):
            return False
        if self._is_acronym(form, one.flags):
            return True
        if one.flags & (has.FUNCTION | has.OPENING):
            return " ".join(word(form).key for form in self.forms[at:last]) in load().names
        is_style = kind == PERSON and last - at > 1 and one.flags & (has.NO_NAME | has.PEOPLE)
        return not is_style or bool(one.flags & has.PERSONAL)

    def _ends(self, first: int, last: int, kind: str) -> bool:
        form, one = self.forms[last - 1], word(self.forms[last - 1])
        if form == ")":
            return "(" in self.forms[first:last]
        if not form[0].isalnum() or self._is_address(last - 1):
            return False
        if one.flags & has.FUNCTION and not self._is_acronym(form, one.flags):
            return kind == PERSON and one.capital and bool(one.flags & has.STRONG)
        return last - first == 1 or kind != PERSON or self._ends_person(first, last - 1)

    def _ends_person(self, first: int, at: int) -> bool:
        """Tell whether a person's name may end so, without a degree, a call sign or a club: Shannon TOR 42."""
        form, one = self.forms[at], word(self.forms[at])
        if self._is_code(at) or (one.flags & has.DEGREE and not one.flags & has.STRONG):
            return False
        is_call = form.isupper() and form.isalpha() and 1 < len(form) < _CALL
        return not is_call or bool(one.flags & (has.STRONG | has.HONOUR)) or self.forms[first].isupper()

    def _is_acronym(self, form: str, flags: int) -> bool:
        return form.isupper() and len(form) > 1 and bool(flags & (has.ORGANISATION | has.COUNTRY))

    def _is_address(self, at: int) -> bool:
        """Tell whether a token is a part of an address of mail or the web, or of a path."""
        starts, ends = self.tokens.starts, self.tokens.ends
        first = last = at
        while first > max(0, at - _GLUED) and ends[first - 1] == starts[first]:
            first -= 1
        while last + 1 < min(len(starts), at + _GLUED) and ends[last] == starts[last + 1]:
            last += 1
        if last - first < 2:  # noqa: PLR2004 -- a word and the mark beside it
            return False
        chunk = self.tokens.text[first : last + 1]
        dots = sum(one == "." and ends[at] == starts[at + 1] for at, one in enumerate(chunk[:-1], first))
        return "@" in chunk or "\\" in chunk or chunk.count("/") > 1 or dots > 1

    def _is_none(self, guess: Guess) -> bool:
        words = [word(form) for form in self.forms[guess.first : guess.last]]
        if all(one.flags & has.LEGAL for one in words):
            return True
        if guess.kind == PERSON and all(one.flags & (has.HONOUR | has.DEGREE) for one in words):
            return True
        if len(words) == 1:
            return self._is_no_word(self.forms[guess.first]) or self._is_common(guess, words[0])
        last = words[-1].flags
        is_post = last & has.TITLE and not last & (has.INSTITUTION | has.ORGANISATION | has.PLACE)
        return guess.kind == ORGANISATION and bool(is_post)

    def _is_no_word(self, form: str) -> bool:
        """Tell whether what is all of a name is no word of its own, or a small one."""
        one = word(form)
        if len(one.key) < _SHORTEST or not any(map(str.isalpha, form)) or _PLURAL.fullmatch(form) or _is_tied(form):
            return True
        return bool(one.flags & has.FUNCTION) and not self._is_acronym(form, one.flags)

    def _is_common(self, guess: Guess, one: Word) -> bool:
        """Tell whether the only word of a name is a common one, or a people's, here."""
        if guess.kind in {EVENT, LAW} or one.flags & (has.ORGANISATION | has.COUNTRY):
            return False
        if guess.kind == PERSON:
            return self._is_no_person(guess, one)
        if one.flags & (has.NO_NAME | has.PEOPLE) or (one.flags & has.COMMON and self._is_small(one)):
            return True
        if guess.kind == PLACE:
            return bool(one.flags & has.OFTEN) and not one.flags & has.PLACE
        is_generic = one.flags & (has.INSTITUTION | has.ADJECTIVE) or one.key.endswith(_ABSTRACT)
        is_written = self.forms[guess.first].isupper() or one.key in _STANDS_ALONE
        return bool(one.flags & has.COMMON and is_generic) and not is_written

    def _is_no_person(self, guess: Guess, one: Word) -> bool:
        if one.flags & (has.PEOPLE | has.NO_NAME) and not one.flags & has.GIVEN:
            return True
        if one.flags & has.COMMON and self._is_small(one):
            return True
        if self._is_code(guess.first):
            return True
        is_called = guess.first > 0 and word(self.forms[guess.first - 1]).flags & has.TITLE
        is_known = one.flags & has.STRONG and not one.flags & has.NO_NAME
        return bool(one.flags & (has.OFTEN | has.NO_NAME)) and not (is_called or is_known or one.key in self.bearers)

    def _is_code(self, at: int) -> bool:
        """Tell whether a word is the short code before the numbers of a table's row."""
        form = self.forms[at]
        is_short = form.isupper() and form.isalpha() and len(form) <= _CODE
        return is_short and at + 1 < len(self.forms) and self.forms[at + 1][0].isdigit()

    def _is_small(self, one: Word) -> bool:
        return self.known.small[one.key] > self.known.capital[one.key]


def _is_tied(form: str) -> bool:
    """Tell whether a name is tied to a common word, and both are an adjective: AI-driven, U.S.-made."""
    head, hyphen, tail = form.replace("\u2011", "-").rpartition("-")
    return bool(hyphen and head) and tail.islower() and bool(word(tail).flags & (has.VERB | has.ADJECTIVE))
