"""Names with their places, and signatures, come back from a segment as they were given, and through a merge."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh.filedb.filestore import FileStorage

from index.columnar.errors import DamagedSegmentError
from index.columnar.merging.merge import merge
from index.columnar.rows import Span
from index.columnar.segment import ColumnarSegment, OpenSegment
from index.columnar.writing.batch import Batch, Document, Layout
from index.columnar.writing.bulk import write_segment
from index.columnar.writing.vocabulary import Vocabulary
from index.generations import link
from index.sidefiles import load, save

LAYOUT = Layout((), (), (), (), ("id",), spans=("mention",), signatures=("minhash",))
NAMES = ["Şafak", "al-Sudani", "PMF", "Harakat al-Nujaba", "\ud800"]

spans = st.lists(
    st.builds(lambda name, start, size: Span(name, start, start + size), st.sampled_from(NAMES), st.integers(0, 70_000),
              st.integers(1, 300)),
    max_size=5,
).map(lambda found: tuple(sorted(found, key=lambda one: one.start)))  # fmt: skip
signatures = st.just(()) | st.lists(st.integers(0, 2**32 - 1), min_size=3, max_size=3).map(tuple)
Row = tuple[tuple[Span, ...], tuple[int, ...]]
rows = st.lists(st.tuples(spans, signatures), max_size=6)


def write(folder: Path, found: list[Row]) -> ColumnarSegment:
    batch = Batch(LAYOUT)
    for row, signature in found:
        batch.add(Document((), None, (), (), (), (b"x",), (row,), (signature,)))
    return write_segment(folder, batch, Vocabulary(), b"")


def read(folder: Path, segment: ColumnarSegment) -> list[Row]:
    opened = OpenSegment.open(FileStorage(str(folder)), segment)
    found = opened.spans("mention")
    postings = opened.postings("mention")
    names = [b"", *postings.texts()] if postings is not None else []
    minhash = opened.signatures("minhash")
    every = []
    for doc in range(opened.doc_count):
        one = found.of(np.array([doc]))
        row = tuple(
            Span(names[code].decode(), begin, end)
            for code, begin, end in zip(one.codes.tolist(), one.begins.tolist(), one.ends.tolist(), strict=True)
        )
        every.append((row, tuple(minhash[doc].tolist())))
    return every


def expected(found: list[Row]) -> list[Row]:
    """Return what should come back: what cannot be written in UTF-8 replaced, and signatures of the same length."""
    width = max((len(signature) for _, signature in found), default=0)
    return [
        (
            tuple(one._replace(name=one.name.encode("utf-8", "replace").decode()) for one in row),
            (*signature, *[0] * (width - len(signature))),
        )
        for row, signature in found
    ]


@given(st.lists(rows, min_size=1, max_size=3), st.integers(0, 2**32))
def test_rows_come_back_and_through_a_merge(
    tmp_path_factory: pytest.TempPathFactory, parts: list[list[Row]], bits: int
) -> None:
    folder = tmp_path_factory.mktemp("rows")
    segments = [write(folder, part) for part in parts]
    for segment, part in zip(segments, parts, strict=True):
        assert read(folder, segment) == expected(part)
    deleted = [[at for at in range(len(part)) if bits >> (7 * number + at) & 1] for number, part in enumerate(parts)]
    sources = [
        (OpenSegment.open(FileStorage(str(folder)), segment), gone)
        for segment, gone in zip(segments, deleted, strict=True)
    ]
    kept = [
        row
        for part, gone in zip(map(expected, parts), deleted, strict=True)
        for at, row in enumerate(part)
        if at not in gone
    ]
    width = max((len(signature) for part in parts for _, signature in part), default=0)
    merged = read(folder, merge(folder, sources, LAYOUT))
    assert merged == [(row, (*signature, *[0] * (width - len(signature)))) for row, signature in kept]


def test_places_without_names_are_an_error(tmp_path: Path) -> None:
    segment = write(tmp_path, [((Span("PMF", 1, 2),), (1, 2, 3))])
    opened = OpenSegment.open(FileStorage(str(tmp_path)), segment)
    opened.doc_count = 2
    with pytest.raises(DamagedSegmentError, match="signatures"):
        opened.signatures("minhash")
    with pytest.raises(DamagedSegmentError):
        opened.spans("mention")


def test_side_files_come_back_and_go_into_the_next_generation(tmp_path: Path) -> None:
    arrays = {"groups": np.array([3, 3, 0], np.uint32), "scores": np.array([0.5, -1.0])}
    save(tmp_path, "groups", arrays)
    save(tmp_path, "groups", {**arrays, "more": np.zeros(0, np.uint8)})
    found = load(tmp_path, "groups")
    assert {name: array.tolist() for name, array in found.items()} == {
        "groups": [3, 3, 0],
        "scores": [0.5, -1.0],
        "more": [],
    }
    assert load(tmp_path, "none") == {}
    link(tmp_path, tmp_path / "next")
    save(tmp_path / "next", "groups", {})
    assert load(tmp_path, "groups").keys() == found.keys()


def test_a_damaged_side_file_is_found(tmp_path: Path) -> None:
    save(tmp_path, "groups", {"groups": np.arange(100, dtype=np.uint32)})
    path = tmp_path / "groups.side"
    data = bytearray(path.read_bytes())
    data[50] ^= 1
    path.write_bytes(data)
    with pytest.raises(DamagedSegmentError, match="groups"):
        load(tmp_path, "groups")
