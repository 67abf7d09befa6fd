"""A batch: documents gathered in memory, and written as one segment."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from corpus.distinct import distinct
from index.columnar.arrays import Array, ranges, starts_of
from index.columnar.fields import Piece
from index.columnar.rows import Placed, Spans, sampled, signatures_of
from index.columnar.strings import Strings
from index.columnar.writing.invert import Occurrences
from index.columnar.writing.limits import Claim, all_of_it
from index.columnar.writing.vocabulary import Tokens, Vocabulary

_SLICE = 500_000
"""Bytes of text that are looked at together."""

_OTHER = 1_500
"""What a document has beside its texts is as much work as so many bytes of text, about."""

APART = 8
"""Places between two names of one document, so that no words match across them."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The fields of every document, by what they hold; ``stored`` are the names of what comes back.

    ``spans`` are fields of names with the places where they stand, ``signatures`` those of near-duplicate signatures.
    """

    texts: tuple[str, ...]
    names: tuple[str, ...]
    exact: tuple[str, ...]
    numbers: tuple[str, ...]
    stored: tuple[str, ...]
    spans: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()

    @property
    def with_words(self) -> tuple[str, ...]:
        """The fields that are searched word by word."""
        return (*self.texts, *self.names)


class Document(NamedTuple):
    """What a segment holds of one document, in the order of a layout's fields: plain values, which ``marshal`` takes.

    ``texts`` are in UTF-8 and analysed by ``lang``; ``names`` are too, by no language in particular, each apart from
    the next; ``exact`` has the values of each field of exact values; ``numbers`` one number a field, with the bytes
    that stand for it as a term; ``stored`` is what comes back, in UTF-8 where that can be; ``spans`` ascend.
    """

    texts: tuple[bytes, ...]
    lang: str | None
    names: tuple[tuple[str, ...], ...]
    exact: tuple[tuple[str, ...], ...]
    numbers: tuple[tuple[int, bytes], ...]
    stored: tuple[bytes | str, ...]
    spans: tuple[tuple[Placed, ...], ...] = ()
    signatures: tuple[tuple[int, ...], ...] = ()

    @property
    def size(self) -> int:
        """About how many bytes of text would be as much work."""
        return sum(map(len, self.texts)) + _OTHER


class Text(NamedTuple):
    """A text field of a batch: its words, how many each document has, and where every 64th of them begins."""

    words: Occurrences
    lengths: Array
    offsets: Array


@dataclass(slots=True)
class Batch:
    """Documents in reading order. ``first`` is the number in the run of the first, ``size`` about the bytes of text."""

    layout: Layout
    first: int = 0
    documents: list[Document] = field(default_factory=list)
    size: int = 0

    def add(self, document: Document) -> int:
        """Add a document and return its number in the run."""
        self.documents.append(document)
        self.size += document.size
        return self.first + len(self.documents) - 1

    def cut(self, count: int) -> "Batch":
        """Keep so many documents, and return a batch of the others."""
        rest = self.rest(count)
        del self.documents[count:]
        self.size -= rest.size
        return rest

    def rest(self, begin: int) -> "Batch":
        """Return a batch of the documents from one on."""
        rest = Batch(self.layout, self.first + begin)
        for document in self.documents[begin:]:
            rest.add(document)
        return rest

    def text(self, name: str, vocabulary: Vocabulary, claim: Claim = all_of_it) -> Text:
        """Return a text field of as many documents as are granted."""
        at = self.layout.texts.index(name)
        texts = [document.texts[at] for document in self.documents]
        langs = [document.lang for document in self.documents]
        found = []
        for begin, end in _slices(list(map(len, texts))):
            granted = claim(end)
            if granted > begin:
                found.append(_in_order(texts[begin:granted], langs[begin:granted], vocabulary))
            if granted < end:
                break
        none = np.zeros(0, np.int32)
        forms = np.concatenate([none, *(one.forms for one in found)])
        offsets = np.concatenate([none, *(one.offsets for one in found)])
        counts = np.concatenate([none, *(one.counts for one in found)])
        return Text(Occurrences(forms, counts), counts, offsets)

    def names(self, name: str, vocabulary: Vocabulary) -> Text:
        """Return a field of names."""
        at = self.layout.names.index(name)
        numbers: dict[str, int] = {}
        of_doc = [[numbers.setdefault(one, len(numbers)) for one in document.names[at]] for document in self.documents]
        tokens = vocabulary.tokens([one.encode("utf-8", "surrogatepass") for one in numbers], None)
        counts = np.array([len(one) for one in of_doc], np.int64)
        which = np.fromiter((one for several in of_doc for one in several), np.int64, int(counts.sum()))
        sizes = tokens.counts[which]
        firsts = starts_of(tokens.counts)[:-1][which]
        taken = ranges(firsts, sizes)
        docs = np.repeat(np.arange(counts.size), counts)
        ahead = starts_of(sizes + APART)
        begins = ahead[:-1] - ahead[starts_of(counts)[:-1]][docs] if which.size else which
        places = taken + np.repeat(begins - firsts, sizes)
        lengths = np.bincount(docs, sizes, counts.size).astype(np.int64)
        return Text(Occurrences(tokens.forms[taken], lengths, places.astype(np.int32)), lengths, np.zeros(0, np.int64))

    def exact(self, name: str) -> tuple[Piece, Array, Array]:
        """Return the postings of a field of exact values, and the numbers of each document's values.

        A document's numbers are ``codes[starts[doc] : starts[doc + 1]]``, the first value has number 1.
        """
        at = self.layout.exact.index(name)
        return _exact(document.exact[at] for document in self.documents)

    def numbers(self, name: str) -> tuple[Piece, Array]:
        """Return the postings of a field of numbers, and the number of each document."""
        at = self.layout.numbers.index(name)
        piece, _, _ = _exact(((document.numbers[at][1],) for document in self.documents), lambda value: value)
        return piece, np.array([document.numbers[at][0] for document in self.documents], np.int64)

    def spans(self, name: str) -> tuple[Piece, Spans]:
        """Return the postings of a field of names, and the places where they stand."""
        at = self.layout.spans.index(name)
        several = [document.spans[at] for document in self.documents]
        piece, _, _ = _exact([[name for name, _, _ in spans] for spans in several])
        numbers = {text: number for number, text in enumerate(piece.texts, 1)}
        found = np.array(
            [(numbers[_encoded(name)], start, end) for spans in several for name, start, end in spans], np.int64
        ).reshape(-1, 3)
        counts = np.fromiter(map(len, several), np.int64, len(several))
        return piece, Spans(starts_of(counts), found[:, 0], found[:, 1], found[:, 2])

    def signatures(self, name: str) -> Array:
        """Return a row for each document."""
        at = self.layout.signatures.index(name)
        return signatures_of([document.signatures[at] for document in self.documents])


def _slices(lengths: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Part documents so that the words of each part fit into a processor's cache."""
    begin = size = 0
    for at, length in enumerate(lengths, 1):
        size += length
        if size > _SLICE or at == len(lengths):
            yield begin, at
            begin, size = at, 0


