"""Plain words: those of ASCII letters alone, as nearly all are where the language allows, counted by whole arrays.

A form is told by a hash of its small letters and by which of its letters are capitals. The hash is multilinear, with a
factor for each place (Thorup, "High speed hashing for integers and strings", 2015): sums of whole arrays, and of the
words of an archive no two are likely to have one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from index.columnar.arrays import ranges, starts_of
from index.columnar.strings import NOTHING, Ints, Strings
from index.words.wordlist import HALF, LONGEST, SHORTEST

SHARE = 4
"""A word that is small in one of so many occurrences beside those in its usual form is listed small."""

_SMALL, _TOP = 0x20, 63
_LETTERS = np.array([chr(code).isalpha() for code in range(128)] + [False] * 128)
_DIGITS = np.array([chr(code).isdigit() for code in range(128)] + [False] * 128)
_BYTES = 4
"""Bytes of one character, at the most."""

_FLAGS = np.uint64(1) << (np.arange(256) % HALF).astype(np.uint64)
"""The flag of each letter in a mark."""

_APOSTROPHE, _S = ord("'"), ord("s")

Hashes = npt.NDArray[np.uint64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Plain:
    """Forms of plain words, each once: ascending by ``hashes``, then by ``cases``.

    ``cases`` has the highest bit where the first letter is small, and so on; ``words`` are in small letters.
    """

    hashes: Hashes
    cases: Hashes
    counts: Ints
    words: Strings

    def taken(self, which: Flags) -> "Plain":
        """Return some of the forms."""
        return Plain(self.hashes[which], self.cases[which], self.counts[which], self.words.taken(which))

    def each(self) -> Iterator[tuple[str, int]]:
        """Yield each form, and how often it occurs."""
        yield from zip(map(bytes.decode, _cased(self.words, self.cases)), self.counts.tolist(), strict=True)

    def listed(self) -> tuple[Strings, Strings, Ints]:
        """Return each word in small letters, as it is usually written, and how often it occurs in any form."""
        if not self.hashes.size:
            return NOTHING, NOTHING, self.counts
        firsts = np.flatnonzero(np.diff(self.hashes, prepend=~self.hashes[:1]))
        lasts = np.append(firsts[1:], self.hashes.size) - 1
        order = np.lexsort((self.cases, self.cases != 0, self.counts, self.hashes))
        best = order[lasts]
        # Small letters come last, if at all, as they have every bit.
        is_small = self.cases[lasts] == _all_small(self.words.lengths[lasts])
        chosen = np.where(is_small & (self.counts[lasts] * SHARE >= self.counts[best]), lasts, best)
        words = self.words.taken(chosen)
        return words, _cased(words, self.cases[chosen]), np.add.reduceat(self.counts, firsts)


def plain_forms(forms: Strings, counts: Ints) -> tuple[Plain, list[tuple[bytes, int]]]:
    """Return those forms that are plain words, a possessive's ending left out, and others that may be words."""
    lengths = forms.lengths
    data, ends = forms.data, forms.starts[1:]
    others = forms.counts_in(~_LETTERS)
    fits = (lengths >= SHORTEST) & (lengths <= LONGEST)
    single = np.flatnonzero((others == 1) & fits)
    owned = single[(data[ends[single] - 2] == _APOSTROPHE) & (data[ends[single] - 1] | _SMALL == _S)]
    is_plain = (others == 0) & fits
    is_plain[owned] = True
    kept = lengths.copy()
    kept[owned] -= 2
    words = Strings(data[ranges(forms.starts[:-1][is_plain], kept[is_plain])], starts_of(kept[is_plain]))
    may_be = (others > 0) & ~is_plain & (forms.counts_in(_DIGITS) == 0) & (lengths <= _BYTES * LONGEST)
    left = list(zip(forms.taken(may_be), counts[may_be].tolist(), strict=True))
    return _plain(words, counts[is_plain]), left


