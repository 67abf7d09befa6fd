"""Inversion: words in reading order to postings in the order of terms."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from index.columnar.arrays import Array, narrow, starts_of
from index.columnar.fields import Piece, place_gaps
from index.columnar.strings import Strings, forms_of
from index.columnar.writing.vocabulary import Vocabulary

_SORTED = 1 << 21
"""The words that are sorted at a time, about, by which memory is bounded."""

_WORDS = 1 << 19
"""The words of a piece, about: so few that what is made of them fits into a processor's cache."""

_TERMS = 1 << 16
"""Terms that are sorted at a time: so many that their numbers have 16 bits, which NumPy sorts by their digits."""

_COUNT_BITS = 40
"""A field of a batch has fewer words than that many bits can count."""

Int32s = npt.NDArray[np.int32]
Ints = npt.NDArray[np.int64]


class Occurrences(NamedTuple):
    """The words of one field, ascending by document and place: the form of each word, and the words of each document.

    ``places`` has the place of each word; it is None where words just follow each other, from 0 on in each document.
    """

    forms: Int32s
    counts: Ints
    places: Int32s | None = None


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


class _Words(NamedTuple):
    """The words of a field in reading order: of each the document, and the number of its form within its term."""

    docs: Array
    codes: Array
    places: Int32s | None
    firsts: Ints
    """Where the words of each document begin."""


def invert(found: Occurrences, vocabulary: Vocabulary) -> Iterator[Piece]:
    """Yield the postings of a field's words, a range of terms at a time."""
    terms = _terms(found.forms, vocabulary)
    if not terms.numbers.size:
        return
    docs = np.repeat(narrow(np.arange(found.counts.size)), found.counts)
    codes = narrow(terms.codes).take(found.forms)
    words = _Words(docs, codes, found.places, starts_of(found.counts)[:-1])
    form_starts = starts_of(terms.form_counts)
    for (begin, end), order in _in_order(terms, found.forms):
        counts = terms.form_counts[begin:end]
        chosen = terms.forms[form_starts[begin] : form_starts[end]]
        texts, surfaces = _strings(terms.numbers[begin:end], chosen, counts, vocabulary)
        yield _piece(words, order, terms.words[begin:end], texts, surfaces)


def _in_order(terms: _Terms, forms: Int32s) -> Iterator[tuple[tuple[int, int], Ints]]:
    """Yield ranges of terms, ascending, and for each the numbers of its words by term, then as they are read."""
    ranks = terms.ranks.take(forms)
    for first, last in _windows(terms.words, _SORTED, _TERMS):
        if last - first == terms.numbers.size:
            order = _sorted_by(ranks.astype(np.uint16))
        else:
            inside = np.flatnonzero((ranks >= first) & (ranks < last))
            order = inside.take(_sorted_by((ranks.take(inside) - first).astype(np.uint16)))
        ends = starts_of(terms.words[first:last])
        for begin, end in _windows(terms.words[first:last], _WORDS, _TERMS):
            yield (first + begin, first + end), order[ends[begin] : ends[end]]


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
    met = met[np.argsort((ranks[met] << np.int64(_COUNT_BITS)) - used[met], kind="stable")]
    counts = np.bincount(ranks[met], minlength=ordered.size)
    codes = np.zeros(of_forms.size, np.int32)
    codes[met] = np.arange(met.size) - np.repeat(starts_of(counts)[:-1], counts)
    return _Terms(ordered, of_terms[ordered], ranks, codes, met, counts)


def _windows(words: Ints, most: int, most_terms: int) -> Iterator[tuple[int, int]]:
    """Yield ranges of terms that have not too many words together; each has one term at least."""
    ends = np.cumsum(words)
    begin = 0
    while begin < words.size:
        limit = (ends[begin - 1] if begin else 0) + most
        end = min(max(int(ends.searchsorted(limit, "right")), begin + 1), begin + most_terms)
        yield begin, end
        begin = end


def _piece(words: _Words, order: Ints, counts: Ints, texts: Strings, surfaces: Strings) -> Piece:
    docs, codes = words.docs.take(order), words.codes.take(order)
    places = order - words.firsts.take(docs) if words.places is None else words.places.take(order)
    firsts = starts_of(counts)[:-1]
    begins = np.empty(docs.size, np.bool_)
    np.not_equal(docs[1:], docs[:-1], out=begins[1:])
    begins[firsts] = True
    postings = np.flatnonzero(begins)
    of_terms = np.diff(postings.searchsorted(firsts), append=postings.size)
    freqs = np.diff(postings, append=docs.size)
    return Piece(texts, of_terms, docs.take(postings), freqs, place_gaps(places, freqs), codes, surfaces)


def _strings(numbers: Ints, forms: Ints, counts: Ints, vocabulary: Vocabulary) -> tuple[Strings, Strings]:
    """Return some terms, and the forms of each; none where the only form is the term."""
    written = [vocabulary.surfaces[one] for one in forms.tolist()]
    texts = [vocabulary.texts[one] for one in numbers.tolist()]
    same = vocabulary.same(forms)[starts_of(counts)[:-1]] & (counts == 1)
    return Strings.of(texts), forms_of(written, counts, same)
