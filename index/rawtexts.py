"""Raw texts: many short texts one behind the other, read where they lie in a file, in any order."""

from collections.abc import Mapping, Sequence
from typing import overload

import numpy as np

from index.columnar.arrays import Array, narrow
from index.columnar.strings import Strings


def raw_texts(name: str, texts: Sequence[bytes]) -> dict[str, Array]:
    """Return texts as arrays of a side file: ``name`` and ``name-starts``."""
    return packed(name, Strings.of(texts))


def packed(name: str, texts: Strings) -> dict[str, Array]:
    """Return texts that lie one behind the other already as arrays of a side file."""
    return {name: texts.data, f"{name}-starts": narrow(texts.starts)}


class RawTexts(Sequence[bytes]):
    """Texts that stand in the arrays of a side file; where they ascend, ``bisect`` finds places in them."""

    def __init__(self, arrays: Mapping[str, Array], name: str) -> None:
        """Take the texts of a name, none where there are none."""
        self._data = arrays.get(name, np.zeros(0, np.uint8))
        self._starts = arrays.get(f"{name}-starts", np.zeros(1, np.int64))

    def __len__(self) -> int:
        return max(int(self._starts.size) - 1, 0)

    @overload
    def __getitem__(self, at: int) -> bytes: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[bytes]: ...

    def __getitem__(self, at: int | slice) -> bytes | Sequence[bytes]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        if not 0 <= at < len(self):
            raise IndexError(at)
        return self._data[self._starts.item(at) : self._starts.item(at + 1)].tobytes()
