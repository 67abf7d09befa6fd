"""What goes wrong in stock Whoosh below its matchers, and what a damaged or hostile segment does."""

import mmap
import pickle
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from whoosh import fields, query
from whoosh.analysis import LowercaseFilter, SpaceSeparatedTokenizer
from whoosh.filedb.filestore import FileStorage, RamStorage, Storage
from whoosh.index import Index
from whoosh.reading import TermNotFound

from corpus.errors import BroadsheetError
from index.columnar.arrays import ArrayFile, ArrayWriter
from index.columnar.codec import ColumnarCodec
from index.columnar.errors import DamagedSegmentError
from index.columnar.formats import Exact, Words
from index.columnar.segment import COLUMNS, EXTENSIONS, STORED, OpenSegment
from index.columnar.stored import Compressor, pack, write_frames


def make(storage: Storage, count: int = 40) -> Index:
    body = fields.TEXT(analyzer=SpaceSeparatedTokenizer() | LowercaseFilter(), stored=True)
    one = fields.ID(stored=True, unique=True)
    body.format, one.format = Words(), Exact()
    made = storage.create_index(fields.Schema(id=one, body=body, n=fields.NUMERIC(sortable=True)))
    random = Random(0)
    with made.writer(codec=ColumnarCodec()) as writer:
        for at in range(count):
            words = random.choices(["Alfa", "alfa", "bravo", f"c{at % 7}"], k=random.randrange(20))
            writer.add_document(id=str(at), body=" ".join(words), n=at)
    return made


def read(made: Index) -> list[Any]:
    """Read all that an index holds."""
    with made.reader() as reader:
        found: list[Any] = [list(reader.iter_docs()), list(reader.column_reader("n"))]
        for field, text in reader.all_terms():
            info = reader.term_info(field, text)
            found.append((info.weight(), info.min_id(), list(reader.postings(field, text).all_items())))
        return found


def base_of(array: object) -> Iterator[object]:
    while array is not None:
        yield array
        array = getattr(array, "base", None) if isinstance(array, np.ndarray) else getattr(array, "obj", None)


def test_a_searcher_maps_a_segment_and_copies_nothing(tmp_path: Path) -> None:
    made = make(FileStorage(str(tmp_path)))
    (segment,) = made._segments()
    opened = OpenSegment.open(made.storage, segment)
    for file in opened.files.values():
        for name in file.sizes:
            assert not file.sizes[name] or any(isinstance(one, mmap.mmap) for one in base_of(file[name]))


def test_threads_share_a_searcher(tmp_path: Path) -> None:
    made = make(FileStorage(str(tmp_path)), 300)
    queries = [query.Term("body", one) for one in ("alfa", "bravo", "c3")]
    queries += [query.Phrase("body", ["alfa", "bravo"]), query.Prefix("body", "c")]
    with made.searcher() as searcher:

        def answer(q: query.Query) -> list[Any]:
            hits = searcher.search(q, limit=20)
            return [(hit["id"], hit.score, len(hit["body"])) for hit in hits]

        alone = [answer(q) for q in queries]
        with ThreadPoolExecutor(8) as pool:
            for _ in range(5):
                assert list(pool.map(answer, queries * 4)) == alone * 4


def test_a_failed_document_keeps_its_number_from_no_other() -> None:
    """Its values are gone; its terms stay in Whoosh's pool, which no codec sees: our own writer has none."""
    made = make(RamStorage(), 0)
    writer = made.writer(codec=ColumnarCodec())
    for one, n in (("a", 1), ("bad", 2**40), ("b", 3)):
        try:
            writer.add_document(id=one, n=n)
        except ValueError:
            assert one == "bad"
    writer.commit()
    with made.reader() as reader:
        assert [stored["id"] for stored in reader.all_stored_fields()] == ["a", "b"]
        assert list(reader.column_reader("n")) == [1, 3]


def test_a_flipped_bit_is_an_error_and_found_by_the_checksums() -> None:
    made = make(RamStorage())
    good = read(made)
    (segment,) = made._segments()
    names = [segment.make_filename(one) for one in EXTENSIONS]
    random = Random(1)
    for _ in range(120):
        name = random.choice(names)
        whole = made.storage.files[name]
        flipped = bytearray(whole)
        flipped[random.randrange(len(flipped))] ^= 1 << random.randrange(8)
        made.storage.files[name] = bytes(flipped)
        try:
            same = read(made) == good
            # Between arrays lie bytes that mean nothing.
            if not same:
                with pytest.raises(DamagedSegmentError, match=r"\.(terms|docs|freqs|places|columns|stored)"):
                    OpenSegment.open(made.storage, segment).verify()
        except (BroadsheetError, TermNotFound):
            pass
        made.storage.files[name] = whole
    assert read(made) == good


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_a_cut_file_is_named(extension: str) -> None:
    made = make(RamStorage())
    (segment,) = made._segments()
    name = segment.make_filename(extension)
    made.storage.files[name] = made.storage.files[name][:-10]
    with pytest.raises(DamagedSegmentError, match=name.replace(".", r"\.")):
        made.reader()


