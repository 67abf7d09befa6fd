"""Listing: the words of all segments, with how often they occur, as ``index.words.wordlist`` reads them."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from whoosh.filedb.filestore import FileStorage

from index.analysis import bare
from index.columnar.arrays import Array, narrow
from index.columnar.postings import Postings
from index.columnar.segment import ColumnarSegment, OpenSegment
from index.columnar.strings import Strings
from index.columnar.together import Together
from index.rawtexts import packed
from index.schema import TEXT_FIELDS
from index.sidefiles import save
from index.tokens import is_unparted
from index.words.plain import SHARE, Plain, hashes_of, marks_of, plain_forms, together
from index.words.wordlist import FILE, LONGEST, SHORTEST, VERSION, key_of, mark_of, opened, state_of

_AT_ONCE = 1 << 22
"""Occurrences of which the forms are counted together."""

_TERMS = 1 << 17
"""The same in terms."""

_LITTLE = 100
"""While one in so many documents at the most is new, the list stays as it is."""

_POSSESSIVE = re.compile(r"['’＇][sS]\Z")
_DIGIT = re.compile(r"\d")

Folded = dict[str, dict[str, int]]
"""The forms of words by the word folded, and how often each occurs."""


class Counted(NamedTuple):
    """The forms of a segment's words, and how often each occurs: of plain words, and of all others."""

    plain: Plain
    others: Mapping[bytes, int]


Each = Callable[[Callable[[Path, ColumnarSegment], Counted]], Sequence[Counted]]
"""Returns what a function makes of each segment of a folder, wherever that is done."""

Beside = Callable[..., Callable[[], None]]
"""Lets a function with its arguments be called elsewhere, and returns what waits until that has been done."""


def update(folder: Path, segments: Together, each: Each, beside: Beside, *, anew: bool = False) -> Callable[[], None]:
    """Bring the word list in a staging folder in line with its segments, or leave it where little is new in them.

    Returns what waits until that is done.
    """
    known = opened(folder, FILE).get("state", np.zeros(0, np.uint64))
    is_new = ~np.isin(state_of(segments), known)
    documents = np.array([segment.doc_count for segment in segments.segments], np.int64)
    if anew or not known.size or documents[is_new].sum() * _LITTLE > documents.sum():
        return beside(_save_listed, folder, each(_counted_in), state_of(segments))
    return lambda: None


def listed(segments: Together) -> dict[str, Array]:
    """Return the word list of some segments, as a side file."""
    return _listed([_counted(segment) for segment in segments.segments], state_of(segments))


def _save_listed(folder: Path, several: Sequence[Counted], state: Array) -> None:
    save(folder, FILE, _listed(several, state))


def _listed(several: Sequence[Counted], state: Array) -> dict[str, Array]:
    plain, folded = _words(several)
    words, written, counts = plain.listed()
    others = sorted(_rows(folded))
    # Of several words with one key the plain one comes first.
    places = [*words, *(key + b"\0" + word.encode("utf-8", "replace") for key, word in others)]
    order = np.array(sorted(range(len(places)), key=places.__getitem__), np.int64)
    keys = Strings.joined(words, Strings.of([key for key, _ in others]))
    shown = Strings.joined(written, Strings.of([usual(folded[word]).encode("utf-8", "replace") for _, word in others]))
    every = np.append(counts, [sum(folded[word].values()) for _, word in others])
    marks = np.append(marks_of(words), np.fromiter((mark_of(word) for _, word in others), np.uint64, len(others)))
    lengths = np.append(words.lengths, [len(word) for _, word in others])
    return {
        "version": np.array([VERSION], np.uint8),
        "state": state,
        "counts": narrow(every[order].astype(np.int64)),
        "marks": marks[order],
        "lengths": lengths[order].astype(np.uint8),
        **packed("keys", keys.taken(order)),
        **packed("written", shown.taken(order)),
    }


def _words(several: Sequence[Counted]) -> tuple[Plain, Folded]:
    """Return the plain words, and all others with the plain words that fold to one of them."""
    others: Counter[bytes] = Counter()
    for one in several:
        others.update(one.others)
    plain = together([one.plain for one in several])
    folded: Folded = {}
    for form, count in others.items():
        text = form.decode("utf-8", "replace")
        if SHORTEST <= len(text) <= LONGEST and _is_word(text):
            _add(folded, _POSSESSIVE.sub("", text), count)
    like_plain = [word.encode() for word in folded if len(word) <= LONGEST and word.isascii() and word.isalpha()]
    is_there = np.isin(plain.hashes, hashes_of(like_plain))
    for text, count in plain.taken(is_there).each():
        _add(folded, text, count)
    return plain.taken(~is_there), folded


def _add(folded: Folded, text: str, count: int) -> None:
    forms = folded.setdefault(bare(text), {})
    forms[text] = forms.get(text, 0) + count


def _is_word(text: str) -> bool:
    return text.isalpha() if text.isascii() and "'" not in text else not _DIGIT.search(text) and not is_unparted(text)


def _counted_in(folder: Path, segment: ColumnarSegment) -> Counted:
    return _counted(OpenSegment.open(FileStorage(str(folder)), segment))


def _counted(segment: OpenSegment) -> Counted:
    plain: list[Plain] = []
    others: Counter[bytes] = Counter()
    for postings in map(segment.postings, TEXT_FIELDS):
        if postings is None or postings.is_exact:
            continue
        for begin, end in _ranges(postings):
            found, left = plain_forms(*postings.form_counts(begin, end))
            plain.append(found)
            for form, count in left:
                others[form] += count
    return Counted(together(plain), others)


def _ranges(postings: Postings) -> Iterator[tuple[int, int]]:
    """Yield ranges of terms with so many occurrences that their forms are counted together."""
    begin = 0
    while begin < len(postings):
        end = min(postings.reaching(begin, _AT_ONCE), begin + _TERMS, len(postings))
        yield begin, end
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
    return small if small and forms[small] * SHARE >= forms[best] else best
