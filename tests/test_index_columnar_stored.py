import io
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.columnar.arrays import ArrayFile, ArrayWriter
from index.columnar.errors import DamagedSegmentError
from index.columnar.stored import ABSENT, Compressor, Stored, check, pack, train, write_frames

VALUES = st.one_of(
    st.text(st.characters(), max_size=20),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False),
    st.booleans(),
    st.none(),
    st.binary(max_size=10),
    st.lists(st.integers(), max_size=3),
    st.tuples(st.text(max_size=3), st.integers()),
    st.sampled_from([datetime(2024, 1, 1, tzinfo=UTC), date(1999, 1, 2), Decimal("1.50"), {"a": {1, 2}}]),
)
DOCS = st.lists(st.dictionaries(st.sampled_from(["a", "b", "ü/c"]), VALUES), max_size=8)
NAMES = ("a", "b", "ü/c")


def stored(packed: list[bytes], dictionary: bytes = b"") -> Stored:
    file = io.BytesIO()
    arrays = ArrayWriter(file)
    compressor = Compressor(dictionary)
    frames = [np.frombuffer(compressor.frame(one), np.uint8) for one in packed]
    write_frames(arrays, NAMES, dictionary, ((frame, np.array([frame.size])) for frame in frames))
    arrays.close()
    return Stored(ArrayFile(file.getvalue(), "some.stored"), with_pickles=True)


def packed_doc(doc: dict[str, Any]) -> bytes:
    return pack(NAMES, [doc.get(name, ABSENT) for name in NAMES])


@given(DOCS)
def test_documents_come_back(docs: list[dict[str, Any]]) -> None:
    opened = stored([packed_doc(doc) for doc in docs])
    assert len(opened) == len(docs)
    for at, doc in enumerate(docs):
        assert opened.fields(at) == doc
        assert opened.fields(at, frozenset({"a"})) == {name: value for name, value in doc.items() if name == "a"}
        for value in doc.values():
            check(value)


def test_many_documents_share_a_dictionary() -> None:
    docs = [{"a": f"The committee met on day {at} and agreed on nothing in particular.", "b": at} for at in range(2000)]
    packed = [packed_doc(doc) for doc in docs]
    dictionary = train(packed)
    assert dictionary
    assert not train(packed[:100])
    opened, plain = stored(packed, dictionary), stored(packed)
    assert opened.frames.size < plain.frames.size / 2
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(opened.fields, range(2000))) == docs


@given(st.binary(max_size=40))
def test_bytes_that_are_no_document_are_an_error(data: bytes) -> None:
    with suppress(DamagedSegmentError):
        stored([data]).fields(0)


def test_a_broken_frame_is_an_error() -> None:
    file = io.BytesIO()
    arrays = ArrayWriter(file)
    write_frames(arrays, NAMES, b"", [(np.array([1, 2, 3], np.uint8), np.array([3]))])
    arrays.close()
    with pytest.raises(DamagedSegmentError, match="document 0 cannot be read"):
        Stored(ArrayFile(file.getvalue(), "some.stored")).fields(0)


def test_a_class_of_somebody_is_not_loaded() -> None:
    with pytest.raises(ValueError, match="is not loaded from an index"):
        check(io.StringIO)


def test_pickles_are_read_only_for_whom_trusts_the_index() -> None:
    file = stored([packed_doc({"a": (1, 2), "b": "plain"})]).file
    assert Stored(file, with_pickles=True).fields(0) == {"a": (1, 2), "b": "plain"}
    assert Stored(file).fields(0, frozenset({"b"})) == {"b": "plain"}
    with pytest.raises(DamagedSegmentError, match="are not read"):
        Stored(file).fields(0)