class Trap:
    def __reduce__(self) -> tuple[Any, ...]:
        return print, ("caught",)


def test_a_stored_value_runs_no_code(capsys: pytest.CaptureFixture[str]) -> None:
    made = make(RamStorage(), 1)
    writer = made.writer(codec=ColumnarCodec())
    with pytest.raises(ValueError, match=r"builtins\.print is not loaded"):
        writer.add_document(id="x", _stored_id=Trap())
    writer.cancel()
    (segment,) = made._segments()
    with made.storage.create_file(segment.make_filename(STORED)) as file:
        arrays = ArrayWriter(file)
        frame = np.frombuffer(Compressor(b"").frame(pack(["id"], [Trap()])), np.uint8)
        write_frames(arrays, ["id"], b"", [(frame, np.array([frame.size]))])
        arrays.close()
    with made.reader() as reader, pytest.raises(DamagedSegmentError, match=r"builtins\.print is not loaded"):
        reader.stored_fields(0)
    assert not capsys.readouterr().out


def test_a_segment_says_how_many_documents_it_has() -> None:
    made = make(RamStorage())
    (segment,) = made._segments()
    segment.set_doc_count(2**40)
    with pytest.raises(DamagedSegmentError, match="it has 40 documents"):
        made._reader(made.storage, made.schema, [segment], 1)


def test_a_segment_and_its_codec_are_small_and_pickled() -> None:
    made = make(RamStorage())
    (segment,) = made._segments()
    data = pickle.dumps((segment, ColumnarCodec()))
    assert len(data) < 300
    again, codec = pickle.loads(data)  # noqa: S301 -- our own
    assert again == segment
    assert isinstance(codec, ColumnarCodec)
    assert isinstance(again.codec(), ColumnarCodec)


def test_arrays_of_the_bulk_writer_are_columns() -> None:
    """Numbers and exact values that were written as arrays come back as Whoosh's columns."""
    storage = RamStorage()
    tag = fields.KEYWORD(sortable=True, commas=True)
    tag.format = Exact()
    made = storage.create_index(fields.Schema(tag=tag, day=fields.NUMERIC(int, bits=64, signed=True, sortable=True)))
    with made.writer(codec=ColumnarCodec()) as writer:
        for one in ("b", "a", "b"):
            writer.add_document(tag=[one, "c"], day=3)
    (segment,) = made._segments()
    with storage.create_file(segment.make_filename(COLUMNS)) as file:
        arrays = ArrayWriter(file)
        arrays.write("day/numbers", np.array([5, -(2**62), 7], np.int64))
        arrays.write("tag/codes", np.array([2, 3, 1, 3], np.uint8))
        arrays.write("tag/code-starts", np.array([0, 2, 2, 4], np.uint8))
        arrays.close()
    with made.reader() as reader:
        assert list(reader.column_reader("day")) == [5, -(2**62), 7]
        assert list(reader.column_reader("tag", translate=False)) == [b"b", b"", b"a"]
        assert sorted(range(3), key=reader.column_reader("day").sort_key) == [1, 0, 2]
    with made.searcher() as searcher:
        assert [hit.docnum for hit in searcher.search(query.Every(), sortedby="day", reverse=True)] == [2, 0, 1]


def test_only_the_files_of_documents_are_read_for_documents() -> None:
    """Whoosh reads the lengths of a segment before its terms are written."""
    made = make(RamStorage())
    (segment,) = made._segments()
    for one in set(EXTENSIONS) - {COLUMNS, STORED}:
        made.storage.delete_file(segment.make_filename(one))
    reader = ColumnarCodec().per_document_reader(made.storage, segment)
    assert reader.doc_count() == 40
    assert reader.field_length("body") == sum(reader.doc_field_length(doc, "body") for doc in range(40))
    with pytest.raises(IndexError):
        reader.doc_field_length(40, "body")
    assert isinstance(reader._columns, ArrayFile)
