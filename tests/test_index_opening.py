"""Opening a generation: a hostile or damaged table of contents runs nothing and gives one error."""

import copyreg
import functools
import operator
import os
import pickle
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import whoosh.index
from conftest import MakeIndex, write_index
from hypothesis import given
from hypothesis import strategies as st
from whoosh import fields
from whoosh.codec.whoosh3 import W3Codec, W3Segment

from corpus.article import Article
from index.columnar.codec import ColumnarCodec
from index.columnar.segment import ColumnarSegment
from index.counts import Counts
from index.errors import DamagedIndexError, IncompatibleIndexError
from index.generations import Generation, current, manifest
from index.manifest import Manifest, check_files, write_manifest
from index.opening import open_for_writing, open_whoosh, read_table
from index.schema import schema
from index.unpickling import NotPlainError

ARTICLES = [Article(f"a{n}", f"Title {n}", f"Body of number {n}", extra={"desk": "x"}) for n in range(5)]


class Calls:
    """Pickles as a call of whatever it is given."""

    def __init__(self, function: object, *args: object) -> None:
        self.call = (function, args)

    def __reduce__(self) -> Any:  # noqa: ANN401 -- pickle's own loose type
        return self.call


SETS_AN_ATTRIBUTE = b"cwhoosh.fields\nNUMERIC\n(N}X\x08\x00\x00\x00to_bytescbuiltins\neval\nstb."
"""A pickle that replaces a method of one of Whoosh's classes."""


def table(fields_: bytes, segments: bytes, number: int = 1) -> bytes:
    """Return the bytes of a table of contents with these two pickles."""
    size = len(fields_)
    varint = bytearray()
    while size > 0x7F:
        varint.append(size & 0x7F | 0x80)
        size >>= 7
    varint.append(size)
    begin = bytes([4, 8, 4]) + struct.pack("!ii", -12345, -111) + bytes([2, 7, 5])
    return begin + bytes(varint) + fields_ + struct.pack("!ii", number, 0) + segments


GOOD_FIELDS = pickle.dumps(schema(["desk"]), 2)
NO_SEGMENTS = pickle.dumps([], -1)


def publish_again(generation: Generation, name: str, data: bytes) -> None:
    """Put a file into a generation as whoever makes a hostile index would: with a manifest that agrees."""
    (generation.path / name).write_bytes(data)
    old = manifest_of(generation)
    files = check_files(generation.path, {})
    write_manifest(
        generation.path, Manifest(old.number, old.previous, old.published_at, old.articles, old.counts, files)
    )


def manifest_of(generation: Generation) -> Manifest:
    try:
        return manifest(generation)
    except DamagedIndexError:
        return Manifest(generation.number, None, "", 0, Counts())


@pytest.fixture
def generation(make_index: MakeIndex) -> Generation:
    return current(make_index(ARTICLES, extra=["desk"], segments=2, deleted=["a1"]))


def hostile(victim: Path) -> Iterator[tuple[str, object]]:
    command = f"echo touched > {victim}"
    touch = f"__import__('pathlib').Path({str(victim)!r}).touch()"
    segment = W3Segment(W3Codec(), "MAIN", 1)
    segment.segid = Calls(os.system, command)
    named = fields.Schema(id=fields.ID(unique=True, stored=True))
    named._fields["id"].analyzer = Calls(eval, touch)
    yield "call", Calls(os.system, command)
    yield "nested", [[{"x": (1, Calls(os.system, command))}]]
    yield "eval", Calls(eval, touch)
    yield "exec", Calls(exec, touch)
    yield "attribute", Calls(operator.methodcaller("touch"), victim)
    yield "getter", Calls(operator.attrgetter, "system")
    yield "getattr", Calls(getattr, Calls(__import__, "os"), "system")
    yield "partial", Calls(functools.partial(os.system, command))
    yield "in a segment", [segment]
    yield "in a field", named
    yield "reconstructed", Calls(copyreg._reconstructor, W3Segment, object, None)  # type: ignore[attr-defined]


NAMES = [name for name, _ in hostile(Path("none"))]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_hostile_index_runs_nothing(generation: Generation, tmp_path: Path, name: str, protocol: int) -> None:
    victim = tmp_path / "touched"
    check_refused(generation, pickle.dumps(dict(hostile(victim))[name], protocol))
    assert not victim.exists()


