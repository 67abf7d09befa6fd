"""Sampling: documents drawn as if by lot, the same ones in every run, whatever their numbers."""

import zlib
from itertools import chain

import numpy as np
import numpy.typing as npt

from index.columnar.together import Together

_MIX = np.uint64(11_400_714_819_323_198_485)
"""Knuth's multiplier: what a checksum says of ids that differ little is spread over all numbers."""


def lots(together: Together) -> npt.NDArray[np.uint64]:
    """Return a number for each document that its id alone determines."""
    found = [np.zeros(0, np.uint64)]
    for segment in together.segments:
        postings = segment.postings("id")
        texts = [] if postings is None else list(postings.texts())
        sums = np.zeros(len(texts) + 1, np.uint64)
        # Two checksums, as of a million ids hardly two have the same of both.
        for checksum in (zlib.crc32, zlib.adler32):
            sums = sums << np.uint64(32) | np.fromiter(chain((0,), map(checksum, texts)), np.uint64, sums.size)
        found.append(sums[segment.code("id").astype(np.int64)])
    return np.concatenate(found) * _MIX
