"""Where words stand in one written form: the occurrences of a term that have it."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np

from index.columnar.arrays import ranges, starts_of
from index.columnar.together import Ints, Together, Words


class Written(NamedTuple):
    """The documents that have a form, ascending and never a deleted one, how often each has it, and where, in words."""

    docs: Words
    freqs: Words
    places: Words

    @property
    def nbytes(self) -> int:
        """The bytes of the arrays."""
        return self.docs.nbytes + self.freqs.nbytes + self.places.nbytes

    def places_in(self, docs: Words) -> tuple[Ints, Words]:
        """Return the places in some ascending documents, all of which have the form, as ``Together.places`` does."""
        at = np.searchsorted(self.docs, docs)
        counts = self.freqs[at].astype(np.int64)
        return starts_of(counts), self.places[ranges(starts_of(self.freqs)[at], counts)]


def written(together: Together, field: str, terms: Iterable[str], is_meant: Callable[[str], bool]) -> Written:
    """Return where any of some terms stands in a form that is meant; in each document one of them has it at most."""
    nothing = np.zeros(0, np.uint32)
    found = [one for term in terms for one in _of_term(together, field, term, is_meant)]
    if not found:
        return Written(nothing, nothing, nothing)
    docs, freqs, places = (np.concatenate(several) for several in zip(*found, strict=True))
    order = np.argsort(docs, kind="stable")
    counts = freqs[order].astype(np.int64)
    return Written(docs[order], freqs[order], places[ranges(starts_of(freqs)[order], counts)])


def _of_term(together: Together, field: str, term: str, is_meant: Callable[[str], bool]) -> Iterable[Written]:
    for postings, number, base in together.inverted.dictionary.having(field, term):
        meant = [at for at, form in enumerate(postings.forms(number)) if is_meant(form.decode("utf-8", "replace"))]
        if not meant:
            continue
        docs, freqs = postings.docs(number)
        places, codes = postings.places(number, freqs)
        docs += np.uint32(base)
        kept = np.isin(codes, meant) & np.repeat(together.live[docs], freqs)
        counts = np.add.reduceat(kept, starts_of(freqs)[:-1], dtype=np.uint32)
        having = counts > 0
        yield Written(docs[having], counts[having], places[kept])