def test_no_class_is_changed(generation: Generation) -> None:
    before = vars(fields.NUMERIC)["to_bytes"]
    check_refused(generation, SETS_AN_ATTRIBUTE)
    assert vars(fields.NUMERIC)["to_bytes"] is before


def check_refused(generation: Generation, data: bytes) -> None:
    """Put a pickle into both places of the table; nobody opens it."""
    toc = next(generation.path.glob("_MAIN_*.toc"))
    number = int(toc.stem.rpartition("_")[2])
    for content in (table(data, NO_SEGMENTS, number), table(GOOD_FIELDS, data, number)):
        publish_again(generation, toc.name, content)
        with pytest.raises(DamagedIndexError, match=r"_MAIN_\d\.toc is damaged(.|\n)*reindex --full"):
            open_whoosh(generation.path)
        with pytest.raises(DamagedIndexError, match=r"\.toc is damaged"):
            open_for_writing(generation.path, schema())


def test_the_message_names_what_does_not_belong_there(generation: Generation) -> None:
    toc = next(generation.path.glob("_MAIN_*.toc"))
    publish_again(generation, toc.name, table(pickle.dumps(Calls(os.getcwd)), NO_SEGMENTS, int(toc.stem[-1])))
    with pytest.raises(DamagedIndexError, match=rf"it names {os.getcwd.__module__}\.getcwd, which does not belong"):
        open_whoosh(generation.path)


def test_a_good_index_opens_as_whoosh_opens_it(generation: Generation) -> None:
    ours = open_whoosh(generation.path)
    theirs = whoosh.index.open_dir(str(generation.path))
    assert ours.schema.names() == theirs.schema.names()
    assert [vars(one) | {"_codec": None} for one in ours._segments()] == [
        vars(one) | {"_codec": None} for one in theirs._segments()
    ]
    assert (ours.doc_count(), ours.doc_count_all()) == (4, 5)
    with ours.searcher() as searcher:
        assert searcher.document(id="a3")["title"] == "Title 3"
        assert searcher.document(id="a1") is None


NAMES_OF_FIELDS = st.lists(st.from_regex(r"[A-Za-z][A-Za-z0-9_-]{0,20}", fullmatch=True), unique=True, max_size=6)


@given(NAMES_OF_FIELDS)
def test_every_configured_field_is_known(names: list[str]) -> None:
    found = read_table(table(pickle.dumps(schema(names), 2), NO_SEGMENTS), 1)
    assert found.schema.names() == schema(names).names()


FOREIGN = [
    fields.Schema(id=fields.ID),
    fields.Schema(),
    "text",
    None,
    {"_fields": {}},
    schema(["../../etc/passwd"]),
    schema([""]),
    schema(["x" * 65]),
]


@pytest.mark.parametrize("foreign", FOREIGN, ids=str)
def test_other_fields_are_refused(foreign: object) -> None:
    with pytest.raises(NotPlainError):
        read_table(table(pickle.dumps(foreign, 2), NO_SEGMENTS), 1)


def segment(**changes: object) -> ColumnarSegment:
    made = ColumnarSegment("MAIN")
    made.__dict__.update({"segid": "abc", "_doccount": 3, "_deleted": {1}, **changes})
    return made


@pytest.mark.parametrize(
    "changes",
    [
        {"indexname": "OTHER"},
        {"indexname": "../MAIN"},
        {"segid": "../../x"},
        {"segid": ""},
        {"segid": 5},
        {"_doccount": -1},
        {"_doccount": 1 << 40},
        {"_doccount": True},
        {"_doccount": "3"},
        {"_deleted": {3}},
        {"_deleted": {"1"}},
        {"_deleted": [1]},
        {"_deleted": None},
        {"compound": True},
        {"compound": "yes"},
        {"more": 1},
    ],
    ids=str,
)
def test_a_segment_that_is_not_as_it_should_be(changes: dict[str, object]) -> None:
    read_table(table(GOOD_FIELDS, pickle.dumps([segment()])), 1)
    with pytest.raises(NotPlainError):
        read_table(table(GOOD_FIELDS, pickle.dumps([segment(**changes)])), 1)


def test_other_lists_of_segments_are_refused() -> None:
    others: list[object] = [None, {}, [1], [segment(), segment()], [ColumnarCodec()], [W3Segment(W3Codec(), "MAIN")]]
    for value in others:
        with pytest.raises(NotPlainError):
            read_table(table(GOOD_FIELDS, pickle.dumps(value)), 1)
    lacking = segment()
    del lacking._deleted
    with pytest.raises(NotPlainError, match="lacks"):
        read_table(table(GOOD_FIELDS, pickle.dumps([lacking])), 1)


