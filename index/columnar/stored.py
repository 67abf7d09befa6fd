"""Stored fields: what comes back as it was given, one Zstandard frame a document, with a shared dictionary.

A frame holds a number of 4 bytes and a letter for each name, then the values one behind the other: ``s`` a
text in UTF-8, ``j`` a value in JSON, ``p`` any other in pickle; the number is the value's length in bytes,
and a name that the document does not have has the letter ``-``. Measured on news, a frame a document with
a dictionary is smaller than blocks of 64 KB, and a document comes out ten times as fast.
"""

import io
import json
import pickle
import struct
import threading
from collections.abc import Iterable, Sequence
from itertools import accumulate
from math import isfinite
from typing import Any

import numpy as np
import zstandard

from index.columnar.arrays import Array, ArrayFile, ArrayWriter, narrow, starts_of
from index.columnar.errors import DamagedSegmentError

_LEVEL = 3
_TABLES = {"window_log": 17, "hash_log": 16, "chain_log": 16}
"""Tables for articles of some kilobytes that have a dictionary: a little less time and room than what a level implies.

The level below takes a fifth less time, and makes an index 2 % larger.
"""

DICTIONARY_BYTES = 112 << 10
_TRAINED_ON = 3 << 20
_SAMPLE = 6 << 10
_FEWEST = 500
"""Documents below which a dictionary costs more than it saves."""

_SEGMENT, _MATCHED = 200, 8
"""Parameters of the COVER algorithm; to seek better ones takes five times as long and gains nothing."""

_RELEASED_AFTER = 32
"""Documents after which the memory that the file is mapped into is given back, as much is mapped around each."""

_HEAD = struct.Struct("<IB")
ABSENT = object()
"""Stands for a field that a document does not have."""

_NOTHING, _TEXT, _JSON, _PICKLE = b"-sjp"
_LONGEST = 1 << 30
_HARMLESS = {
    ("datetime", "datetime"), ("datetime", "date"), ("datetime", "time"), ("datetime", "timedelta"),
    ("datetime", "timezone"), ("decimal", "Decimal"), ("uuid", "UUID"), ("builtins", "complex"),
    ("builtins", "frozenset"), ("builtins", "set"), ("builtins", "bytearray"), ("_codecs", "encode"),
}  # fmt: skip
_Dictionary = zstandard.ZstdCompressionDict


def train(samples: Iterable[bytes]) -> bytes:
    """Return a dictionary made from the first few megabytes of documents, empty where they are too few for one."""
    kept: list[bytes | bytearray | memoryview[int]] = []
    size = 0
    for sample in samples:
        kept.append(sample[:_SAMPLE])
        size += len(kept[-1])
        if size > _TRAINED_ON:
            break
    if len(kept) < _FEWEST:
        return b""
    try:
        return zstandard.train_dictionary(DICTIONARY_BYTES, kept, k=_SEGMENT, d=_MATCHED).as_bytes()
    except zstandard.ZstdError:  # too little in common
        return b""


def pack(names: Sequence[str], values: Sequence[Any]) -> bytes:
    """Return a document's values, in the order of the names, as the bytes that are compressed; ABSENT has none."""
    heads, bodies = [], []
    for _, value in zip(names, values, strict=True):
        if value is ABSENT:
            heads.append(_HEAD.pack(0, _NOTHING))
            continue
        kind, data = _pack_value(value)
        heads.append(_HEAD.pack(len(data), kind))
        bodies.append(data)
    return b"".join((*heads, *bodies))


def pack_texts(texts: Sequence[bytes | str]) -> bytes:
    """Return what ``pack`` does for texts alone, of which those in bytes are in UTF-8."""
    encoded = [text for text in texts if isinstance(text, bytes)]
    if len(encoded) == len(texts):
        heads = [_HEAD.pack(len(text), _TEXT) for text in encoded]
        return b"".join((*heads, *encoded))
    values = [text.decode() if isinstance(text, bytes) else text for text in texts]
    return pack([""] * len(values), values)


def check(value: object) -> None:
    """Raise ValueError for a value that would not come back: of a class that is not loaded from an index."""
    kind, data = _pack_value(value)
    if kind == _PICKLE:
        _unpickle(data)


class Compressor:
    """Makes frames of packed documents; not safe for several threads."""

    def __init__(self, dictionary: bytes) -> None:
        self._zstd = zstandard.ZstdCompressor(
            dict_data=_Dictionary(dictionary) if dictionary else None,
            compression_params=zstandard.ZstdCompressionParameters.from_level(_LEVEL, write_checksum=True, **_TABLES),
        )

    def frame(self, packed: bytes) -> bytes:
        """Return the frame of a packed document."""
        return self._zstd.compress(packed)


def write_frames(
    writer: ArrayWriter, names: Sequence[str], dictionary: bytes, frames: Iterable[tuple[Array, Array]]
) -> None:
    """Write frames, which come in pieces: the bytes of some frames, and how many bytes each has."""
    writer.begin("frames", np.uint8)
    sizes = [np.zeros(0, np.int64)]
    for data, lengths in frames:
        writer.append(data)
        sizes.append(lengths)
    writer.write("starts", narrow(starts_of(np.concatenate(sizes))))
    writer.write("dictionary", np.frombuffer(dictionary, np.uint8))
    writer.write("names", np.frombuffer(json.dumps(list(names)).encode(), np.uint8))


