"""Bulk writing: a batch of documents to the files of a segment."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

import numpy as np

from index.columnar.arrays import Array, ArrayWriter, narrow, run_gaps, starts_of
from index.columnar.fields import FieldWriter, Piece, Streams
from index.columnar.rows import sampled, write_signatures, write_spans
from index.columnar.segment import COLUMNS, DOCS, EXTENSIONS, FREQS, PLACES, STORED, TERMS, ColumnarSegment
from index.columnar.stored import Compressor, pack_texts, write_frames
from index.columnar.writing.batch import Batch, Layout, Text
from index.columnar.writing.invert import invert
from index.columnar.writing.limits import Claim, all_of_it
from index.columnar.writing.vocabulary import Vocabulary

INDEX_NAME = "MAIN"
"""Whoosh's name for the index in a folder that has only one."""


class SegmentWriter:
    """Writes the files of one segment, which count when they are closed."""

    def __init__(self, files: dict[str, ArrayWriter]) -> None:
        self.columns = files[COLUMNS]
        self.stored = files[STORED]
        self._streams = Streams(files[TERMS], files[DOCS], files[FREQS], files[PLACES])

    def field(self, name: str, lengths: Array) -> FieldWriter:
        """Begin a field; close it before the next one begins."""
        return FieldWriter(name, self._streams, lengths)

    def codes(self, name: str, codes: Array, starts: Array) -> None:
        """Write the numbers of each document's values: one a document where none has several."""
        counts = np.diff(starts)
        if counts.size and counts.max(initial=0) > 1:
            self.columns.write(f"{name}/codes", narrow(codes))
            self.columns.write(f"{name}/code-starts", narrow(starts))
        else:
            single = np.zeros(counts.size, np.int64)
            single[counts == 1] = codes
            self.columns.write(f"{name}/codes", narrow(single))

    def offsets(self, name: str, offsets: Array, lengths: Array) -> None:
        """Write where every 64th word of each text begins, counted from the one before it."""
        self.columns.write(f"{name}/offsets", narrow(run_gaps(offsets, starts_of(sampled(lengths)))))


@contextmanager
def segment_files(folder: Path, segment: ColumnarSegment) -> Iterator[SegmentWriter]:
    """Open the files of a new segment in a folder for writing."""
    with ExitStack() as stack:
        files = {
            one: ArrayWriter(stack.enter_context((folder / segment.make_filename(one)).open("wb")))
            for one in EXTENSIONS
        }
        yield SegmentWriter(files)
        for file in files.values():
            file.close()


def write_segment(
    folder: Path, batch: Batch, vocabulary: Vocabulary, dictionary: bytes, claim: Claim = all_of_it
) -> ColumnarSegment:
    """Write a batch, or as much of it as is granted, as a segment and return it.

    What the vocabulary has learned serves the next batch.
    """
    layout = batch.layout
    words = _words(batch, vocabulary, claim)
    segment = ColumnarSegment(INDEX_NAME)
    segment.set_doc_count(len(batch.documents))
    with segment_files(folder, segment) as writer:
        _write_words(writer, words, layout, vocabulary)
        for name in layout.exact:
            piece, codes, starts = batch.exact(name)
            _write_piece(writer, name, piece)
            writer.codes(name, codes, starts)
        for name in layout.numbers:
            piece, numbers = batch.numbers(name)
            _write_piece(writer, name, piece)
            writer.columns.write(f"{name}/numbers", numbers)
        for name in layout.spans:
            piece, spans = batch.spans(name)
            _write_piece(writer, name, piece)
            writer.codes(name, spans.codes, spans.starts)
            write_spans(writer.columns, name, spans)
        for name in layout.signatures:
            write_signatures(writer.columns, name, batch.signatures(name))
        _write_stored(writer, batch, dictionary)
    vocabulary.forget_if_full()
    return segment


def _words(batch: Batch, vocabulary: Vocabulary, claim: Claim) -> dict[str, Text]:
    """Read the words of all fields, the longest first: of as many documents as are granted there, which then are all.

    All are read before any is written, so that the terms are put in order once.
    """
    texts = batch.layout.texts
    found = {}
    if texts:
        longest = max(texts, key=lambda name: sum(len(one.texts[texts.index(name)]) for one in batch.documents))
        found[longest] = batch.text(longest, vocabulary, claim)
        batch.cut(found[longest].lengths.size)
    for name in batch.layout.with_words:
        if name not in found:
            found[name] = (batch.text if name in texts else batch.names)(name, vocabulary)
    return found


def _write_words(writer: SegmentWriter, words: Mapping[str, Text], layout: Layout, vocabulary: Vocabulary) -> None:
    for name in layout.with_words:
        text = words[name]
        field = writer.field(name, text.lengths)
        for piece in invert(text.words, vocabulary):
            field.add(piece)
        field.close()
        writer.columns.write(f"{name}/lengths", narrow(text.lengths))
        if name in layout.texts:
            writer.offsets(name, text.offsets, text.lengths)


def _write_piece(writer: SegmentWriter, name: str, piece: Piece) -> None:
    field = writer.field(name, np.zeros(0, np.uint8))
    field.add(piece)
    field.close()


def _write_stored(writer: SegmentWriter, batch: Batch, dictionary: bytes) -> None:
    compressor = Compressor(dictionary)
    names = batch.layout.stored
    frames = [compressor.frame(pack_texts(document.stored)) for document in batch.documents]
    data = np.frombuffer(b"".join(frames), np.uint8)
    sizes = np.fromiter(map(len, frames), np.int64, len(frames))
    write_frames(writer.stored, names, dictionary, [(data, sizes)])
