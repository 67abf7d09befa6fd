"""Inversion: words in reading order to postings in the order of terms."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from index.columnar.arrays import Array
from index.columnar.fields import Piece
from index.columnar.vocabulary import Vocabulary

_LOW = np.uint64(0xFFFFFFFF)


class Occurrences(NamedTuple):
    """The words of one field, ascending by document and place: a number each of form, document and place."""

    forms: Array
    docs: Array
    places: Array


def invert(found: Occurrences, vocabulary: Vocabulary) -> Piece:
    """Return the postings of a field's words."""
    terms = vocabulary.terms
    used = np.flatnonzero(np.bincount(terms[found.forms], minlength=len(vocabulary.texts)))
    texts = vocabulary.texts
    ordered = sorted(used.tolist(), key=texts.__getitem__)
    ranks = np.zeros(len(texts), np.uint64)
    ranks[ordered] = np.arange(len(ordered), dtype=np.uint64)
    # Words of one rank stay in order, as the lower half of each key is their number.
    keys = ranks[terms[found.forms]]
    keys <<= np.uint64(32)
    keys |= np.arange(keys.size, dtype=np.uint64)
    keys.sort()
    order = (keys & _LOW).astype(np.int64)
    keys >>= np.uint64(32)
    docs, places, forms = found.docs[order], found.places[order], found.forms[order]
    begins = np.empty(docs.size, np.bool_)
    begins[:1] = True
    begins[1:] = (keys[1:] != keys[:-1]) | (docs[1:] != docs[:-1])
    postings = np.flatnonzero(begins)
    codes, surfaces = _number_forms(forms, order, ordered, vocabulary)
    return Piece(
        [texts[one].encode("utf-8", "replace") for one in ordered],
        np.bincount(keys[postings].astype(np.int64), minlength=len(ordered)),
        docs[postings],
        np.diff(postings, append=docs.size),
        places,
        codes,
        surfaces,
    )


def _number_forms(
    forms: Array, order: Array, terms: Sequence[int], vocabulary: Vocabulary
) -> tuple[Array, list[bytes]]:
    """Return the number of each word's form within its term, the most frequent first, and the forms by term."""
    counts = np.bincount(forms, minlength=len(vocabulary.surfaces))
    first = np.full(len(vocabulary.surfaces), np.iinfo(np.int64).max)
    first[forms[::-1]] = order[::-1]
    used = np.flatnonzero(counts)
    of_term = vocabulary.terms[used]
    ranks = np.empty(len(vocabulary.texts), np.int64)
    ranks[terms] = np.arange(len(terms))
    used = used[np.lexsort((first[used], -counts[used], ranks[of_term]))]
    several = np.bincount(ranks[vocabulary.terms[used]], minlength=len(terms))
    begins = np.cumsum(several) - several
    codes = np.empty(len(vocabulary.surfaces), np.int32)
    codes[used] = np.arange(used.size) - np.repeat(begins, several)
    written = [vocabulary.surfaces[one] for one in used.tolist()]
    return codes[forms], [
        _surfaces(written[begin : begin + count], vocabulary.texts[term])
        for begin, count, term in zip(begins.tolist(), several.tolist(), terms, strict=True)
    ]


def _surfaces(forms: Sequence[str], term: str) -> bytes:
    return b"" if len(forms) == 1 and forms[0] == term else "\n".join(forms).encode("utf-8", "replace")


def exact(values: Sequence[tuple[str, int]]) -> Piece:
    """Return the postings of exact values: pairs of a value and a document, in any order, repetitions left out."""
    ordered = sorted({(value.encode("utf-8", "replace"), doc) for value, doc in values})
    texts: list[bytes] = []
    counts: list[int] = []
    for value, _ in ordered:
        if texts and texts[-1] == value:
            counts[-1] += 1
        else:
            texts.append(value)
            counts.append(1)
    docs = np.array([doc for _, doc in ordered], np.int64)
    return Piece(texts, np.array(counts, np.int64), docs, np.ones(docs.size, np.int64))