class Stored:
    """The stored fields of a segment. Raises DamagedSegmentError; safe for threads.

    Pickled values are not read: what we store ourselves has none. ``with_pickles`` is for whoever trusts the index,
    as Whoosh does; it still loads no class but a few harmless ones.
    """

    def __init__(self, file: ArrayFile, *, with_pickles: bool = False) -> None:
        self._unpickle = _unpickle if with_pickles else None
        self.file = file
        self.names: list[str] = _names(file)
        self._places = {name: at for at, name in enumerate(self.names)}
        self._heads = struct.Struct("<" + "IB" * len(self.names))
        self._only_texts = (_TEXT,) * len(self.names)
        self.dictionary = file.get("dictionary").tobytes()
        self.starts = file["starts"]
        self.frames = file.get("frames")
        self._view = self.frames.data
        self._own = threading.local()
        self._reads = 0

    def __len__(self) -> int:
        return int(self.starts.size) - 1

    def packed(self, doc: int) -> bytes:
        """Return what ``pack`` made of a document."""
        begin, end = self.starts.item(doc), self.starts.item(doc + 1)
        if begin == end:
            return b"".join(_HEAD.pack(0, _NOTHING) for _ in self.names)
        try:
            found: bytes = self._zstd().decompress(self._view[begin:end], max_output_size=_LONGEST)
        except (zstandard.ZstdError, MemoryError) as error:
            raise DamagedSegmentError(self.file.name, f"document {doc} cannot be read ({error})") from error
        self._reads += 1
        if self._reads % _RELEASED_AFTER == 0:
            self.file.release()
        return found

    def fields(self, doc: int, only: frozenset[str] | None = None) -> dict[str, Any]:
        """Return the stored fields of a document, or only those of some names."""
        packed = self.packed(doc)
        found: dict[str, Any] = {}
        at = _HEAD.size * len(self.names)
        try:
            for number, name in enumerate(self.names):
                length, kind = _HEAD.unpack_from(packed, _HEAD.size * number)
                if kind != _NOTHING and (only is None or name in only):
                    found[name] = self._unpack(kind, packed[at : at + length])
                at += length
        except (ValueError, struct.error) as error:
            raise DamagedSegmentError(self.file.name, f"document {doc} cannot be read ({error})") from error
        if at != len(packed):
            raise DamagedSegmentError(self.file.name, f"document {doc} is not as long as it says")
        return found

    def texts(self, doc: int, names: Sequence[str]) -> list[str]:
        """Return some stored texts of a document, empty ones for what it does not have: ``fields``, but quicker."""
        packed = self.packed(doc)
        try:
            heads = self._heads.unpack_from(packed)
            if heads[1::2] == self._only_texts:
                ends = [*accumulate(heads[::2], initial=self._heads.size)]
                if ends[-1] == len(packed):
                    places = self._places
                    return [packed[ends[at] : ends[at + 1]].decode() for at in map(places.__getitem__, names)]
        except (KeyError, ValueError, struct.error):
            pass  # what is wrong, ``fields`` says
        found = self.fields(doc)
        return [str(found.get(name) or "") for name in names]

    def _unpack(self, kind: int, data: bytes) -> object:
        if kind == _TEXT:
            return data.decode()
        if kind == _JSON:
            return json.loads(data)
        if kind == _PICKLE and self._unpickle is not None:
            return self._unpickle(data)
        raise ValueError(f"values of kind {kind} are not read")

    def packed_as(self, doc: int, names: Sequence[str]) -> bytes:
        """Return a document packed for other names."""
        found = self.fields(doc)
        return pack(names, [found.get(name, ABSENT) for name in names])

    def _zstd(self) -> Any:  # noqa: ANN401 -- zstandard has no types
        """Return this thread's decompressor, as one serves one thread at a time."""
        if not hasattr(self._own, "zstd"):
            dictionary = _Dictionary(self.dictionary) if self.dictionary else None
            self._own.zstd = zstandard.ZstdDecompressor(dict_data=dictionary)
        return self._own.zstd


def _names(file: ArrayFile) -> list[str]:
    try:
        found = json.loads(file["names"].tobytes())
    except (ValueError, KeyError) as error:
        raise DamagedSegmentError(file.name, f"the names of its fields cannot be read ({error})") from error
    if not isinstance(found, list) or not all(isinstance(name, str) for name in found):
        raise DamagedSegmentError(file.name, "the names of its fields are no names")
    return found


def _pack_value(value: object) -> tuple[int, bytes]:
    if type(value) is str:
        try:
            return _TEXT, value.encode()
        except UnicodeEncodeError:
            return _JSON, json.dumps(value).encode()
    if value is None or type(value) in {bool, int} or (type(value) is float and isfinite(value)):
        return _JSON, json.dumps(value).encode()
    return _PICKLE, pickle.dumps(value, 4)


def _unpickle(data: bytes) -> object:
    try:
        return _Harmless(io.BytesIO(data)).load()
    except Exception as error:  # a damaged pickle raises anything
        raise ValueError(str(error)) from error


class _Harmless(pickle.Unpickler):
    """Loads values that Whoosh's users store, and no class that could do anything."""

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401
        if (module, name) in _HARMLESS:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} is not loaded from an index")
