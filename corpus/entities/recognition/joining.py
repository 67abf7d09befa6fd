"""Joining: names that were read in pieces, put together again.

A company's ending belongs to the name before it: "Dart Group | Corp", "Goldman, Sachs | and Co". What an institution is
of belongs to it: "Conservative Party | of | Canada". Two pieces with "and" between them are one name where neither is
one by itself: "Health | and | Human Services".
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.entities.recognition import flags as has
from corpus.entities.recognition.name import ORGANISATION, PERSON, PINNED, PLACE, Guess
from corpus.entities.recognition.tokens import Tokens, word

_AND = frozenset({"and", "&"})
_OF = frozenset({"of", "of the", "for", "for the"})
_FIRMS = frozenset({"co", "cos", "company", "sons", "bros", "brothers", "partners", "associates"})
_NAMED = frozenset({PERSON, ORGANISATION, PLACE})
_BETWEEN = 2  # tokens between two pieces
_BRACKETED = 2  # words in brackets before a company's ending


@dataclass(frozen=True, slots=True)
class Pieces:
    """The words of a field, and where its sentences begin."""

    forms: Sequence[str]
    begins: frozenset[int]

    @classmethod
    def of(cls, tokens: Tokens, forms: Sequence[str]) -> "Pieces":
        """Return the pieces of a field."""
        return cls(forms, frozenset(tokens.sentences))

    def joined(self, guesses: Iterable[Guess]) -> Iterator[Guess]:
        """Yield guesses, those that are pieces of one name as one."""
        before: Guess | None = None
        for guess in guesses:
            if before is not None and guess.first < before.last:
                continue
            one = self._ended(guess)
            if before is not None and self._is_one(before, one):
                kind = PLACE if self._is_capital_city(before, one) else ORGANISATION
                before = replace(one, first=before.first, kind=kind, sure=max(before.sure, one.sure))
                continue
            if before is not None:
                yield before
            before = one
        if before is not None:
            yield before

    def _ended(self, guess: Guess) -> Guess:
        """Return a guess with the company's ending behind it."""
        if guess.kind not in _NAMED or (guess.sure >= PINNED and guess.kind != ORGANISATION):
            return guess
        last = guess.last
        if last >= len(self.forms) or not self._may_end(self.forms[last]):
            return guess
        if self._key(last) == "(":
            close = next((at for at in range(last + 2, last + 2 + _BRACKETED) if self._key(at) == ")"), last)
            last = close + 1 if close > last and self._has(close + 1, has.LEGAL) else last
        elif self._key(last) in _AND and self._is_capital(last + 1) and self._key(last + 1).rstrip(".") in _FIRMS:
            last += 2
        while self._has(last, has.LEGAL) and self._is_capital(last):
            last += 1
        return guess if last == guess.last else replace(guess, last=last, kind=ORGANISATION)

    @staticmethod
    def _may_end(form: str) -> bool:
        return form in {"(", "and", "&"} or form[0].isupper()

    def _is_one(self, before: Guess, guess: Guess) -> bool:
        if guess.first - before.last > _BETWEEN or before.kind not in _NAMED or guess.kind not in _NAMED:
            return False
        if self._is_capital_city(before, guess):
            return True
        is_parted = any(at in self.begins for at in range(before.first + 1, guess.last))
        return not is_parted and PINNED not in {before.sure, guess.sure} and self._is_tied(before, guess)

    def _is_tied(self, before: Guess, guess: Guess) -> bool:
        """Tell whether what stands between two guesses makes them one."""
        between = " ".join(self._key(at) for at in range(before.last, guess.first))
        if not between:
            return self._is_ending(guess) and not self._has(before.last - 1, has.LEGAL)
        if between == ",":
            # A firm of several partners: Goldman, Sachs and Co.
            firm = {self._key(at).rstrip(".") for at in range(guess.first + 1, guess.last)}
            return before.last - before.first == 1 and not _AND.isdisjoint(firm) and not _FIRMS.isdisjoint(firm)
        if between in _OF:
            return self._is_institution(before) and guess.kind != PERSON
        return between in _AND and self._is_half(before) and self._is_half_ended(guess)

    def _is_capital_city(self, before: Guess, guess: Guess) -> bool:
        """Tell whether two names are Washington and D.C., which are one."""
        is_after = guess.first - before.last == 1 and self._key(before.last) == "," and guess.last - guess.first == 1
        return is_after and self._key(guess.first) in {"dc", "d.c."} and self._key(before.last - 1) == "washington"

    def _is_institution(self, guess: Guess) -> bool:
        """Tell whether a name may go on with "of" and what it is of: Conservative Party of Canada."""
        is_several = guess.last - guess.first > 1
        return is_several and guess.kind == ORGANISATION and self._has(guess.last - 1, has.HEAD)

    def _is_ending(self, guess: Guess) -> bool:
        """Tell whether a guess is only what companies are called by: Securities Corp."""
        return self._has(guess.last - 1, has.LEGAL) and all(
            self._has(at, has.TAIL | has.INSTITUTION) for at in range(guess.first, guess.last)
        )

    def _is_half(self, guess: Guess) -> bool:
        last = guess.last - 1
        return guess.kind == ORGANISATION and self._is_word(last) and not self._has(last, has.HEAD | has.LEGAL)

    def _is_half_ended(self, guess: Guess) -> bool:
        if guess.kind != ORGANISATION or not self._has(guess.last - 1, has.TAIL):
            return False
        return guess.last - guess.first > 1 and all(self._is_word(at) for at in range(guess.first, guess.last - 1))

    def _is_word(self, at: int) -> bool:
        return self._has(at, has.COMMON) and not self._has(at, has.STRONG | has.PLACE | has.ORGANISATION)

    def _has(self, at: int, flags: int) -> bool:
        return 0 <= at < len(self.forms) and bool(word(self.forms[at]).flags & flags)

    def _key(self, at: int) -> str:
        return word(self.forms[at]).key if 0 <= at < len(self.forms) else ""

    def _is_capital(self, at: int) -> bool:
        return 0 <= at < len(self.forms) and word(self.forms[at]).capital and at not in self.begins