def _in_order(texts: Sequence[bytes], langs: Sequence[str | None], vocabulary: Vocabulary) -> Tokens:
    """Return the words of texts of several languages in the order of the texts."""
    groups: dict[str | None, list[int]] = {}
    for at, lang in enumerate(langs):
        groups.setdefault(lang or None, []).append(at)
    found = [vocabulary.tokens([texts[at] for at in group], lang) for lang, group in groups.items()]
    if len(found) == 1:
        return found[0]
    order = np.argsort(np.concatenate(list(groups.values())))
    counts = np.concatenate([one.counts for one in found])
    many = sampled(counts)
    words = ranges(starts_of(counts)[:-1][order], counts[order])
    offsets = ranges(starts_of(many)[:-1][order], many[order])
    return Tokens(
        np.concatenate([one.forms for one in found])[words],
        counts[order],
        np.concatenate([one.offsets for one in found])[offsets],
    )


def _encoded(value: str) -> bytes:
    return value.encode("utf-8", "replace")


def _exact(
    values: Iterable[Sequence[str] | Sequence[bytes]], encode: Callable[..., bytes] = _encoded
) -> tuple[Piece, Array, Array]:
    several = list(values)
    numbers: dict[str | bytes, int] = {}
    met = [numbers.setdefault(one, len(numbers)) for values in several for one in values]
    encoded = list(map(encode, numbers))
    texts = sorted(set(encoded))
    places = {text: at for at, text in enumerate(texts)}
    ranks = np.array([places[text] for text in encoded], np.int64)[np.array(met, np.int64)]
    docs = np.repeat(np.arange(len(several)), np.fromiter(map(len, several), np.int64, len(several)))
    # In the order of terms, then documents, and each pair once.
    terms, docs = np.divmod(distinct(ranks * len(several) + docs), max(len(several), 1))
    piece = Piece(Strings.of(texts), np.bincount(terms, minlength=len(texts)), docs, np.ones(docs.size, np.int64))
    codes = terms[np.argsort(docs, kind="stable")] + 1
    return piece, codes, starts_of(np.bincount(docs, minlength=len(several)))
