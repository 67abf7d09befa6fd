"""Array files: named little-endian NumPy arrays in one file, with a checksum of each.

::

    8 bytes   "BSARRAYS"
    arrays    each from a multiple of 16 bytes on
    directory JSON in UTF-8: {name: [dtype, count, offset in bytes, CRC-32]}
    24 bytes  offset of the directory, its length in bytes, its CRC-32, VERSION (u64, u32, u32, u32), "BSAE"

The directory stands at the end, so that an array may be written in pieces as it is made.
"""

import json
import mmap
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple
from zlib import crc32

import numpy as np
import numpy.typing as npt

from index.columnar.errors import DamagedSegmentError, UnknownVersionError

VERSION = 2
Array = npt.NDArray[Any]

_MAGIC = b"BSARRAYS"
_END = b"BSAE"
_TAIL = struct.Struct("<QIII4s")
_ALIGNED = 16
_DTYPES = frozenset({"|u1", "<u2", "<u4", "<u8", "|i1", "<i2", "<i4", "<i8", "<f4", "<f8"})
_EMPTY: Array = np.zeros(0, np.uint8)


class _Entry(NamedTuple):
    dtype: str
    length: int
    offset: int
    checksum: int


class ArrayWriter:
    """Writes an array file; nothing reads it before ``close``. ``file`` is any binary stream from its beginning."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._at = 0
        self._entries: dict[str, _Entry] = {}
        self._name = ""
        self._put(_MAGIC)

    def write(self, name: str, array: Array) -> None:
        """Write a one-dimensional array of integers or floats."""
        self.begin(name, array.dtype)
        self.append(array)

    def begin(self, name: str, dtype: npt.DTypeLike) -> None:
        """Begin an array that comes in pieces; it ends where the next one begins."""
        if name in self._entries:
            raise ValueError(name)
        self._put(bytes(-self._at % _ALIGNED))
        self._name = name
        self._entries[name] = _Entry(np.dtype(dtype).newbyteorder("<").str, 0, self._at, 0)

    def append(self, piece: Array) -> None:
        """Add values to the array that was begun last."""
        entry = self._entries[self._name]
        data = np.ascontiguousarray(piece, entry.dtype).view(np.uint8).data
        self._put(data)
        checksum = crc32(data, entry.checksum)
        self._entries[self._name] = entry._replace(length=entry.length + piece.size, checksum=checksum)

    def close(self) -> None:
        """Write the directory; the stream stays open."""
        directory = json.dumps(self._entries).encode()
        offset = self._at
        self._put(directory)
        self._put(_TAIL.pack(offset, len(directory), crc32(directory), VERSION, _END))

    def _put(self, data: "bytes | memoryview[int]") -> None:
        self._file.write(data)
        self._at += len(data)


class ArrayFile:
    """The arrays of one file, as views of its bytes: never written to, and as slow to open whatever its size.

    Raises DamagedSegmentError or UnknownVersionError, which name the file.
    """

    def __init__(self, buffer: "bytes | memoryview[int] | mmap.mmap", name: str) -> None:
        self.name = name
        self._map = buffer if isinstance(buffer, mmap.mmap) else None
        self._bytes = np.frombuffer(buffer, np.uint8) if len(buffer) else _EMPTY
        self._entries = self._read_directory()

    @classmethod
    def open(cls, path: Path) -> "ArrayFile":
        """Map a file into memory; OSError when it cannot be."""
        with path.open("rb") as file:
            if not path.stat().st_size:
                return cls(b"", str(path))
            return cls(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), str(path))

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def __getitem__(self, name: str) -> Array:
        """Return an array; KeyError when the file has none of this name."""
        entry = self._entries[name]
        kind = np.dtype(entry.dtype)
        return self._bytes[entry.offset : entry.offset + entry.length * kind.itemsize].view(kind)

    def get(self, name: str, dtype: npt.DTypeLike = np.uint8) -> Array:
        """Return an array, an empty one when the file has none of this name."""
        return self[name] if name in self._entries else np.zeros(0, dtype)

    @property
    def sizes(self) -> Mapping[str, int]:
        """The bytes that each array takes."""
        return {name: entry.length * np.dtype(entry.dtype).itemsize for name, entry in self._entries.items()}

    def release(self) -> None:
        """Let the system take back the memory of what has been read; it is read again where it is needed again."""
        if self._map is not None and hasattr(mmap, "MADV_DONTNEED"):
            self._map.madvise(mmap.MADV_DONTNEED)

    def verify(self) -> None:
        """Read everything and compare checksums; the directory was compared on opening."""
        for name, entry in self._entries.items():
            if crc32(self[name].view(np.uint8).data) != entry.checksum:
                raise DamagedSegmentError(self.name, f"the checksum of “{name}” is wrong")

    def _read_directory(self) -> dict[str, _Entry]:
        size = self._bytes.size
        if size < len(_MAGIC) + _TAIL.size or self._bytes[: len(_MAGIC)].tobytes() != _MAGIC:
            raise DamagedSegmentError(self.name, "it is no array file")
        offset, length, checksum, version, end = _TAIL.unpack(self._bytes[-_TAIL.size :].tobytes())
        if end != _END:
            raise DamagedSegmentError(self.name, "its end is missing")
        if version != VERSION:
            raise UnknownVersionError(self.name, version, VERSION)
        if offset + length + _TAIL.size != size:
            raise DamagedSegmentError(self.name, "its size is not what it says")
        data = self._bytes[offset : offset + length].tobytes()
        if crc32(data) != checksum:
            raise DamagedSegmentError(self.name, "the checksum of its directory is wrong")
        try:
            found = {name: _Entry(*one) for name, one in json.loads(data).items()}
            self._check(found, offset)
        except (ValueError, TypeError, AttributeError) as error:
            raise DamagedSegmentError(self.name, f"its directory cannot be read ({error})") from error
        return found

    @staticmethod
    def _check(entries: Mapping[str, _Entry], end: int) -> None:
        """Raise ValueError where an array would lie outside of its file."""
        for name, entry in entries.items():
            if entry.dtype not in _DTYPES or min(entry.length, entry.offset) < 0:
                raise ValueError(name)
            kind = np.dtype(entry.dtype)
            if entry.offset % kind.itemsize or entry.offset + entry.length * kind.itemsize > end:
                raise ValueError(name)


def narrow(values: Array) -> Array:
    """Return non-negative integers in the narrowest unsigned dtype that holds them.

    >>> narrow(np.array([3, 300])).dtype
    dtype('uint16')
    """
    most = int(values.max()) if values.size else 0
    for dtype in (np.uint8, np.uint16, np.uint32):
        if most <= np.iinfo(dtype).max:
            return values.astype(dtype, copy=False)
    return values.astype(np.uint64, copy=False)


def starts_of(counts: Array) -> npt.NDArray[np.int64]:
    """Return where each run begins when runs of these lengths lie one behind the other, and where the last ends.

    >>> starts_of(np.array([2, 0, 3])).tolist()
    [0, 2, 2, 5]
    """
    found = np.zeros(counts.size + 1, np.int64)
    np.cumsum(counts, out=found[1:])
    return found


def ranges(begins: Array, counts: Array) -> npt.NDArray[np.int64]:
    """Return the numbers of several ranges, one behind the other.

    >>> ranges(np.array([5, 0]), np.array([2, 3])).tolist()
    [5, 6, 0, 1, 2]
    """
    ends = np.cumsum(counts, dtype=np.int64)
    total = int(ends[-1]) if ends.size else 0
    return np.arange(total, dtype=np.int64) + np.repeat(begins.astype(np.int64) - (ends - counts), counts)


def run_gaps(values: Array, starts: Array) -> Array:
    """Return how much each number is above the one before it in its run, and the first of each run as it is.

    Run ``i`` has the numbers from ``starts[i]`` to ``starts[i + 1]``.

    >>> run_gaps(np.array([5, 9, 2]), np.array([0, 2, 2, 3])).tolist()
    [5, 4, 2]
    """
    firsts = starts[:-1][starts[1:] > starts[:-1]]
    gaps = np.diff(values, prepend=values[:1])
    gaps[firsts] = values[firsts]
    return gaps


def run_sums(gaps: Array, starts: Array) -> npt.NDArray[np.int64]:
    """Return the numbers that ``run_gaps`` made gaps of; ValueError where the runs are not as long as the gaps.

    >>> run_sums(np.array([5, 4, 2]), np.array([0, 2, 2, 3])).tolist()
    [5, 9, 2]
    """
    filled = starts[1:] > starts[:-1]
    firsts = starts[:-1][filled]
    sums = np.cumsum(gaps, dtype=np.int64)
    return sums - np.repeat(sums[firsts] - gaps[firsts], np.diff(starts)[filled])
