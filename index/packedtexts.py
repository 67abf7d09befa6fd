"""Packed texts: many names, of which much is alike, compressed as one, with the bytes of each beside it."""

import re
from collections.abc import Mapping, Sequence

import numpy as np
import zstandard

from corpus.distinct import distinct
from index.columnar.arrays import Array, narrow, starts_of
from index.columnar.errors import DamagedSegmentError

_LEVEL = 9


def packed_texts(name: str, texts: Sequence[bytes]) -> dict[str, Array]:
    """Return texts as arrays of a side file: ``name`` and ``name-lengths``."""
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    data = zstandard.ZstdCompressor(_LEVEL).compress(b"".join(texts))
    return {name: np.frombuffer(data, np.uint8), f"{name}-lengths": narrow(lengths)}


def _unpacked(data: Array, size: int) -> bytes:
    try:
        found = zstandard.ZstdDecompressor().decompress(data.tobytes(), max_output_size=size)
    except (zstandard.ZstdError, MemoryError) as error:
        raise DamagedSegmentError("a side file", f"a text cannot be unpacked ({error})") from error
    if len(found) != size:
        raise DamagedSegmentError("a side file", "a text is shorter than it should be")
    return found


class PackedTexts(Sequence[str]):
    """Texts that stand packed in the arrays of a side file."""

    def __init__(self, arrays: Mapping[str, Array], name: str) -> None:
        """Unpack texts; raises DamagedSegmentError."""
        lengths = arrays.get(f"{name}-lengths", np.zeros(0, np.int64))
        self._starts = starts_of(lengths)
        self._data = _unpacked(arrays[name], int(self._starts[-1])) if name in arrays else b""

    def __len__(self) -> int:
        return self._starts.size - 1

    def raw(self, at: int) -> bytes:
        """Return a text as it is stored."""
        return self._data[self._starts.item(at) : self._starts.item(at + 1)]

    def __getitem__(self, at: int) -> str:  # type: ignore[override]  # no slices
        if at >= len(self):
            raise IndexError(at)
        return self.raw(at).decode("utf-8", "replace")

    def about(self, part: bytes) -> list[int]:
        """Return the texts in which a part begins, ascending; it may run on into the next. All have an empty one."""
        if not part:
            return list(range(len(self)))
        begins = [found.start() for found in re.finditer(re.escape(part), self._data)]
        places: list[int] = (distinct(np.searchsorted(self._starts, begins, "right")) - 1).tolist()
        return places

    def place(self, text: bytes) -> int:
        """Return how many of the texts, which ascend, are before one."""
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self.raw(middle) < text:
                low = middle + 1
            else:
                high = middle
        return low
