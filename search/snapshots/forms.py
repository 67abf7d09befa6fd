"""Words as they are written in an index: where a form stands, and which forms terms have."""

import re
from collections.abc import Iterable

import numpy as np

from corpus.distinct import distinct
from index.analysis import query_terms
from index.columnar.together import Together
from index.columnar.written import Written, written
from index.tokens import words
from search.query.written import form_term, is_signed, is_written, signed_term, word_of

_FIELDS = ("title", "body")


def written_in(together: Together, langs: tuple[str, ...], field: str, term: str) -> Written:
    """Return where a term of ``search.query.written`` stands in a field; its languages are those of the articles."""
    known = query_terms(word_of(term), langs)
    if is_signed(term):
        return _signed(together, known, field, term)
    return written(together, field, known, lambda form: form_term(form) == term)


def _signed(together: Together, known: Iterable[str], field: str, term: str) -> Written:
    """Read the texts that have the word, as the index does not tell what stands behind a word."""
    docs = [np.zeros(0, np.uint32), *(together.inverted.docs(field, one) for one in known)]
    found: dict[int, list[int]] = {}
    signs = re.compile(rf"\w{re.escape(term.removeprefix('+' + word_of(term)))}")
    for doc in distinct(np.concatenate(docs)).tolist() if field in _FIELDS else ():
        (text,) = together.texts(doc, (field,))
        if signs.search(text):
            places = [at for at, word in enumerate(words(text)) if signed_term(text, word) == term]
            if places:
                found[doc] = places
    counts = [len(places) for places in found.values()]
    every = [place for places in found.values() for place in places]
    return Written(np.array(list(found), np.uint32), np.array(counts, np.uint32), np.array(every, np.uint32))


def forms_of(together: Together, langs: tuple[str, ...], terms: Iterable[str]) -> set[str]:
    """Return the forms in which some terms are written in titles and bodies."""
    found: set[str] = set()
    for term in terms:
        if is_written(term):
            forms = forms_of(together, langs, query_terms(word_of(term), langs))
            found |= forms if is_signed(term) else {form for form in forms if form_term(form) == term}
        else:
            found.update(form for field in _FIELDS for form in together.inverted.dictionary.forms(field, term))
    return found
