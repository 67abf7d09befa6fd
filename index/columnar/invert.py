"""Inversion: words in reading order to postings in the order of terms."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from index.columnar.arrays import starts_of
from index.columnar.fields import Piece
from index.columnar.strings import Strings, forms_of
from index.columnar.vocabulary import Vocabulary

_WORDS = 1 << 21
"""The words that are sorted at a time, about, by which memory is bounded."""

_TERMS = 1 << 16
"""Terms that are sorted at a time: so many that their numbers have 16 bits, which NumPy sorts by their digits."""

Int32s = npt.NDArray[np.int32]
Ints = npt.NDArray[np.int64]


class Occurrences(NamedTuple):
    """The words of one field, ascending by document and place: a number each of form, document and place."""

    forms: Int32s
    docs: Int32s
    places: Int32s


class _Terms(NamedTuple):
    """The terms of a field, ascending: their ``numbers`` in the vocabulary, and how many words each has.

    ``ranks`` has the place in that order of the term of each form of the vocabulary, ``codes`` the number of each
    form within its term; ``forms`` are the forms, those of each term behind those of the one before.
    """

    numbers: Ints
    words: Ints
    ranks: Int32s
    codes: Int32s
    forms: Ints
    form_counts: Ints


def invert(found: Occurrences, vocabulary: Vocabulary) -> Iterator[Piece]:
    """Yield the postings of a field's words, a range of terms at a time."""
    terms = _terms(found.forms, vocabulary)
    if not terms.numbers.size:
        return
    ranks = terms.ranks.take(found.forms)
    form_starts = starts_of(terms.form_counts)
    for begin, end in _windows(terms.words):
        if end - begin == terms.numbers.size:
            order = _sorted_by(ranks.astype(np.uint16))
        else:
            inside = np.flatnonzero((ranks >= begin) & (ranks < end))
            order = inside.take(_sorted_by((ranks.take(inside) - begin).astype(np.uint16)))
        counts = terms.form_counts[begin:end]
        chosen = terms.forms[form_starts[begin] : form_starts[end]]
        yield _piece(found, terms, (begin, end), order, _surfaces(terms.numbers[begin:end], chosen, counts, vocabulary))


def _sorted_by(keys: npt.NDArray[np.uint16]) -> Ints:
    """Return the places of keys in ascending order, equal ones in the order in which they come (a radix sort)."""
    return keys.argsort(kind="stable")


def _terms(forms: Int32s, vocabulary: Vocabulary) -> _Terms:
    of_forms = vocabulary.terms
    used = np.bincount(forms, minlength=of_forms.size)
    of_terms = np.bincount(of_forms, used, len(vocabulary.texts)).astype(np.int64)
    ordered = vocabulary.ascending()
    ordered = ordered[of_terms[ordered] > 0]
    places = np.zeros(len(vocabulary.texts), np.int32)
    places[ordered] = np.arange(ordered.size, dtype=np.int32)
    ranks = places[of_forms]
    met = np.flatnonzero(used)
    # The most frequent form of a term comes first, of equally frequent ones that met first.
    met = met[np.lexsort((-used[met], ranks[met]))]
    counts = np.bincount(ranks[met], minlength=ordered.size)
    codes = np.zeros(of_forms.size, np.int32)
    codes[met] = np.arange(met.size) - np.repeat(starts_of(counts)[:-1], counts)
    return _Terms(ordered, of_terms[ordered], ranks, codes, met, counts)


def _windows(words: Ints) -> Iterator[tuple[int, int]]:
    """Yield ranges of terms that have not too many words together; each has one term at least."""
    ends = np.cumsum(words)
    begin = 0
    while begin < words.size:
        limit = (ends[begin - 1] if begin else 0) + _WORDS
        end = min(max(int(ends.searchsorted(limit, "right")), begin + 1), begin + _TERMS)
        yield begin, end
        begin = end


def _piece(
    found: Occurrences, terms: _Terms, window: tuple[int, int], order: Ints, texts: tuple[Strings, Strings]
) -> Piece:
    docs, places, codes = found.docs.take(order), found.places.take(order), terms.codes.take(found.forms.take(order))
    begin, end = window
    firsts = starts_of(terms.words[begin:end])[:-1]
    begins = np.empty(docs.size, np.bool_)
    np.not_equal(docs[1:], docs[:-1], out=begins[1:])
    begins[firsts] = True
    postings = np.flatnonzero(begins)
    counts = np.diff(postings.searchsorted(firsts), append=postings.size)
    freqs = np.diff(postings, append=docs.size)
    return Piece(texts[0], counts, docs.take(postings), freqs, places, codes, texts[1])


def _surfaces(numbers: Ints, forms: Ints, counts: Ints, vocabulary: Vocabulary) -> tuple[Strings, Strings]:
    """Return some terms, and the forms of each; none where the only form is the term."""
    written = [vocabulary.surfaces[one] for one in forms.tolist()]
    texts = [vocabulary.texts[one] for one in numbers.tolist()]
    same = vocabulary.same(forms)[starts_of(counts)[:-1]] & (counts == 1)
    return Strings.of(texts), forms_of(written, counts, same)
