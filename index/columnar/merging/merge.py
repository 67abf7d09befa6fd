"""Merging: several segments to one without their deleted documents, by whole arrays, a range of terms at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from whoosh.filedb.filestore import FileStorage

from index.columnar.arrays import Array, narrow, ranges, starts_of
from index.columnar.merging.joining import joined
from index.columnar.merging.windows import Source, windows
from index.columnar.rows import Spans, joined_signatures, write_signatures, write_spans
from index.columnar.segment import ColumnarSegment, OpenSegment
from index.columnar.stored import Compressor, write_frames
from index.columnar.writing.batch import Layout
from index.columnar.writing.bulk import INDEX_NAME, SegmentWriter, segment_files

_FRAMES = 8 << 20
"""Bytes of stored documents that are copied at a time."""


@dataclass(frozen=True, slots=True)
class Part:
    """A segment to merge. ``numbers`` are the new numbers of its documents, -1 for those that go."""

    segment: OpenSegment
    numbers: Array

    @property
    def kept(self) -> Array:
        """The old numbers of the documents that stay."""
        return np.flatnonzero(self.numbers >= 0)


Run = Sequence[tuple[ColumnarSegment, Sequence[int]]]
"""Segments that become one, each with the numbers of its deleted documents."""


def merge_run(folder: Path, run: Run, layout: Layout) -> ColumnarSegment:
    """Merge segments of a folder."""
    storage = FileStorage(str(folder))
    return merge(folder, [(OpenSegment.open(storage, segment), deleted) for segment, deleted in run], layout)


def merge(folder: Path, sources: Sequence[tuple[OpenSegment, Sequence[int]]], layout: Layout) -> ColumnarSegment:
    """Write segments, each with the numbers of its deleted documents, as one segment and return it.

    Documents keep their order. Memory is bounded by the longest list of postings of one term.
    """
    parts, count = _numbered(sources)
    merged = ColumnarSegment(INDEX_NAME)
    merged.set_doc_count(count)
    with segment_files(folder, merged) as writer:
        for name in layout.with_words:
            lengths = _concatenated([part.segment.lengths(name)[part.kept] for part in parts])
            _merge_terms(writer, name, parts, lengths)
            writer.columns.write(f"{name}/lengths", narrow(lengths))
            if name in layout.texts:
                _merge_offsets(writer, name, parts, lengths)
        for name in layout.exact:
            texts = _merge_terms(writer, name, parts, np.zeros(0, np.uint8))
            _merge_codes(writer, name, parts, texts)
        for name in layout.numbers:
            _merge_terms(writer, name, parts, np.zeros(0, np.uint8))
            numbers = [_numbers_of(part, name) for part in parts]
            writer.columns.write(f"{name}/numbers", _concatenated(numbers).astype(np.int64))
        for name in layout.spans:
            texts = _merge_terms(writer, name, parts, np.zeros(0, np.uint8))
            _merge_codes(writer, name, parts, texts)
            _merge_spans(writer, name, parts)
        for name in layout.signatures:
            rows = [part.segment.signatures(name)[part.kept] for part in parts]
            write_signatures(writer.columns, name, joined_signatures(rows))
        _merge_stored(writer, parts, layout.stored)
    return merged


def _numbered(sources: Sequence[tuple[OpenSegment, Sequence[int]]]) -> tuple[list[Part], int]:
    parts, count = [], 0
    for segment, deleted in sources:
        live = np.ones(segment.doc_count, np.bool_)
        live[list(deleted)] = False
        numbers = np.where(live, np.cumsum(live) - 1 + count, -1)
        count += int(live.sum())
        parts.append(Part(segment, numbers))
    return parts, count


def _merge_terms(writer: SegmentWriter, name: str, parts: Sequence[Part], lengths: Array) -> list[bytes]:
    """Merge the postings of a field; return its terms."""
    field = writer.field(name, lengths)
    sources = []
    for part in parts:
        postings = part.segment.postings(name)
        if postings is not None and len(postings):
            sources.append(Source(postings, part.numbers))
    texts: list[bytes] = []
    for pieces in windows(sources):
        piece = joined(pieces)
        texts += piece.texts
        field.add(piece)
        for part in parts:
            part.segment.release()
    field.close()
    return texts


def _merge_codes(writer: SegmentWriter, name: str, parts: Sequence[Part], texts: Sequence[bytes]) -> None:
    places = {text: at for at, text in enumerate(texts, 1)}
    all_codes, all_counts = [], []
    for part in parts:
        postings = part.segment.postings(name)
        known = [] if postings is None else [places.get(text, 0) for text in postings.texts()]
        fresh = np.array([0, *known], np.int64)
        codes, starts = part.segment.codes(name)
        counts = np.diff(starts)[part.kept]
        all_codes.append(fresh[codes[ranges(starts[:-1][part.kept], counts)].astype(np.int64)])
        all_counts.append(counts)
    writer.codes(name, _concatenated(all_codes), starts_of(_concatenated(all_counts)))


def _merge_spans(writer: SegmentWriter, name: str, parts: Sequence[Part]) -> None:
    """Merge the places of spans; the codes, which differ from part to part, are merged apart."""
    found = [part.segment.spans(name).of(part.kept) for part in parts]
    counts = _concatenated([np.diff(one.starts) for one in found])
    codes, begins, ends = (_concatenated([one[at] for one in found]) for at in (1, 2, 3))
    write_spans(writer.columns, name, Spans(starts_of(counts), codes, begins, ends))


def _merge_offsets(writer: SegmentWriter, name: str, parts: Sequence[Part], lengths: Array) -> None:
    found = []
    for part in parts:
        offsets, starts = part.segment.offsets(name)
        found.append(offsets[ranges(starts[:-1][part.kept], np.diff(starts)[part.kept])])
    writer.offsets(name, _concatenated(found), lengths.astype(np.int64))


def _numbers_of(part: Part, name: str) -> Array:
    return part.segment.numbers(name)[part.kept]


def _concatenated(arrays: Sequence[Array]) -> Array:
    return np.concatenate(arrays) if arrays else np.zeros(0, np.int64)


def _merge_stored(writer: SegmentWriter, parts: Sequence[Part], names: Sequence[str]) -> None:
    dictionary = next((part.segment.stored.dictionary for part in parts if part.segment.stored.dictionary), b"")
    frames = (frame for part in parts for frame in _frames(part, dictionary, names))
    write_frames(writer.stored, names, dictionary, frames)


def _frames(part: Part, dictionary: bytes, names: Sequence[str]) -> Iterator[tuple[Array, Array]]:
    """Yield the frames of the documents that stay: copied where the dictionary is the same, else made anew."""
    stored, kept = part.segment.stored, part.kept
    if stored.dictionary == dictionary and stored.names == list(names):
        starts = stored.starts.astype(np.int64)
        sizes = np.diff(starts)[kept]
        cuts = np.searchsorted(np.cumsum(sizes), np.arange(_FRAMES, int(sizes.sum()) + _FRAMES, _FRAMES))
        for begin, end in zip([0, *cuts.tolist()], [*cuts.tolist(), kept.size], strict=True):
            chosen, counts = kept[begin:end], sizes[begin:end]
            if chosen.size and chosen[-1] - chosen[0] + 1 == chosen.size:
                yield stored.frames[starts[chosen[0]] : starts[chosen[-1] + 1]], counts
            elif chosen.size:
                yield stored.frames[ranges(starts[chosen], counts)], counts
            stored.file.release()
        return
    compressor = Compressor(dictionary)
    for doc in kept.tolist():
        frame = compressor.frame(stored.packed(doc) if stored.names == list(names) else stored.packed_as(doc, names))
        yield np.frombuffer(frame, np.uint8), np.array([len(frame)], np.int64)
