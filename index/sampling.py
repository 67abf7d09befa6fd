"""Sampling: documents drawn as if by lot, the same ones in every run, whatever their numbers."""

import zlib

import numpy as np
import numpy.typing as npt

from index.columnar.together import Together

_MIX = np.uint32(2_654_435_761)
"""Knuth's multiplier: what a checksum says of ids that differ little is spread over all numbers."""


def lots(together: Together) -> npt.NDArray[np.uint32]:
    """Return a number for each document that its id alone determines."""
    found = [np.zeros(0, np.uint32)]
    for segment in together.segments:
        postings = segment.postings("id")
        texts = [] if postings is None else list(postings.texts())
        sums = np.array([0, *map(zlib.crc32, texts)], np.uint32)
        found.append(sums[segment.code("id").astype(np.int64)])
    return np.concatenate(found) * _MIX
