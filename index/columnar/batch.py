"""A batch: documents gathered in memory, and written as one segment."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from index.columnar.arrays import Array, ranges, starts_of
from index.columnar.fields import Piece
from index.columnar.invert import Occurrences, invert
from index.columnar.vocabulary import SAMPLED, Tokens, Vocabulary

_SLICE = 500_000
"""Characters of text that are looked at together."""

APART = 8
"""Places between two names of one document, so that no words match across them."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The fields of every document, by what they hold; ``stored`` are the names of what comes back."""

    texts: tuple[str, ...]
    names: tuple[str, ...]
    exact: tuple[str, ...]
    numbers: tuple[str, ...]
    stored: tuple[str, ...]

    @property
    def with_words(self) -> tuple[str, ...]:
        """The fields that are searched word by word."""
        return (*self.texts, *self.names)


class Document(NamedTuple):
    """What a segment holds of one document, in the order of a layout's fields: plain values, quick to pickle.

    ``texts`` are analysed by ``lang``; ``names`` are too, by no language in particular, each apart from the next;
    ``exact`` has the values of each field of exact values; ``numbers`` one number a field, with the bytes that
    stand for it as a term; ``stored`` is what comes back.
    """

    texts: tuple[str, ...]
    lang: str | None
    names: tuple[tuple[str, ...], ...]
    exact: tuple[tuple[str, ...], ...]
    numbers: tuple[tuple[int, bytes], ...]
    stored: tuple[str, ...]


class Text(NamedTuple):
    """A text field of a batch: its postings, the words of each document, and where every 64th of them begins."""

    piece: Piece
    lengths: Array
    offsets: Array


@dataclass(slots=True)
class Batch:
    """Documents in reading order. ``size`` is about how many characters of text they have."""

    layout: Layout
    documents: list[Document] = field(default_factory=list)
    size: int = 0

    def add(self, document: Document) -> int:
        """Add a document and return its number."""
        self.documents.append(document)
        self.size += sum(map(len, document.texts)) + 200
        return len(self.documents) - 1

    def text(self, name: str, vocabulary: Vocabulary) -> Text:
        """Return a text field."""
        at = self.layout.texts.index(name)
        texts = [document.texts[at] for document in self.documents]
        groups: dict[str, list[int]] = {}
        for doc, document in enumerate(self.documents):
            groups.setdefault(document.lang or "", []).append(doc)
        found = [
            (np.array(docs, np.int32), vocabulary.tokens([texts[doc] for doc in docs], lang or None))
            for lang, several in sorted(groups.items())
            for docs in _slices(several, texts)
        ]
        return _text(found, len(texts), vocabulary)

    def names(self, name: str, vocabulary: Vocabulary) -> Text:
        """Return a field of names."""
        at = self.layout.names.index(name)
        numbers: dict[str, int] = {}
        of_doc = [[numbers.setdefault(one, len(numbers)) for one in document.names[at]] for document in self.documents]
        tokens = vocabulary.tokens(list(numbers), None)
        counts = np.array([len(one) for one in of_doc], np.int64)
        which = np.fromiter((one for several in of_doc for one in several), np.int64, int(counts.sum()))
        sizes = tokens.counts[which]
        taken = ranges(starts_of(tokens.counts)[:-1][which], sizes)
        docs = np.repeat(np.arange(counts.size), counts)
        ahead = starts_of(sizes + APART)
        begins = ahead[:-1] - ahead[starts_of(counts)[:-1]][docs] if which.size else which
        places = tokens.places[taken] + np.repeat(begins, sizes)
        found = Occurrences(tokens.forms[taken], np.repeat(docs, sizes), places)
        lengths = np.bincount(docs, sizes, counts.size).astype(np.int64)
        return Text(invert(found, vocabulary), lengths, np.zeros(0, np.int64))

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


def _slices(docs: Sequence[int], texts: Sequence[str]) -> Iterator[list[int]]:
    """Part documents so that the words of each part fit into a processor's cache."""
    part: list[int] = []
    size = 0
    for doc in docs:
        part.append(doc)
        size += len(texts[doc])
        if size > _SLICE:
            yield part
            part, size = [], 0
    if part:
        yield part


def _text(groups: Sequence[tuple[Array, Tokens]], doc_count: int, vocabulary: Vocabulary) -> Text:
    none = np.zeros(0, np.int32)
    lengths = np.zeros(doc_count, np.int64)
    for docs, tokens in groups:
        lengths[docs] = tokens.counts
    of_words = np.concatenate([none, *(docs[tokens.texts] for docs, tokens in groups)])
    of_offsets = np.concatenate([none, *(np.repeat(docs, -(-tokens.counts // SAMPLED)) for docs, tokens in groups)])
    forms = np.concatenate([none, *(tokens.forms for _, tokens in groups)])
    places = np.concatenate([none, *(tokens.places for _, tokens in groups)])
    offsets = np.concatenate([none, *(tokens.offsets for _, tokens in groups)])
    if (of_words[1:] < of_words[:-1]).any():  # several languages
        order = np.argsort(of_words, kind="stable")
        forms, of_words, places = forms[order], of_words[order], places[order]
        offsets = offsets[np.argsort(of_offsets, kind="stable")]
    return Text(invert(Occurrences(forms, of_words, places), vocabulary), lengths, offsets)


def _encoded(value: str) -> bytes:
    return value.encode("utf-8", "replace")


def _exact(
    values: Iterable[Sequence[str] | Sequence[bytes]], encode: Callable[..., bytes] = _encoded
) -> tuple[Piece, Array, Array]:
    docs_of: dict[bytes, list[int]] = {}
    count = 0
    for doc, several in enumerate(values):
        count += 1
        for one in dict.fromkeys(map(encode, several)):
            docs_of.setdefault(one, []).append(doc)
    texts = sorted(docs_of)
    counts = np.array([len(docs_of[text]) for text in texts], np.int64)
    docs = np.fromiter((doc for text in texts for doc in docs_of[text]), np.int64, int(counts.sum()))
    numbers = np.repeat(np.arange(1, len(texts) + 1), counts)
    order = np.argsort(docs, kind="stable")
    starts = starts_of(np.bincount(docs, minlength=count))
    return Piece(texts, counts, docs, np.ones(docs.size, np.int64)), numbers[order], starts