def test_the_frame_of_a_table() -> None:
    whole = table(GOOD_FIELDS, NO_SEGMENTS)
    read_table(whole, 1)
    for data, why in (
        (b"", "too early"),
        (whole + b"x", "left over"),
        (whole[3:], "it"),
        (b"\x08" + whole[1:], "does not begin"),
        (table(GOOD_FIELDS + b"x", NO_SEGMENTS), "left over"),
    ):
        with pytest.raises(NotPlainError, match=why):
            read_table(data, 1)
    with pytest.raises(NotPlainError, match="table 1"):
        read_table(whole, 2)


WHOLE = table(GOOD_FIELDS, pickle.dumps([segment(), segment(segid="def", _deleted=set())]))


@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
def test_no_flipped_byte_does_more_than_raise(at: int, change: int) -> None:
    damaged = bytearray(WHOLE)
    damaged[at] ^= change
    try:
        found = read_table(bytes(damaged), 1)
    except NotPlainError:
        return
    assert found.schema.names() == schema(["desk"]).names() or found.schema.names()[-1].startswith("x_")


@given(st.integers(0, len(WHOLE) - 1))
def test_no_truncated_table_is_read(size: int) -> None:
    with pytest.raises(NotPlainError):
        read_table(WHOLE[:size], 1)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    return current(write_index(tmp_path_factory.mktemp("kept") / "index", ARTICLES))


@given(data=st.data())
def test_a_published_table_that_was_changed_is_never_read(kept: Generation, data: st.DataObject) -> None:
    toc = next(kept.path.glob("_MAIN_*.toc"))
    whole = toc.read_bytes()
    damaged = bytearray(whole)
    if data.draw(st.booleans()):
        damaged[data.draw(st.integers(0, len(whole) - 1))] ^= data.draw(st.integers(1, 255))
    else:
        del damaged[data.draw(st.integers(0, len(whole) - 1)) :]
    toc.write_bytes(damaged)
    try:
        with pytest.raises(DamagedIndexError, match="reindex --full"):
            open_whoosh(kept.path)
    finally:
        toc.write_bytes(whole)


def test_a_table_put_beside_is_not_read(generation: Generation) -> None:
    (generation.path / "_MAIN_99.toc").write_bytes(table(GOOD_FIELDS, NO_SEGMENTS, 99))
    with pytest.raises(DamagedIndexError, match=r"_MAIN_99\.toc is damaged: it is not what was published"):
        open_whoosh(generation.path)


def test_a_folder_without_a_table(generation: Generation, tmp_path: Path) -> None:
    toc = next(generation.path.glob("_MAIN_*.toc"))
    toc.unlink()
    publish_again(generation, "entities.side", (generation.path / "entities.side").read_bytes())
    with pytest.raises(DamagedIndexError, match="it holds no table of contents"):
        open_whoosh(generation.path)
    toc.mkdir()
    with pytest.raises(DamagedIndexError, match=r"cannot be read|not what was published"):
        open_whoosh(generation.path)


def test_another_format(generation: Generation) -> None:
    file = generation.path / "manifest.json"
    file.write_text(file.read_text().replace('"format": "', '"format": "0'))
    with pytest.raises(IncompatibleIndexError):
        open_whoosh(generation.path)


def test_a_reader_opened_before_the_generation_went(generation: Generation) -> None:
    found = open_whoosh(generation.path)
    for file in generation.path.glob("_MAIN_*"):
        file.unlink()
    with pytest.raises(whoosh.index.EmptyIndexError):
        found.reader()


def test_writing(tmp_path: Path) -> None:
    made = open_for_writing(tmp_path, schema())
    writer = made.writer(codec=ColumnarCodec())
    writer.add_field("x_desk", schema(["desk"])["x_desk"])
    writer.add_document(id="a0")
    writer.commit()
    again = open_for_writing(tmp_path, schema(["never", "used"]))
    assert again.schema.names() == schema(["desk"]).names()
    writer = again.writer(codec=ColumnarCodec())
    writer.add_document(id="a1")
    writer.delete_by_term("id", "a0")
    writer.commit(merge=False)
    assert (again.doc_count(), again.doc_count_all()) == (1, 2)
    assert made.latest_generation() == again.latest_generation() == 2
