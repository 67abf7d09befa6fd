"""Listing: the words of all segments, with how often they occur, as the side file that ``index.wordlist`` reads."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import numpy as np

from index.analysis import bare, is_unparted
from index.columnar.arrays import Array, narrow
from index.columnar.postings import Postings
from index.columnar.together import Together
from index.rawtexts import raw_texts
from index.schema import TEXT_FIELDS
from index.sidefiles import save
from index.wordlist import FILE, LONGEST, SHORTEST, VERSION, key_of, mark_of, opened, state_of

_AT_ONCE = 1 << 22
"""Occurrences of which the forms are counted together."""

_LITTLE = 100
"""While one in so many documents at the most is new, the list stays as it is."""

_SHARE = 4
"""A word that is small in one of so many occurrences beside those in its usual form is listed small."""

_POSSESSIVE = re.compile(r"['’＇][sS]\Z")
_DIGIT = re.compile(r"\d")


def update(folder: Path, together: Together, *, anew: bool = False) -> None:
    """Bring the word list in a staging folder in line with its segments, or leave it where little is new in them."""
    known = opened(folder, FILE).get("state", np.zeros(0, np.uint64))
    is_new = ~np.isin(state_of(together), known)
    documents = np.array([segment.doc_count for segment in together.segments], np.int64)
    if anew or not known.size or documents[is_new].sum() * _LITTLE > documents.sum():
        save(folder, FILE, listed(together))


def listed(together: Together) -> dict[str, Array]:
    """Return the word list of some segments, as a side file."""
    folded: dict[str, dict[str, int]] = {}
    for form, count in _forms(together).items():
        text = form.decode("utf-8", "replace")
        if SHORTEST <= len(text) <= LONGEST and _is_word(text):
            text = _POSSESSIVE.sub("", text)
            forms = folded.setdefault(bare(text), {})
            forms[text] = forms.get(text, 0) + count
    rows = sorted(_rows(folded))
    words = [word for _, word in rows]
    return {
        "version": np.array([VERSION], np.uint8),
        "state": state_of(together),
        "counts": narrow(np.fromiter((sum(folded[word].values()) for word in words), np.int64, len(words))),
        "marks": np.fromiter(map(mark_of, words), np.uint64, len(words)),
        "lengths": np.fromiter(map(len, words), np.uint8, len(words)),
        **raw_texts("keys", [key for key, _ in rows]),
        **raw_texts("written", [usual(folded[word]).encode("utf-8", "replace") for word in words]),
    }


def _is_word(text: str) -> bool:
    return text.isalpha() if text.isascii() and "'" not in text else not _DIGIT.search(text) and not is_unparted(text)


def _forms(together: Together) -> Counter[bytes]:
    """Return how often each form occurs."""
    found: Counter[bytes] = Counter()
    for segment in together.segments:
        for field in TEXT_FIELDS:
            postings = segment.postings(field)
            if postings is not None and not postings.is_exact:
                for form, count in _counted(postings):
                    found[form] += count
    return found


def _counted(postings: Postings) -> Iterator[tuple[bytes, int]]:
    begin = 0
    while begin < len(postings):
        end = min(postings.reaching(begin, _AT_ONCE), len(postings))
        forms, counts = postings.form_counts(begin, end)
        yield from zip((form for several in forms for form in several), counts.tolist(), strict=True)
        begin = end


def _rows(folded: Iterable[str]) -> Iterator[tuple[bytes, str]]:
    """Yield the key of each word, and the word; words without a letter that could be typed are left out."""
    for word in folded:
        key = key_of(word)
        if key and len(word) <= LONGEST:
            yield key.encode(), word


def usual(forms: Mapping[str, int]) -> str:
    """Return the form in which a word is shown: the most frequent, or in small letters where that is no rarity.

    >>> usual({"Talks": 5, "talks": 4}), usual({"Obama": 50, "obama": 1, "OBAMA": 2}), usual({"TALKS": 3, "Talks": 3})
    ('talks', 'Obama', 'Talks')
    """
    if len(forms) == 1:
        return next(iter(forms))
    best = max(forms, key=lambda form: (forms[form], not form.isupper(), form))
    small = max((form for form in forms if form.islower()), key=lambda form: (forms[form], form), default="")
    return small if small and forms[small] * _SHARE >= forms[best] else best