def together(several: Sequence[Plain]) -> Plain:
    """Return the forms of all, those that are the same counted together."""
    several = [one for one in several if len(one.words)]
    if not several:
        return Plain(np.zeros(0, np.uint64), np.zeros(0, np.uint64), np.zeros(0, np.int64), NOTHING)
    return _once(
        Plain(
            np.concatenate([one.hashes for one in several]),
            np.concatenate([one.cases for one in several]),
            np.concatenate([one.counts for one in several]),
            Strings.joined(*(one.words for one in several)),
        )
    )


def hashes_of(words: Sequence[bytes]) -> Hashes:
    """Return the hashes of words of 1 to ``LONGEST`` small letters."""
    return _hashed(Strings.of(words))


def marks_of(words: Strings) -> Hashes:
    """Return what ``index.words.wordlist.mark_of`` makes of each word of small ASCII letters."""
    order = np.argsort(-words.lengths, kind="stable")
    firsts, lengths = words.starts[:-1][order], words.lengths[order]
    once, more = np.zeros(len(words), np.uint64), np.zeros(len(words), np.uint64)
    for place in range(int(lengths[0]) if lengths.size else 0):
        longer = int(np.searchsorted(-lengths, -place))
        flags = _FLAGS[words.data[firsts[:longer] + place]]
        more[:longer] |= once[:longer] & flags
        once[:longer] |= flags
    found = np.zeros(len(words), np.uint64)
    found[order] = once | more << np.uint64(HALF)
    return found


def _plain(words: Strings, counts: Ints) -> Plain:
    """Return forms, of which some may stand there more than once."""
    small = Strings(words.data | np.uint8(_SMALL), words.starts)
    if not small.data.size:
        return together(())
    is_small = (words.data & np.uint8(_SMALL)).astype(np.uint64) >> np.uint64(_SMALL.bit_length() - 1)
    cases = np.add.reduceat(is_small << (_TOP - _places(words)).astype(np.uint64), words.starts[:-1])
    return _once(Plain(_hashed(small), cases, counts, small))


def _hashed(words: Strings) -> Hashes:
    if not words.data.size:
        return np.zeros(0, np.uint64)
    found: Hashes = np.add.reduceat(_factors()[_places(words)] * words.data, words.starts[:-1])
    return found


def _once(forms: Plain) -> Plain:
    order = np.lexsort((forms.cases, forms.hashes))
    hashes, cases = forms.hashes[order], forms.cases[order]
    is_first = np.ones(order.size, np.bool_)
    is_first[1:] = (hashes[1:] != hashes[:-1]) | (cases[1:] != cases[:-1])
    firsts = np.flatnonzero(is_first)
    counts = np.add.reduceat(forms.counts[order], firsts)
    return Plain(hashes[firsts], cases[firsts], counts, forms.words.taken(order[firsts]))


def _cased(words: Strings, cases: Hashes) -> Strings:
    """Return words of small letters with capitals where they have them."""
    bits = np.repeat(cases, words.lengths) >> (_TOP - _places(words)).astype(np.uint64)
    return Strings(words.data - np.where(bits & np.uint64(1), 0, _SMALL).astype(np.uint8), words.starts)


def _all_small(lengths: Ints) -> Hashes:
    ones = np.uint64((1 << (_TOP + 1)) - 1)
    found: Hashes = ones << (_TOP + 1 - lengths).astype(np.uint64)
    return found


def _places(words: Strings) -> Ints:
    """Return the place of each letter in its word."""
    return ranges(np.zeros(len(words), np.int64), words.lengths)


@cache
def _factors() -> Hashes:
    """Return an odd factor for each place (SplitMix64: Steele, Lea and Flood, 2014)."""
    whole = (1 << 64) - 1
    found, state = [], 0
    for _ in range(LONGEST):
        state = (state + 0x9E3779B97F4A7C15) & whole
        mixed = ((state ^ state >> 30) * 0xBF58476D1CE4E5B9) & whole
        mixed = ((mixed ^ mixed >> 27) * 0x94D049BB133111EB) & whole
        found.append((mixed ^ mixed >> 31) | 1)
    return np.array(found, np.uint64)
