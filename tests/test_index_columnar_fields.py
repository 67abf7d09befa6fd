"""Fields as they are written and read, beside lists in Python."""

import io
from collections.abc import Sequence
from random import Random
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.columnar import across
from index.columnar.across import Occurring, Wanted
from index.columnar.arrays import ArrayFile, ArrayWriter
from index.columnar.errors import DamagedSegmentError
from index.columnar.fields import BLOCK, FieldWriter, Piece, Streams, place_gaps
from index.columnar.postings import Postings
from index.columnar.strings import Strings
from index.columnar.termlist import Files

NAME = "body"


class Posting(NamedTuple):
    """A document, and where the term stands in it, in which form."""

    doc: int
    places: Sequence[tuple[int, int]]


Terms = dict[bytes, tuple[list[bytes], list[Posting]]]
"""The forms and the postings of each term."""


def piece_of(terms: Terms, *, exact: bool) -> Piece:
    texts = sorted(terms)
    postings = [one for text in texts for one in terms[text][1]]
    counts = np.array([len(terms[text][1]) for text in texts], np.int64)
    docs = np.array([one.doc for one in postings], np.int64)
    if exact:
        return Piece(Strings.of(texts), counts, docs, np.ones(docs.size, np.int64))
    surfaces = [b"" if forms == [text] else b"\n".join(forms) for text, (forms, _) in sorted(terms.items())]
    places, forms = (np.array([pair[at] for one in postings for pair in one.places], np.int64) for at in (0, 1))
    freqs = np.array([len(one.places) for one in postings])
    return Piece(Strings.of(texts), counts, docs, freqs, place_gaps(places, freqs), forms, Strings.of(surfaces))


def written(pieces: Sequence[Piece], lengths: Sequence[int]) -> Postings:
    files = [io.BytesIO() for _ in range(4)]
    arrays = [ArrayWriter(file) for file in files]
    # Other fields share the files.
    one = np.ones(1, np.int64)
    for name, field in (("a", [Piece(Strings.of([b"x"]), one, one, one)]), (NAME, pieces), ("z", [])):
        writer = FieldWriter(name, Streams(*arrays), np.array(lengths, np.int64))
        for piece in field:
            writer.add(piece)
        writer.close()
    for array in arrays:
        array.close()
    return Postings(NAME, Files(*(ArrayFile(file.getvalue(), "some file") for file in files)), len(lengths))


@st.composite
def fields(draw: st.DrawFn) -> tuple[Terms, list[int]]:
    random = Random(draw(st.integers(0, 2**32)))
    count = draw(st.sampled_from([1, 5, 3 * BLOCK + 7]))
    texts = draw(st.lists(st.binary(max_size=4) | st.just(b"long" * 200), unique=True, max_size=6))
    terms: Terms = {}
    for text in texts:
        forms = [b"F%d" % at for at in range(random.choice([1, 2, 5]))] if random.random() < 0.6 else [text]
        docs = sorted(random.sample(range(count), random.choice([1, count, max(1, count // 3)])))
        if b"\n" in text:
            forms = [b"form"]
        terms[text] = forms, [Posting(doc, some_places(random, len(forms))) for doc in docs]
    return terms, [random.randrange(1, 3000) for _ in range(count)]


def some_places(random: Random, forms: int) -> list[tuple[int, int]]:
    count = random.choice([1, 1, 1, 2, 3, 40])
    return [(place, random.randrange(forms)) for place in sorted(random.sample(range(100_000), count))]


@given(fields(), st.booleans(), st.integers(0, 6))
def test_a_field_comes_back(field: tuple[Terms, list[int]], exact: bool, cut: int) -> None:  # noqa: FBT001
    terms, lengths = field
    if exact:
        terms = {
            text: ([text], [Posting(one.doc, [(0, 0)]) for one in postings]) for text, (_, postings) in terms.items()
        }
    ordered = sorted(terms)
    parts = [{text: terms[text] for text in part} for part in (ordered[:cut], ordered[cut:])]
    found = written([piece_of(part, exact=exact) for part in parts], lengths)
    assert list(found.texts()) == ordered
    assert len(found) == len(ordered)
    assert not ordered or found.is_exact == exact
    for number, text in enumerate(ordered):
        assert found.find(text) == number
        compare(found, number, terms[text], lengths, exact=exact)
    for text in (b"", b"\xff" * 9, b"m"):
        assert found.place_of(text) == sum(one < text for one in ordered)
        assert (found.find(text) is None) == (text not in terms)


@given(st.sets(st.text("ab", max_size=7).map(str.encode), max_size=200), st.text("ab", max_size=8).map(str.encode))
def test_terms_are_found_though_they_stand_in_each_other(texts: set[bytes], other: bytes) -> None:
    found = written([piece_of({text: ([text], [Posting(0, [(0, 0)])]) for text in texts}, exact=True)], [1])
    ordered = sorted(texts)
    for text in {*texts, other}:
        assert found.find(text) == (ordered.index(text) if text in texts else None)


def compare(
    found: Postings, number: int, term: tuple[list[bytes], list[Posting]], lengths: Sequence[int], *, exact: bool
) -> None:
    forms, postings = term
    docs, freqs = found.docs(number)
    assert docs.tolist() == [one.doc for one in postings]
    assert freqs.tolist() == [len(one.places) for one in postings]
    assert (found.df(number), found.total(number)) == (len(postings), sum(freqs.tolist()))
    assert found.forms(number) == forms
    if exact:
        assert found.bounds(number) == (1, 1, 1)
        assert found.blocks(number) is None
        return
    of_docs = [lengths[one.doc] for one in postings]
    assert found.bounds(number) == (max(freqs.tolist()), min(of_docs), max(of_docs))
    places, codes = found.places(number, freqs)
    assert list(zip(places.tolist(), codes.tolist(), strict=True)) == [pair for one in postings for pair in one.places]
    for step in (1, 3):
        wanted = np.arange(0, docs.size, step)
        (some,) = across.standing([Wanted(Occurring(docs, freqs), wanted, [found.coded_places(number)])])
        assert some.docs.tolist() == docs[::step].tolist()
        each = np.split(some.places, some.starts[1:-1])
        assert [one.tolist() for one in each] == [[place for place, _ in one.places] for one in postings[::step]]
    compare_blocks(found, number, freqs.tolist(), docs.tolist(), of_docs)


def compare_blocks(
    found: Postings, number: int, freqs: Sequence[int], docs: Sequence[int], lengths: Sequence[int]
) -> None:
    blocks = found.blocks(number)
    if blocks is None:
        assert len(docs) <= BLOCK
        return
    begins = range(0, len(docs), BLOCK)
    assert blocks.last.tolist() == [docs[begin : begin + BLOCK][-1] for begin in begins]
    assert blocks.most.tolist() == [max(freqs[begin : begin + BLOCK]) for begin in begins]
    assert blocks.shortest.tolist() == [min(lengths[begin : begin + BLOCK]) for begin in begins]


def test_documents_that_are_not_there_are_an_error() -> None:
    piece = Piece(Strings.of([b"x"]), np.array([1]), np.array([9]), np.array([1]))
    files = written([piece], [1] * 10)
    assert files.docs(0)[0].tolist() == [9]
    files._doc_count = 9
    with pytest.raises(DamagedSegmentError, match="b'x' in “body” cannot be read"):
        files.docs(0)
