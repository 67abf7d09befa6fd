"""Bitmaps hold, count and join documents as Python's sets do."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search.snapshots import bitmaps
from search.snapshots.bitmaps import Bitmap

SIZE = 300
some = st.sets(st.integers(0, SIZE - 1))


def made(docs: set[int]) -> Bitmap:
    return bitmaps.of_docs(np.array(sorted(docs), np.uint32), SIZE)


@given(some, st.integers(0, 100))
def test_a_set(docs: set[int], behind: int) -> None:
    bitmap = made(docs)
    flags = np.zeros(SIZE, bool)
    flags[sorted(docs)] = True
    assert bitmap.tolist() == bitmaps.of_flags(flags).tolist()
    assert bitmaps.listed(bitmap).tolist() == sorted(docs)
    assert bitmaps.count(bitmap) == len(docs)
    assert bitmaps.holds(bitmap, np.arange(SIZE)).tolist() == flags.tolist()
    assert bitmaps.ranks(bitmap).tolist() == [sum(doc < at for doc in docs) for at in range(0, SIZE, bitmaps.SPAN)]
    numbers, words = bitmaps.filled(bitmap)
    assert numbers.tolist() == sorted({doc // bitmaps.SPAN for doc in docs})
    assert bitmaps.listed_in(numbers[1:], words[1:]).tolist() == [
        doc for doc in sorted(docs) if doc // bitmaps.SPAN in numbers[1:].tolist()
    ]
    assert len(bitmaps.of_docs(np.array([], np.uint32), behind)) == bitmaps.ranges(behind)


@given(some, some)
def test_joining(one: set[int], other: set[int]) -> None:
    assert bitmaps.listed(made(one) & made(other)).tolist() == sorted(one & other)
    assert bitmaps.listed(made(one) | made(other)).tolist() == sorted(one | other)
    assert bitmaps.listed(made(one) & ~made(other)).tolist() == sorted(one - other)
